#pragma once

#include <cstdint>

#include "providers/demo_canvas.h"

namespace proofsheet::providers {

/// The scenes that the demo painter knows.
enum class DemoScene { ForestPortal, Harbour, MountainLake, LanternStreet };

/// Each paints one scene in linear light; the seed decides about weather, light and layout.
Canvas paint_forest_portal(SizePx size, std::uint64_t seed);
Canvas paint_harbour(SizePx size, std::uint64_t seed);
Canvas paint_mountain_lake(SizePx size, std::uint64_t seed);
Canvas paint_lantern_street(SizePx size, std::uint64_t seed);

}  // namespace proofsheet::providers
