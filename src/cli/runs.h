#pragma once

#include <string>

#include "scan/discover.h"

namespace proofsheet::cli {

constexpr std::string_view kNoFolderToScan =
    "There is no folder to scan: pass --checkpoints DIR and --samples DIR, or set checkpoint_dirs and "
    "sample_dir "
    "in config.yaml";

/// The run of this name as the list shows it; nullptr when there is none.
const grid::TrainingRun* find_run(const scan::Discovery& discovery, const std::string& name);

/// A sentence that names the nearest runs there are.
std::string about_unknown_run(const scan::Discovery& discovery, const std::string& name);

}  // namespace proofsheet::cli
