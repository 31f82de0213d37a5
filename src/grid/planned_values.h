#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "grid/catalog.h"

namespace proofsheet::grid {

/// Values of a dimension that pictures will have which are not there yet.
struct PlannedValues {
    std::string dimension;
    std::vector<std::string> values;
    bool operator==(const PlannedValues&) const = default;
};

/// The catalog with these values and dimensions as well, in the order that they will have, so that the grid
/// has the places of pictures that are planned. Samples keep their numbers. `checkpoint_order` is that of the
/// run. Pure.
std::shared_ptr<const Catalog> with_planned_values(const Catalog& catalog,
                                                   std::span<const PlannedValues> planned,
                                                   std::span<const std::string> checkpoint_order);

}  // namespace proofsheet::grid
