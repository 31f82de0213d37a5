#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/sampling_command.h"
#include "jobs/job_journal.h"

namespace proofsheet::shell {

/// What a launch needs besides the form.
struct LaunchSurroundings {
    std::filesystem::path sample_dir;
    /// Names of the models that the service has; nullopt: it takes every checkpoint.
    std::optional<std::vector<std::string>> models;
};

enum class ExistingPictures : std::uint8_t {
    AsKnown,  ///< those of the catalog, where there is one
    Listed,   ///< what lies on the disk now
};

/// Expands a form; lists the run's pictures where that is asked for, so not for the thread that draws.
/// Errors: InvalidInput (no sample folder), Cancelled.
Result<jobs::Expansion> expand_launch(const app::LaunchInput& input, const LaunchSurroundings& around,
                                      ExistingPictures existing, const std::stop_token& stop);

/// The job for the journal. The expansion can start.
jobs::NewJob new_job(const app::LaunchInput& input, const std::filesystem::path& sample_dir,
                     std::vector<jobs::PlannedItem> items);

/// How long so many pictures take, from the newest job of that provider which made some.
std::optional<std::chrono::milliseconds> estimate(const jobs::JobJournal& journal,
                                                  const std::string& provider, std::size_t pictures);

}  // namespace proofsheet::shell
