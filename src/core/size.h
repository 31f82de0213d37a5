#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace proofsheet {

/// Width and height in pixels.
struct SizePx {
    int width = 0;
    int height = 0;
    bool operator==(const SizePx&) const = default;

    std::int64_t area() const { return std::int64_t{width} * height; }
    int longest() const { return std::max(width, height); }
    /// Bytes of an RGBA8 picture of this size without padding.
    std::size_t rgba_bytes() const { return static_cast<std::size_t>(area()) * 4; }
};

}  // namespace proofsheet
