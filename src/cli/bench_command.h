#pragma once

#include <filesystem>
#include <functional>

#include "app/config.h"
#include "bench/bench.h"
#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

/// Measures the speed of this program; see bench::measure.
using Measure = std::function<Result<bench::Report>(const bench::Request& request, const bench::Tell& tell)>;

/// Prints what was measured as a table or one JSON document; progress goes to the console's error stream.
ExitStatus run_bench(const BenchCall& call, const Measure& measure, const app::Config& config,
                     const std::filesystem::path& working_dir, const Console& console);

}  // namespace proofsheet::cli
