#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proofsheet::grid {

/// Indices of texts in the order of their bytes; equal ones stay in the order given. Made for many texts with
/// long common beginnings, such as paths.
std::vector<std::uint32_t> order_by_bytes(std::span<const std::string_view> texts);

/// Indices of distinct texts in the order of natural_compare.
std::vector<std::uint32_t> order_naturally(std::span<const std::string_view> texts);

}  // namespace proofsheet::grid
