#pragma once

#include <stop_token>
#include <string_view>

#include "core/result.h"
#include "image/pixels.h"

namespace proofsheet::image {

/// How a picture is enlarged.
enum class Kernel { Nearest, Bilinear, Lanczos3 };

/// "nearest", "bilinear", "Lanczos-3".
std::string_view name_of(Kernel kernel);

/// The size at which two pictures are compared: that of the one with more pixels.
SizePx size_to_compare(SizePx first, SizePx second);

/// Brings a picture to `target` so that it can be laid over another of that size. Pixel centres are mapped
/// (the corners of both pictures meet), edge pixels go on beyond the edge, and results are clamped to 0..255.
///
/// Enlarging works on sRGB-encoded values, other than reducing: it averages nothing, so there is no light to
/// keep, and over- and undershoot of Lanczos are about equally visible on encoded values while in linear
/// light every bright edge gets a wide black halo. It is also what the measures and the usual baselines of
/// upscaling work on. A side that gets smaller is reduced first, by area in linear light (`reduce`); Nearest
/// picks pixels in both cases. Alpha is interpolated too and weights the colours.
///
/// Memory: the result and a few rows of 16 bytes a pixel. Any thread; gives up between rows.
/// Errors: InvalidInput (no pixels, a target without pixels), Unsupported (a target larger than any picture
/// that is read), Cancelled.
Result<Pixels> resample(const Pixels& picture, SizePx target, Kernel kernel, std::stop_token stop = {});

}  // namespace proofsheet::image
