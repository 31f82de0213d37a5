#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jobs/experiment_form.h"
#include "jobs/experiment_view.h"
#include "store/call_log.h"
#include "store/database.h"

namespace proofsheet::store {

/// What the experiment screens show, read from one state of the file. Every function may fail with what the
/// database says (Io).
class ExperimentOverviews {
public:
    ExperimentOverviews(Database& database, std::string session, Clock clock = std::chrono::system_clock::now)
        : database_(database), session_(std::move(session)), clock_(std::move(clock)) {}

    /// `budget` is left empty. At most 5,000 rows of the queue, the newest of those that are over.
    Result<jobs::ExperimentOverview> overview() const;
    /// Every call of the run, in the order of the queue.
    Result<std::vector<jobs::CallRow>> calls_of_run(const std::string& run_id) const;

    /// The form of a run, for "use these settings"; nothing when there is no such run.
    Result<std::optional<jobs::ExperimentForm>> form_of_run(const std::string& run_id) const;
    /// The form that makes one picture again: its own scheduler, steps, scale and seed, one picture.
    Result<std::optional<jobs::ExperimentForm>> form_of_picture(const std::string& file_path) const;

    /// What the service last said that it offers; empty when it was never asked.
    Result<jobs::ModelList> models() const;
    Status keep_models(const jobs::ModelList& models);

private:
    Database& database_;
    std::string session_;
    Clock clock_;
};

}  // namespace proofsheet::store
