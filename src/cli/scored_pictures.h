#pragma once

#include <filesystem>
#include <variant>

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"
#include "report/table.h"

namespace proofsheet::cli {

/// The pictures that an export is about: those of the folders, and those that only the database knows (of
/// experiments, of files that are gone); with all criteria, also those that are not shown. Or the exit status
/// when they cannot be had and the reason was told: BadCall when there is none and no folder is known, Failed
/// when there is no such run or folder or the database cannot be read. The database is only read, beside a
/// window that may be open; without one there are no scores.
std::variant<report::ScoreTable, ExitStatus> scored_pictures(const ExportedPictures& pictures,
                                                             const app::Config& config,
                                                             const std::filesystem::path& working_dir,
                                                             const Console& console);

}  // namespace proofsheet::cli
