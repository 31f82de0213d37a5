#pragma once

#include <cstdint>
#include <span>

#include "core/size.h"
#include "image/pixel_memory.h"

namespace proofsheet::image {

/// An RGBA8 picture: shape [height, width, 4], rows top to bottom, sRGB-encoded, straight (not premultiplied) alpha.
/// Move-only; a new one is not initialised.
class Pixels {
public:
    Pixels() = default;
    explicit Pixels(SizePx size)
        : size_(size), bytes_(allocate_pixels(size.rgba_bytes())) {}

    SizePx size() const { return size_; }
    bool empty() const { return size_.area() == 0; }
    std::span<std::uint8_t> bytes() { return {bytes_.get(), size_.rgba_bytes()}; }
    std::span<const std::uint8_t> bytes() const { return {bytes_.get(), size_.rgba_bytes()}; }
    std::uint8_t* row(int y) { return bytes_.get() + static_cast<std::size_t>(y) * size_.width * 4; }
    const std::uint8_t* row(int y) const { return bytes_.get() + static_cast<std::size_t>(y) * size_.width * 4; }

private:
    SizePx size_;
    PixelMemory bytes_;
};

}  // namespace proofsheet::image
