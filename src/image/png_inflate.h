#pragma once

#include <cstddef>
#include <cstdint>

#include "core/result.h"
#include "image/pixel_memory.h"
#include "image/png_picture.h"

namespace proofsheet::image {

/// Inflated rows of a PNG, each with its filter byte first; of all passes one after the other when
/// interlaced.
struct PngRaw {
    PixelMemory bytes;  ///< with one more readable byte behind the last one
    std::size_t size = 0;
};

/// Inflates the picture data, all IDAT chunks as one zlib stream, which has to have exactly the size that the
/// header asks for. Errors: InvalidInput.
Result<PngRaw> inflate_png(const PngPicture& png);

}  // namespace proofsheet::image
