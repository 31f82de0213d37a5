#pragma once

#include <stop_token>

#include "grid/catalog.h"
#include "scan/unfinished.h"

namespace proofsheet::scan {

/// Lists the pictures that a trainer made while training. The root of the report is the folder that holds
/// them all. Pictures that bear the name of another run are left out and counted (kind "other-run").
grid::ScanReport scan_previews(const grid::TrainingRun& run, const std::stop_token& stop,
                               const Unfinished& unfinished);

}  // namespace proofsheet::scan
