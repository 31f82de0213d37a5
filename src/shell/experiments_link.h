#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <variant>

#include "app/experiments_command.h"
#include "jobs/experiment_runner.h"
#include "net/http_client.h"
#include "shell/experiment_desk.h"
#include "shell/store_link.h"
#include "tasks/inbox.h"
#include "tasks/wake_signal.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// Does what the Experiments screen asks for outside. Three threads, each with its own connection: one takes
/// what users want, one asks for models and writes tables, and one works the queue of calls, each of which
/// may take minutes.
class ExperimentsLink {
public:
    ExperimentsLink(const app::LoadedConfig& configuration, StoreLink& store,
                    tasks::Inbox<app::Command>& inbox);
    /// Does what was asked for, and ends the wait for a call that is under way: its outcome is unknown then.
    ~ExperimentsLink();

    void run(const app::ExperimentsEffect& effect);
    /// Tasks waiting or running that end by themselves, the queue among them while it is worked. Any thread.
    int pending() const { return wanting_.pending() + asking_.pending() + queue_work_.load(); }

private:
    struct Visitor;
    using Desk = std::shared_ptr<ExperimentDesk>;
    using QueueTask = std::variant<Desk, jobs::ExperimentWish>;

    /// Runs `work` on the store's thread, after every thread has its desk.
    void with_desks(std::function<void()> work);
    /// On the store's thread.
    Status open_desks(store::Database& database, const ExperimentSetup& setup);
    Result<Desk> open_desk(store::Database& database, const ExperimentSetup& setup);
    void on_desk(std::function<void(ExperimentDesk&)> work);
    void beside(std::function<void(ExperimentDesk&, std::stop_token)> work);
    void give_to_queue(QueueTask task);

    // The thread that takes what users want.
    void do_wish(ExperimentDesk& desk, const jobs::ExperimentWish& wish);
    void add_run(ExperimentDesk& desk, const jobs::AddRun& wish);
    void upscale(ExperimentDesk& desk, const jobs::AddUpscale& wish);
    void look_up(ExperimentDesk& desk, const std::string& path);
    void find_settings(ExperimentDesk& desk, const app::FindSettings& effect);

    // The thread of the queue.
    void work_queue(std::stop_token stop);
    void take(const Desk& desk);
    void take(const jobs::ExperimentWish& wish);
    /// Does one thing; returns how long there is nothing to do, nothing when it is done.
    void turn(std::stop_token stop);
    void tell(const jobs::RunnerNews& news);
    void tell_kept(const jobs::PictureKept& news);
    void tell_ended(const jobs::CallEnded& news);
    void say(app::QueueActivity activity, const std::string& note = {}, const std::string& call = {});

    void post_overview(ExperimentDesk& desk);
    void notice(app::ToastKind kind, const std::string& text);

    StoreLink& store_;
    tasks::Inbox<app::Command>& inbox_;
    std::filesystem::path export_folder_;
    std::unique_ptr<net::HttpClient> http_;
    ExperimentSetup setup_;                         ///< the main thread's
    int version_ = 1;                               ///< of `setup_`
    int opened_version_ = 0;                        ///< of the desks; the store thread's
    Desk wanting_desk_, asking_desk_, queue_desk_;  ///< each its own thread's
    std::string waits_for_;                         ///< why the call was not taken; the queue thread's
    app::QueueStatus said_;                         ///< the queue thread's
    tasks::Inbox<QueueTask> queue_tasks_;
    tasks::WakeSignal wake_;
    std::atomic<int> queue_work_{0};  ///< tasks of the queue's thread, and one while it works
    bool works_ = false;              ///< counted in `queue_work_`; the queue thread's
    // Last: their tasks use everything above.
    tasks::WorkerPool wanting_;
    tasks::WorkerPool asking_;
    tasks::WorkerPool queue_;
};

}  // namespace proofsheet::shell
