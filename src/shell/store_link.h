#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>

#include "app/command.h"
#include "app/effect.h"
#include "app/remember.h"
#include "store/database.h"
#include "tasks/inbox.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// How the open run is arranged, for the next time.
struct RunArrangement {
    std::string run_key;
    grid::GridQuery query;
    bool operator==(const RunArrangement&) const = default;
};

/// The one write connection of the window, on a thread of its own: edits go in, answers come out, in order.
class StoreLink {
public:
    StoreLink(std::filesystem::path file, tasks::Inbox<app::Command>& inbox);
    /// Everything that was asked for is written first.
    ~StoreLink();

    /// Opens the database; answers StoredRead in any case, and Noticed for what the user should know.
    void open();
    void run(const app::AddPreset& effect);
    void run(const app::ReplacePreset& effect);
    void run(const app::RemovePreset& effect);
    void run(const app::ShowCriteriaSet& effect);
    void remember(app::Settings settings);
    void remember(RunArrangement arrangement);

    using Work = std::function<void(store::Database&)>;
    using Otherwise = std::function<void(const Error&)>;
    /// Runs `work` on the store's thread, in order, or `otherwise` when there is no database.
    void submit(Work work, Otherwise otherwise = {});

    /// Waits until everything that was asked for is written.
    void finish() { pool_.finish(); }
    /// Edits that are not written yet. Any thread.
    int pending() const { return pool_.pending(); }
    /// When the last edit was done. Any thread.
    std::chrono::steady_clock::time_point last_done() const { return last_done_; }

private:
    void read_everything();
    /// For what the user asked for: tells when there is no database.
    void submit_wish(Work work);
    void tell(const Status& done);
    void answer_presets();
    void answer_criteria();

    std::filesystem::path file_;
    tasks::Inbox<app::Command>& inbox_;
    std::atomic<std::chrono::steady_clock::time_point> last_done_{std::chrono::steady_clock::time_point{}};
    std::optional<store::Database> database_;  ///< the store thread's
    tasks::WorkerPool pool_;                   ///< last: its tasks use everything above
};

}  // namespace proofsheet::shell
