#pragma once

#include <cstddef>
#include <span>
#include <stop_token>

#include "core/result.h"
#include "image/decode.h"
#include "image/pixels.h"

namespace proofsheet::image {

/// Decodes a JPEG so that its longest side is at most `longest_side`, turned as its EXIF orientation says.
/// Larger pictures are decoded at 1/2, 1/4 or 1/8 where that is still large enough, and reduced. Errors:
/// Unsupported, InvalidInput, Cancelled.
Result<Pixels> decode_jpeg(std::span<const std::byte> file, int longest_side, std::stop_token stop,
                           const DecodeLimits& limits);

}  // namespace proofsheet::image
