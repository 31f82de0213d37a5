#pragma once

#include <filesystem>

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

ExitStatus run_sinkin_run(const SinkInRunCall& call, const app::Config& config,
                          const std::filesystem::path& working_dir, const Console& console);

}  // namespace proofsheet::cli
