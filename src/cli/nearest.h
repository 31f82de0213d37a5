#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace proofsheet::cli {

/// The names most like `wanted`, nearest first: fewest letters to change, case aside; a name that contains
/// `wanted` counts as near.
std::vector<std::string> nearest_names(std::string_view wanted, const std::vector<std::string>& names,
                                       std::size_t count);

}  // namespace proofsheet::cli
