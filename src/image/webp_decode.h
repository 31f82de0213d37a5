#pragma once

#include <cstddef>
#include <span>
#include <stop_token>

#include "core/result.h"
#include "image/decode.h"
#include "image/pixels.h"

namespace proofsheet::image {

/// Size from the header. Errors: InvalidInput.
Result<SizePx> webp_size(std::span<const std::byte> file);

/// Decodes a WebP so that its longest side is at most `longest_side`; larger pictures are reduced.
/// Errors: Unsupported (animations, past the limits), InvalidInput, Cancelled.
Result<Pixels> decode_webp(std::span<const std::byte> file, int longest_side, std::stop_token stop,
                           const DecodeLimits& limits);

}  // namespace proofsheet::image
