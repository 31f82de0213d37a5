#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <stop_token>
#include <string>

#include "app/command.h"
#include "app/effect.h"
#include "shell/store_link.h"
#include "store/picture_table.h"
#include "tasks/guarded.h"
#include "tasks/inbox.h"
#include "tasks/latest_wins.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// Scores between the screen and the database. Edits are made on the store's thread, in order; a picture that
/// the database does not know by its file is decoded first, because scores belong to the pixels. Pictures
/// that were moved, copied or saved again are recognised in the background.
class ReviewLink {
public:
    ReviewLink(StoreLink& store, tasks::Inbox<app::Command>& inbox, std::function<void()> wake);
    ~ReviewLink();

    void run(const app::ReadReview& effect);
    void run(const app::EditReview& effect);
    void run(const app::ReverseReview& effect);
    /// Ends the recognising; the next reading of scores begins it again.
    void stop();
    /// What is being recognised, for the status bar. Any thread.
    std::string note() const { return note_.get(); }

private:
    void read(store::Database& database, const app::ReadReview& effect);
    void edit(store::Database& database, const app::EditReview& effect);
    void reverse(store::Database& database, const app::ReverseReview& effect);
    void answer(store::Database& database, std::uint64_t edit, const review::ReviewEvent& event);
    void recognise(std::vector<store::FileVersion> unknown, const std::stop_token& stop);
    /// Learns the content of these files and tells what is said of them.
    void tell_recognised(std::vector<store::PictureFile> files);

    StoreLink& store_;
    tasks::Inbox<app::Command>& inbox_;
    std::function<void()> wake_;
    tasks::Guarded<std::string> note_;
    tasks::LatestWins reading_;
    std::stop_source recognising_;  ///< the store thread's
    tasks::WorkerPool decoding_;    ///< last: its tasks use everything above
};

}  // namespace proofsheet::shell
