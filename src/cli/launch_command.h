#pragma once

#include <filesystem>

#include "app/config_load.h"
#include "cli/call.h"
#include "core/result.h"
#include "shell/launch.h"

namespace proofsheet::cli {

/// What the window is told by a call without subcommand, `open` or `demo` (the folders of the demo are then
/// those of the configuration already). Errors: NotFound for a path of `open` that does not exist.
Result<shell::LaunchOptions> launch_options(const Call& call, const app::LoadedConfig& configuration,
                                            const std::filesystem::path& working_dir);

}  // namespace proofsheet::cli
