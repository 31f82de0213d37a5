#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace proofsheet::jobs {

/// Lists as people type them: values and ranges, separated by commas, semicolons or blanks: "20,30",
/// "20-40:5" (20 25 30 35 40), "20-25" (step 1), "5-9:0.5". A value that comes twice counts once, where it
/// came first. Errors: InvalidInput with a sentence that quotes the part that is wrong.
Result<std::vector<int>> parse_whole_list(std::string_view text);
Result<std::vector<double>> parse_number_list(std::string_view text);
/// Seeds keep their repetitions.
Result<std::vector<std::uint64_t>> parse_seed_list(std::string_view text);

/// "20, 30" and the like; what the parsers read back.
std::string values_text(const std::vector<int>& values);
std::string values_text(const std::vector<double>& values);
std::string values_text(const std::vector<std::uint64_t>& values);
/// With as few digits as say the same: 7.5, 8.
std::string value_text(double value);

}  // namespace proofsheet::jobs
