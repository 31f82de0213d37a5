#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace proofsheet::cache {

/// One wish as the plan sees it.
struct PlanItem {
    std::int32_t band = 0;
    std::size_t bytes = 0;
    bool must = false;  ///< planned whatever the budget says
    bool held = false;  ///< has a texture already
    bool planned = false;
};

/// Decides which wishes the budget has room for and marks them `planned`; returns their bytes. `items` are in
/// the order of their rank, so that equal bands are neighbours. What is held comes before what is absent in
/// its band, and nothing is planned that would push out something held of its own or an earlier band: so the
/// same wishes give the same plan once they are loaded, and nothing is evicted to be loaded again. Pure.
std::size_t plan_residency(std::span<PlanItem> items, std::size_t budget);

}  // namespace proofsheet::cache
