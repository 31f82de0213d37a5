#pragma once

#include <optional>
#include <span>

#include "core/size.h"

namespace proofsheet::gpu {

/// Owns a texture of one float a pixel (R32F) with the averages of its smaller levels. Not colours: a map of
/// errors. Move-only. Requires the same current OpenGL 3.3 core context in every member and the destructor.
class GlMapTexture {
public:
    /// `values` has shape [height, width], rows top to bottom. Nothing when there are more or fewer of them,
    /// or the size is too large for the driver or memory is used up. Uploads all at once: 4 bytes a pixel.
    static std::optional<GlMapTexture> create(SizePx size, std::span<const float> values);
    ~GlMapTexture();
    GlMapTexture(GlMapTexture&& other) noexcept;
    GlMapTexture& operator=(GlMapTexture&& other) noexcept;

    unsigned name() const { return name_; }
    SizePx size() const { return size_; }

private:
    GlMapTexture(unsigned name, SizePx size) : name_(name), size_(size) {}

    unsigned name_ = 0;
    SizePx size_;
};

}  // namespace proofsheet::gpu
