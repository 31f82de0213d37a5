#pragma once

#include <stop_token>

#include "core/result.h"
#include "image/decode_rows.h"
#include "image/pixels.h"
#include "image/png_picture.h"

namespace proofsheet::image {

/// Decodes the rarer kinds of PNG with libspng: rows of 1, 2 or 4 bits. Errors: InvalidInput, Cancelled.
Status decode_rows_with_spng(const PngPicture& png, DecodedRows& rows, std::stop_token stop);

/// Decodes an interlaced PNG with libspng. Errors: InvalidInput, Cancelled.
Result<Pixels> decode_interlaced_with_spng(const PngPicture& png, std::stop_token stop);

}  // namespace proofsheet::image
