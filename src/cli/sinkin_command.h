#pragma once

#include <filesystem>

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

/// Whether the command is one of those below `sinkin`.
bool is_sinkin(const Command& command);
ExitStatus run_sinkin(const Command& command, const app::Config& config,
                      const std::filesystem::path& working_dir, const Console& console);

}  // namespace proofsheet::cli
