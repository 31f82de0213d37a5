#pragma once

#include <filesystem>
#include <vector>

#include "bench/measure.h"
#include "core/result.h"

namespace proofsheet::bench {

/// Scanning the 100,000 names, beside `find` on the same folders, and arranging them. Errors: NotFound when
/// the folder holds no run.
Result<std::vector<Row>> measure_scans(const std::filesystem::path& many);

}  // namespace proofsheet::bench
