#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "image/pixels.h"

namespace proofsheet::image {

/// Names the content of a picture, whatever its file format, metadata or compression.
struct PixelHash {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    auto operator<=>(const PixelHash&) const = default;
};

/// XXH3-128 over width and height (uint32, little-endian) and the RGBA8 bytes, rows top to bottom.
PixelHash hash_pixels(const Pixels& picture);

/// 32 lower-case hexadecimal digits, the high half first.
std::string to_text(const PixelHash& hash);

/// Reads what `to_text` writes (either case); nothing for anything else.
std::optional<PixelHash> pixel_hash_from_text(std::string_view text);

}  // namespace proofsheet::image
