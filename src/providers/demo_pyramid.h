#pragma once

#include <vector>

#include "providers/demo_canvas.h"

namespace proofsheet::providers {

/// A picture and its halves: level i is 2^i times smaller. Blur at any strength comes from it cheaply.
using Pyramid = std::vector<Canvas>;

/// Halves `picture` until level `levels` - 1 or a side of one pixel.
Pyramid halve(Canvas picture, int levels);

/// The picture as if seen through frosted glass that hides what is smaller than 2^`level` pixels. Given at
/// `at_level`, or at the level before `level` when that is coarser.
Canvas blurred(const Pyramid& pyramid, float level, int at_level);

}  // namespace proofsheet::providers
