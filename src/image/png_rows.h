#pragma once

#include <stop_token>

#include "core/result.h"
#include "image/decode_rows.h"
#include "image/png_inflate.h"
#include "image/png_picture.h"

namespace proofsheet::image {

/// Decodes the rows of a PNG that is not interlaced, in bands. Changes `raw`. Errors: InvalidInput,
/// Cancelled.
Status decode_png_rows(const PngPicture& png, PngRaw& raw, DecodedRows& rows, const std::stop_token& stop);

}  // namespace proofsheet::image
