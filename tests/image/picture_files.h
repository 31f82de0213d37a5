#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "image/pixels.h"

namespace proofsheet::test {

using Bytes = std::vector<std::byte>;

/// Repeatable numbers, the same on every machine.
class Noise {
public:
    explicit Noise(std::uint32_t seed) : state_(seed * 2654435761u + 1) {}
    std::uint32_t next() {
        state_ = state_ * 1664525u + 1013904223u;
        return state_ >> 8;
    }
    std::uint8_t byte() { return static_cast<std::uint8_t>(next() >> 8); }

private:
    std::uint32_t state_;
};

/// A smooth picture with some noise; every alpha from 0 to 255 when `seed` is odd, opaque when it is even.
image::Pixels test_picture(SizePx size, std::uint32_t seed);

/// Equal sizes and equal bytes.
bool same(const image::Pixels& left, const image::Pixels& right);
/// Of any channel of any pixel, in levels; 1000 when the sizes differ.
int largest_difference(const image::Pixels& left, const image::Pixels& right);

Bytes bytes_of(std::string_view text);

/// Which filter each row of a PNG gets.
enum class Filters { None, Sub, Up, Average, Paeth, InTurn };

/// How a PNG for tests is written. Samples are noise from `seed` in every bit depth.
struct PngRecipe {
    SizePx size{16, 16};
    int colour = 2;
    int depth = 8;
    bool interlaced = false;
    bool transparent = false;  ///< with tRNS
    Filters filters = Filters::InTurn;
    std::size_t data_chunk = 0;  ///< bytes in each IDAT; 0 for one chunk
    int palette_size = 0;        ///< 0: as many as the depth allows
    std::uint32_t seed = 1;
};

/// One chunk of a PNG with its CRC.
Bytes png_chunk(std::string_view type, std::span<const std::byte> data);

/// A PNG put together by hand, so that every filter and layout is exercised whatever an encoder would choose.
Bytes make_png(const PngRecipe& recipe);

/// How many bytes the filtered rows of all passes have.
std::size_t filtered_bytes(const PngRecipe& recipe);

/// A PNG around rows that are already filtered (filter byte first); `recipe` fills the header.
Bytes png_around(const PngRecipe& recipe, std::span<const std::uint8_t> filtered);

/// A zlib stream of `data`.
Bytes zlib_of(std::span<const std::uint8_t> data);

/// Cmyk takes the four bytes of a pixel as inks in the complement that Adobe writes; ManyScans has one scan
/// for each coefficient.
enum class JpegKind { Baseline, Progressive, ManyScans, Cmyk };

/// A JPEG of the picture (alpha is dropped); `orientation` 0 writes no EXIF.
Bytes make_jpeg(const image::Pixels& picture, int quality, int orientation = 0,
                JpegKind kind = JpegKind::Baseline);

/// A lossless WebP of the picture.
Bytes make_webp(const image::Pixels& picture);

}  // namespace proofsheet::test
