#pragma once

#include <filesystem>

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

/// Sets the rating in PICTURE.xmp beside each picture that has a main score or is rejected, and prints the
/// files that it wrote. A side-car that is there keeps everything else; one that cannot be changed safely is
/// left alone and named. Failed when any was left alone, or as `run_export_scores`.
ExitStatus run_export_ratings(const ExportRatingsCall& call, const app::Config& config,
                              const std::filesystem::path& working_dir, const Console& console);

}  // namespace proofsheet::cli
