#pragma once

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

/// Lists the training runs of the configured folders or, with a run, its dimensions and images. What is wrong
/// on the disk is part of the list and no failure. Failed when there is no run of that name, BadCall without
/// a folder.
ExitStatus run_scan(const ScanCall& call, const app::Config& config, const Console& console);

}  // namespace proofsheet::cli
