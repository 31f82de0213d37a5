#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/analysis_command.h"
#include "report/table.h"
#include "shell/picture_heads.h"
#include "shell/store_link.h"
#include "tasks/guarded.h"
#include "tasks/inbox.h"
#include "tasks/latest_wins.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// Reads, sorts, ranks and writes the table of all pictures: one thread reads the database (on a connection
/// of its own) and what picture files say, another looks at the table, so that a key never waits for a file.
class AnalysisLink {
public:
    AnalysisLink(StoreLink& store, tasks::Inbox<app::Command>& inbox, std::function<void()> wake);
    ~AnalysisLink();

    void run(const app::AnalysisEffect& effect);
    /// How many files are read, for the status bar; empty mostly. Any thread.
    std::string note() const { return note_.get(); }
    /// Tasks waiting or running that end by themselves. Any thread.
    int pending() const { return reading_.pending() + looking_.pending(); }

private:
    struct Visitor;
    using Ticket = tasks::LatestWins::Ticket;
    using Reader = std::shared_ptr<store::Database>;
    /// A file that has to be read for what it says itself.
    struct UnreadFile {
        std::string path;
        FileStamp stamp;
    };

    void run(const app::ReadTable& effect);
    void run(const app::LookAtTable& effect);
    void run(const app::LookForPicture& effect);
    void run(const app::WriteTable& effect);
    void on_reader(const std::function<void(store::Database&)>& work,
                   const std::function<void(const Error&)>& otherwise);
    void read(store::Database& database, const app::ReadTable& effect, const Ticket& wanted);
    /// Answers with the table as far as files are read; tells which are not. False when it failed.
    bool answer_table(store::Database& database, const app::ReadTable& effect,
                      std::vector<UnreadFile>* unread);
    void read_heads(store::Database& database, const app::ReadTable& effect, const Ticket& wanted,
                    const std::vector<UnreadFile>& unread);
    void write(store::Database& database, const app::WriteTable& effect);
    report::PictureFacts facts_of(const report::PictureRow& row);

    StoreLink& store_;
    tasks::Inbox<app::Command>& inbox_;
    std::function<void()> wake_;
    tasks::Guarded<std::string> note_;
    PictureHeads heads_;  ///< the reading thread's
    tasks::LatestWins wanted_table_;
    tasks::LatestWins wanted_view_;
    tasks::WorkerPool looking_;
    tasks::WorkerPool reading_;  ///< last: its tasks use everything above
};

}  // namespace proofsheet::shell
