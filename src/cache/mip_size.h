#pragma once

#include <cstddef>
#include <span>

#include "core/size.h"
#include "image/pixels.h"

namespace proofsheet::cache {

/// Size of one mip level of a picture; level 0 is the picture itself. Halves are rounded down, to at least 1.
SizePx mip_level_size(SizePx size, int level);

/// Number of levels down to 1 x 1; 0 for an empty size.
int mip_level_count(SizePx size);

/// Bytes of an RGBA8 picture with all its mip levels.
std::size_t mip_chain_bytes(SizePx size);

/// True when `levels` is a picture and all its mip levels down to 1 x 1.
bool is_mip_chain(std::span<const image::Pixels> levels);

}  // namespace proofsheet::cache
