#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace proofsheet::jobs {

/// Lists as people type them: values and ranges, separated by commas, semicolons or blanks: "20,30",
/// "20-40:5" (20 25 30 35 40), "20-25" (step 1), "5-9:0.5". A value that comes twice counts once, where it
/// came first. Errors: InvalidInput with a sentence that quotes the part that is wrong, or that there are
/// more than 10,000 values.
Result<std::vector<int>> parse_whole_list(std::string_view text);
Result<std::vector<double>> parse_number_list(std::string_view text);
/// Seeds keep their repetitions.
Result<std::vector<std::uint64_t>> parse_seed_list(std::string_view text);

/// "20, 30" and the like; what the parsers read back equal.
std::string list_text(const std::vector<int>& numbers);
std::string list_text(const std::vector<double>& numbers);
std::string list_text(const std::vector<std::uint64_t>& numbers);

/// A number in the shortest form that reads back equal, without an exponent: "7", "1.25", "0.00001".
std::string number_text(double number);

}  // namespace proofsheet::jobs
