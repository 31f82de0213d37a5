#pragma once

#include <filesystem>
#include <variant>

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"
#include "report/table.h"

namespace proofsheet::cli {

/// The pictures that an export is about, with all criteria, also those that are not shown; or the exit status
/// when they cannot be had and the reason was told: BadCall when no folder is known, Failed when there is no
/// such run or folder or the database cannot be read. The database is only read, beside a window that may be
/// open; without one there are no scores.
std::variant<report::ScoreTable, ExitStatus> scored_pictures(const ExportedPictures& pictures,
                                                             const app::Config& config,
                                                             const std::filesystem::path& working_dir,
                                                             const Console& console);

}  // namespace proofsheet::cli
