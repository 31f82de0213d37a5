#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grid/catalog.h"

namespace proofsheet::grid {

/// The distinct values of a dimension in their order.
struct OrderedValues {
    DimensionType type = DimensionType::Text;
    std::vector<std::string> values;
    std::vector<ValueIndex> place;  ///< for each text given, its index into `values`
};

/// Orders distinct texts: as numbers when all of them are numbers, equal ones becoming the one with the
/// lowest `first`, else naturally. `first` is parallel to `texts`.
OrderedValues order_values(std::span<const std::string_view> texts, std::span<const std::uint32_t> first);

/// Orders distinct texts as `listed` does; what is not listed follows, naturally. Nothing is merged.
OrderedValues order_as_listed(std::span<const std::string_view> texts, std::span<const std::string> listed);

/// Index of the first value that is the same number as `text`; kNoValue when there is none or the values are
/// texts. O(log n), but O(n) for `checkpoint`, whose values stand in training order.
ValueIndex find_number(const Dimension& dimension, std::string_view text);

}  // namespace proofsheet::grid
