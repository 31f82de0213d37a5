#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/result.h"
#include "core/size.h"
#include "image/decode.h"
#include "image/png_chunks.h"

namespace proofsheet::image {

/// Colour types by their number in the file.
enum class PngColour : std::uint8_t { Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, Rgba = 6 };

enum class PngLayout : std::uint8_t { Rows, Adam7 };

struct PngHeader {
    SizePx size;
    int bit_depth = 8;  ///< of one sample: 1, 2, 4, 8 or 16
    PngColour colour = PngColour::Rgb;
    PngLayout layout = PngLayout::Rows;

    int samples() const;  ///< in one pixel of the file, 1 to 4
    int bits_per_pixel() const { return samples() * bit_depth; }
    std::size_t row_bytes(int width) const;  ///< of a row of so many pixels, without the filter byte
};

/// Reads IHDR and checks its CRC: uint32 width, uint32 height, bit depth, colour type, compression, filter,
/// interlace. Errors: InvalidInput names the field that is wrong. Source: PNG Specification 1.2, 4.1.1.
Result<PngHeader> parse_png_header(const PngChunk& ihdr);

/// A PNG taken apart and checked up to its compressed data; spans point into the file.
struct PngPicture {
    std::span<const std::byte> file;
    PngHeader header;
    std::array<std::array<std::uint8_t, 4>, 256> palette{};  ///< RGBA
    int palette_size = 0;
    std::optional<std::array<std::uint16_t, 3>>
        transparent;               ///< the grey (in [0]) or RGB value that tRNS names
    std::vector<PngChunk> chunks;  ///< IHDR, PLTE, tRNS, IDAT ... and IEND, in file order
    std::size_t data_bytes = 0;    ///< of all IDAT together
};

/// Takes a PNG apart; chunks that decoding does not need are skipped unread. CRCs of the others are checked.
/// Errors: Unsupported (past the limits, an unknown critical chunk); InvalidInput names the chunk that is
/// damaged, or says that the data cannot fill the picture.
Result<PngPicture> read_png(std::span<const std::byte> file, const DecodeLimits& limits);

}  // namespace proofsheet::image
