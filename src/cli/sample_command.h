#pragma once

#include <filesystem>

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

/// Values of `sample --checkpoints` that are folders mean what the option means to every other command: they
/// move to the common options.
void move_folders(SampleCall& call, CommonOptions& common, const std::filesystem::path& working_dir);

/// Starts a sample job and follows it to its end. Done when nothing was missing or everything was made,
/// BadCall where folders are missing or the form has faults.
ExitStatus run_sample(const SampleCall& call, const app::Config& config, const Console& console);

}  // namespace proofsheet::cli
