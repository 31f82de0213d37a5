#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "app/sampling_command.h"
#include "cache/preview_source.h"
#include "jobs/job_news.h"
#include "jobs/provider.h"
#include "store/database.h"
#include "tasks/inbox.h"
#include "tasks/wake_signal.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// Works on the jobs of one provider, one after the other, on a thread and a connection of its own. When the
/// program ends the current picture is left; the next start goes on with it.
class LineWorker {
public:
    LineWorker(std::string provider_name, std::unique_ptr<jobs::Provider> provider,
               std::shared_ptr<cache::PreviewSource> previews, tasks::Inbox<app::Command>& inbox);
    ~LineWorker();

    /// Any thread; once.
    void open(store::Database connection);
    /// A job may have been added. Any thread.
    void wake() { signal_.wake(); }

private:
    class Teller;
    void work(store::Database& database);

    std::string name_;
    std::unique_ptr<jobs::Provider> provider_;
    std::shared_ptr<cache::PreviewSource> previews_;
    tasks::Inbox<app::Command>& inbox_;
    std::stop_source ending_;
    tasks::WakeSignal signal_;
    tasks::WorkerPool pool_;  ///< last: its task uses everything above
};

}  // namespace proofsheet::shell
