#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/size.h"

namespace proofsheet::gpu {

/// Owns one RGBA8 texture. Bytes stay sRGB-encoded on the way to the screen, so a pixel drawn 1:1 keeps its
/// value. Minified it blends its levels, magnified it is linear, and its edge is not blended with the
/// opposite one. Move-only. Requires the same current OpenGL 3.3 core context in every member and the
/// destructor.
class GlTexture {
public:
    /// All levels down to 1 x 1, contents undefined until uploaded. Nothing when the size is too large for
    /// the driver or memory is used up.
    static std::optional<GlTexture> create_with_levels(SizePx size);
    /// A single level.
    static std::optional<GlTexture> create(SizePx size);
    ~GlTexture();
    GlTexture(GlTexture&& other) noexcept;
    GlTexture& operator=(GlTexture&& other) noexcept;

    unsigned name() const { return name_; }
    SizePx size() const { return size_; }
    /// Fills rows [first_row, first_row + rows) of one level; `rgba` has shape [rows, width of the level, 4],
    /// rows top to bottom. Rows that the level does not have, or bytes of another shape, change nothing.
    void upload(int level, int first_row, int rows, std::span<const std::uint8_t> rgba) const;

private:
    GlTexture(unsigned name, SizePx size, int levels) : name_(name), size_(size), levels_(levels) {}
    static std::optional<GlTexture> allocate(SizePx size, int levels);
    SizePx level_size(int level) const;

    unsigned name_ = 0;
    SizePx size_;
    int levels_ = 0;
};

}  // namespace proofsheet::gpu
