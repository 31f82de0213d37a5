#pragma once

#include "image/pixels.h"

namespace proofsheet::image {

/// The area average of every 2 x 2 pixels, as `reduce` makes it but several times as fast. Both sides are
/// even.
Pixels halve(const Pixels& picture);

}  // namespace proofsheet::image
