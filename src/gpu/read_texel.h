#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "cache/texture_uploader.h"
#include "core/size.h"

namespace proofsheet::gpu {

/// One pixel of level 0 of an RGBA8 texture, straight alpha; none outside `size` or for no texture. Waits
/// until the driver has finished what was drawn into the texture, and leaves the bound framebuffers as they
/// were. Requires the current OpenGL 3.3 core context of the texture.
std::optional<std::array<std::uint8_t, 4>> read_texel(cache::TextureHandle texture, SizePx size, int x,
                                                      int y);

}  // namespace proofsheet::gpu
