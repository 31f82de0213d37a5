#pragma once

#include <cstdint>
#include <span>

#include "core/size.h"
#include "image/pixels.h"

namespace proofsheet::cache {

/// A texture on the graphics side; 0 is none. Fits an ImTextureID.
using TextureHandle = std::uint64_t;

/// Puts pixels where they can be drawn. Implementations: OpenGL, a counting fake. Render thread only.
class TextureUploader {
public:
    virtual ~TextureUploader() = default;
    /// A texture of this size with room for all mip levels; contents undefined until uploaded. 0 when there
    /// is no memory.
    virtual TextureHandle create(SizePx size) = 0;
    /// Fills rows [first_row, first_row + rows) of one mip level; `rgba` has shape [rows, width of the level,
    /// 4].
    virtual void upload(TextureHandle texture, int mip_level, int first_row, int rows,
                        std::span<const std::uint8_t> rgba) = 0;
    virtual void destroy(TextureHandle texture) = 0;
};

}  // namespace proofsheet::cache
