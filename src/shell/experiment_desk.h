#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/file_lock.h"
#include "jobs/experiment_runner.h"
#include "jobs/experiment_wish.h"
#include "net/http_client.h"
#include "providers/sinkin_pictures.h"
#include "providers/sinkin_service.h"
#include "store/call_log.h"
#include "store/experiment_overview.h"
#include "store/experiment_runs.h"
#include "store/picture_log.h"

namespace proofsheet::app {
struct Config;
}

namespace proofsheet::shell {

/// What the configuration says about experiments.
struct ExperimentSetup {
    std::filesystem::path image_dir;
    std::filesystem::path asset_dir;
    providers::SinkInAccess access;
    jobs::Budget budget;
    std::string session;  ///< names this start of the program in the ledger
};
/// A new session, with what the configuration says. Budgets that are no amounts allow nothing.
ExperimentSetup experiment_setup(const app::Config& config);

/// The experiments of one database: takes what users want and works the queue of calls. One thread, its own
/// connection; the window gives it a thread of its own, the command line turns it by hand.
class ExperimentDesk {
public:
    /// `http` must outlive this. `tell` is called on the thread that turns.
    ExperimentDesk(store::Database database, net::HttpClient& http, ExperimentSetup setup,
                   jobs::ExperimentRunner::Tell tell, const jobs::Patience& patience = {});

    ExperimentDesk(const ExperimentDesk&) = delete;
    ExperimentDesk& operator=(const ExperimentDesk&) = delete;

    /// Looks after what a run that broke off left behind: its calls become indeterminate, its pictures are
    /// asked for. Does nothing while another process works the queue. Returns how many calls are of unknown
    /// outcome now.
    Result<int> begin();

    /// Does what is wanted, or starts it: calls and downloads happen in `turn`. Returns a sentence for the
    /// user. Errors: those of the database and the files; Conflict while another process works the queue;
    /// InvalidInput, NotFound.
    Result<std::string> handle(const jobs::ExperimentWish& wish, std::stop_token stop = {});

    /// As `AddUpscale`; returns the id of the call.
    Result<std::string> queue_upscale(const jobs::UpscaleWish& wish) { return runs_.add_upscale(wish); }

    /// One picture or one call; blocks for as long as that takes.
    jobs::Turn turn(std::chrono::steady_clock::time_point now, std::stop_token stop);

    /// What the screens show.
    Result<jobs::ExperimentOverview> overview();
    store::ExperimentOverviews& overviews() { return overviews_; }
    /// For other questions of the thread that has this desk.
    store::Database& database() { return database_; }
    /// The folder of a run's pictures.
    std::filesystem::path folder_of(int batch_number) const;

    /// The run that was added last; nothing before.
    const std::optional<store::AddedRun>& last_run() const { return last_run_; }

private:
    using Said = Result<std::string>;
    Said apply(const jobs::AddRun& wish);
    Said apply(const jobs::RunNext& wish);
    Said apply(const jobs::RunAll& wish);
    Said apply(const jobs::PauseQueue& wish);
    Said apply(const jobs::CancelCall& wish);
    Said apply(const jobs::CancelAllCalls& wish);
    Said apply(const jobs::MoveCall& wish);
    Said apply(const jobs::DuplicateCall& wish);
    Said apply(const jobs::RetryCall& wish);
    Said apply(const jobs::RetryAllFailed& wish);
    Said apply(const jobs::ResendCall& wish);
    Said apply(const jobs::FetchMissing& wish);
    Said apply(const jobs::AddUpscale& wish);
    Said apply_refresh(std::stop_token stop);
    /// As `begin`, but fails while another process works the queue.
    Result<int> take_queue();

    store::Database database_;
    ExperimentSetup setup_;
    store::CallLog calls_;
    store::PictureLog pictures_;
    store::ExperimentRuns runs_;
    store::ExperimentOverviews overviews_;
    providers::SinkInService service_;
    providers::SinkInPictures keeper_;
    jobs::ExperimentRunner runner_;
    std::optional<FileLock> lock_;  ///< while this process works the queue
    std::optional<store::AddedRun> last_run_;
};

}  // namespace proofsheet::shell
