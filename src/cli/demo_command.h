#pragma once

#include <filesystem>
#include <functional>

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"
#include "core/result.h"

namespace proofsheet::cli {

/// Called with a part of the work from 0 to 1.
using ReportProgress = std::function<void(double done)>;

/// Makes the demo data set in a folder unless it is there.
using MakeDemo = std::function<Status(const std::filesystem::path& folder, const ReportProgress&)>;

/// Makes the demo and points the configuration to it; progress goes to the console's error stream.
/// Errors: those of `make`.
Status prepare_demo(const DemoCall& call, const MakeDemo& make, const std::filesystem::path& working_dir,
                    const Console& console, app::Config& config);

}  // namespace proofsheet::cli
