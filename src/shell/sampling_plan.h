#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/sampling_command.h"
#include "core/result.h"
#include "jobs/job_journal.h"
#include "shell/sampling_service.h"

namespace proofsheet::shell {

enum class ExistingPictures : std::uint8_t {
    AsKnown,  ///< those of the catalog, where there is one
    Listed,   ///< what lies on the disk now
};

/// Expands a form: asks the service for its models, looks for what its workflow cannot do, and lists the
/// run's pictures where that is asked for. Blocks; the thread of the service. Errors: InvalidInput (no sample
/// folder, a workflow that cannot be used), those of the service, Cancelled.
Result<jobs::Expansion> expand_launch(const app::LaunchInput& input, const std::filesystem::path& sample_dir,
                                      SamplingService& service, ExistingPictures existing,
                                      const std::stop_token& stop);

/// The job for the journal. The expansion can start.
jobs::NewJob new_job(const app::LaunchInput& input, const std::filesystem::path& sample_dir,
                     std::vector<jobs::PlannedItem> items);

/// How long so many pictures take, from the newest job of that provider which made some.
std::optional<std::chrono::milliseconds> estimate(const jobs::JobJournal& journal,
                                                  const std::string& provider, std::size_t pictures);

}  // namespace proofsheet::shell
