#pragma once

#include <optional>
#include <string>

#include "jobs/experiment_plan.h"
#include "jobs/experiment_service.h"
#include "jobs/experiment_view.h"
#include "jobs/experiment_wish.h"
#include "store/database.h"

namespace proofsheet::store {

/// A run with its calls.
struct AddedRun {
    std::string id;
    int batch_number = 0;
    int calls = 0;
};

/// Makes runs and changes the queue. Every function is one transaction, and may fail with what the database
/// says (Io; Unsupported when it is read-only).
class ExperimentRuns {
public:
    explicit ExperimentRuns(Database& database) : database_(database) {}

    /// A new run with the next batch number, at least `least_batch`, and one queued call for each of the
    /// plan.
    Result<AddedRun> add_run(const jobs::ExperimentSettings& settings, const jobs::ExperimentPlan& plan,
                             const std::optional<jobs::AssetFile>& init_image, int least_batch);
    /// How the run's pictures are looked at first: schedulers by scales, steps on the slider. What a user
    /// chose for that folder stays.
    Status suggest_arrangement(const std::string& folder);
    /// Queues an upscale; returns the call's id. Errors: NotFound (not a picture that SinkIn made here),
    /// InvalidInput (scale or strength out of range).
    Result<std::string> add_upscale(const jobs::UpscaleWish& wish);

    /// Errors of all of these: NotFound when the call is not (any more) in a state that allows it.
    Status cancel(const std::string& id);
    /// Returns how many calls were cancelled.
    Result<int> cancel_all();
    Status move(const std::string& id, jobs::MoveTo to);
    /// Returns the new call's id.
    Result<std::string> duplicate(const std::string& id);
    Status retry(const std::string& id);
    /// Those that no fallback stands in for. Returns how many.
    Result<int> retry_all_failed();
    Status resend(const std::string& id);

private:
    Status change(const std::string& id, jobs::CallEvent event);
    Status requeue(const std::string& id, jobs::CallEvent event);

    Database& database_;
};

}  // namespace proofsheet::store
