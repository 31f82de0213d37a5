#pragma once

#include <filesystem>

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

/// Writes the contact sheet of a training run and prints the paths of the files. Failed when it cannot be
/// written or there is no such run; BadCall when the run, a dimension or a value has to be named differently.
ExitStatus run_export_sheet(const ExportSheetCall& call, const app::Config& config,
                            const std::filesystem::path& working_dir, const Console& console);

}  // namespace proofsheet::cli
