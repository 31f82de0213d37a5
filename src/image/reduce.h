#pragma once

#include <vector>

#include "core/size.h"
#include "image/pixels.h"

namespace proofsheet::image {

/// The size with the same aspect whose longest side is `longest_side`, each side at least 1; `size` when it is smaller.
SizePx fit_longest_side(SizePx size, int longest_side);

/// Area average in linear light with alpha-weighted colour, to a size not larger than the picture in either direction.
/// At most one 8-bit level from the exact result.
Pixels reduce(const Pixels& picture, SizePx target);

/// The levels below `picture`: each half of the one before (rounded down, at least 1), to 1 x 1. Linear light.
std::vector<Pixels> make_mip_chain(const Pixels& picture);

}  // namespace proofsheet::image
