#pragma once

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

/// Lists, imports or exports sample presets. Failed where the preset or the file cannot be used.
ExitStatus run_preset(const PresetCall& call, const app::Config& config,
                      const std::filesystem::path& working_dir, const Console& console);

}  // namespace proofsheet::cli
