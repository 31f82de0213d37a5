#pragma once

#include <cstdint>
#include <span>

#include "core/result.h"
#include "image/png_picture.h"

namespace proofsheet::image {

/// One unfiltered row of any sample format as RGBA8: 16-bit samples are rounded to the nearest level, grey
/// and palette are expanded, tRNS becomes alpha. `y` is for the error. Errors: InvalidInput for a colour past
/// the palette.
Status expand_row(const PngPicture& png, const std::uint8_t* samples, int width, int y, std::uint8_t* rgba);

/// Clears the alpha of 8-bit RGB pixels that have the colour which tRNS names.
void apply_colour_key(const PngPicture& png, std::span<std::uint8_t> rgba);

}  // namespace proofsheet::image
