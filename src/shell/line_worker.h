#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "app/sampling_command.h"
#include "cache/preview_source.h"
#include "jobs/job_journal.h"
#include "jobs/job_news.h"
#include "shell/sampling_service.h"
#include "store/database.h"
#include "tasks/guarded.h"
#include "tasks/inbox.h"
#include "tasks/wake_signal.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// Works on the jobs of one provider, one after the other, on a thread and a connection of its own. When the
/// program ends the current picture is left; the next start goes on with it.
class LineWorker {
public:
    LineWorker(std::string provider_name, std::shared_ptr<cache::PreviewSource> previews,
               tasks::Inbox<app::Command>& inbox);
    ~LineWorker();

    const std::string& name() const { return name_; }
    /// Any thread; once.
    void open(store::Database connection);
    /// From the next picture on, which comes at once: the one under way is left and made by this service.
    /// Null: none, so jobs wait. Any thread.
    void use(std::unique_ptr<SamplingService> service);
    /// A job may have been added. Any thread.
    void wake() { signal_.wake(); }
    /// Interrupts the picture under way where the journal has a wish for that. Any thread, a few times a
    /// second and after each wish.
    void heed(const jobs::JobJournal& journal);

private:
    class Teller;
    /// What other threads see and say of the work on one job.
    struct Turn {
        std::string job_id;  ///< empty between two jobs
        bool waits = false;  ///< the service does not answer
        std::stop_source stop;
    };
    struct Shared {
        std::optional<std::unique_ptr<SamplingService>> next_service;  ///< to be taken
        Turn turn;
    };

    void work(store::Database& database);
    /// Returns how long there is nothing to do.
    std::chrono::milliseconds work_once(store::Database& database);
    void take_service();
    std::stop_token begin_turn();
    void end_turn();
    void note(const jobs::JobNews& news);

    std::string name_;
    std::unique_ptr<Teller> teller_;            ///< the worker's thread alone
    std::unique_ptr<SamplingService> service_;  ///< the worker's thread alone
    tasks::Guarded<Shared> shared_;
    std::stop_source ending_;
    tasks::WakeSignal signal_;
    tasks::WorkerPool pool_;  ///< last: its task uses everything above
};

}  // namespace proofsheet::shell
