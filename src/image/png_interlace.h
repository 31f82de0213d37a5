#pragma once

#include <array>
#include <cstddef>
#include <stop_token>

#include "core/result.h"
#include "core/size.h"
#include "image/pixels.h"
#include "image/png_inflate.h"
#include "image/png_picture.h"

namespace proofsheet::image {

/// Where the pixels of one pass of an interlaced PNG lie: every `step` from `first` on.
struct Adam7Pass {
    int first_x, first_y;
    int step_x, step_y;
};

/// Source: PNG Specification 1.2, 2.6.
constexpr std::array<Adam7Pass, 7> kAdam7Passes{
    {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}};

/// Size of a pass as a picture of its own; 0 in one direction when the picture is too small to have it.
SizePx pass_size(const Adam7Pass& pass, SizePx picture);

/// Bytes of a picture of this size in the sample format of `header`, with the filter byte of each row.
std::size_t raw_bytes_of(const PngHeader& header, SizePx size);

/// Puts the passes together. Changes `raw`. Errors: InvalidInput, Cancelled.
Result<Pixels> decode_interlaced(const PngPicture& png, PngRaw& raw, const std::stop_token& stop);

}  // namespace proofsheet::image
