#pragma once

#include <filesystem>

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

/// Writes the table to standard output, or to a file whose path it prints. Failed when something cannot be
/// read or written or there is no such run or folder; BadCall when no folder is known.
ExitStatus run_export_scores(const ExportScoresCall& call, const app::Config& config,
                             const std::filesystem::path& working_dir, const Console& console);

}  // namespace proofsheet::cli
