#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/sampling_command.h"
#include "jobs/job_journal.h"
#include "store/database.h"
#include "tasks/inbox.h"
#include "tasks/wake_signal.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// Reads and changes sample jobs on a thread and a connection of its own, and notices within a second what
/// other threads and other processes did to them. Owner's thread, unless said otherwise.
class JobDesk {
public:
    /// Called on the desk's thread.
    struct Listeners {
        std::function<void(const std::string& job_id)> forget;  ///< a job was deleted
        /// Once a second, and after each change.
        std::function<void(const jobs::JobJournal&)> heed;
    };

    JobDesk(tasks::Inbox<app::Command>& inbox, std::filesystem::path trash, Listeners listeners);
    ~JobDesk();

    /// What was asked for before waits until then. Any thread.
    void open(store::Database connection);

    void run(const app::ReadJobs& effect);
    void run(const app::ReadJobItems& effect);
    void run(const app::RequestStop& effect);
    void run(const app::ResumeStoppedJob& effect, std::function<void()> then);
    void run(const app::RetryOneItem& effect, std::function<void()> then);
    void run(const app::RemoveJob& effect);
    /// Runs `work` on the desk's thread and tells what went wrong; then all jobs are read. Any thread.
    void change(std::function<Status(jobs::JobJournal&)> work, std::function<void()> then = {});
    /// Runs `work` on the desk's thread. Any thread.
    void read(std::function<void(const jobs::JobJournal&)> work);

    /// Tasks waiting or running, without the watch. Any thread.
    int pending() const { return work_.pending(); }

private:
    void watch(const std::stop_token& stop);
    /// Reads the jobs when another connection changed something.
    void look();
    void tell_jobs();

    tasks::Inbox<app::Command>& inbox_;
    std::filesystem::path trash_;
    Listeners listeners_;
    std::optional<store::Database> database_;  ///< the desk's thread
    std::int64_t seen_ = 0;                    ///< `data_version`; the desk's thread
    std::vector<jobs::SampleJob> told_;        ///< the desk's thread
    std::stop_source ending_;
    tasks::WakeSignal signal_;
    tasks::WorkerPool work_;   ///< its tasks use everything above
    tasks::WorkerPool watch_;  ///< last: it uses `work_`
};

}  // namespace proofsheet::shell
