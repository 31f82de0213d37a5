#pragma once

#include <stop_token>

#include "core/result.h"
#include "image/measures_part.h"

namespace proofsheet::image {

/// Side of the window of SSIM in pixels: what is compared must be at least as large in both directions.
constexpr int kSsimWindow = 11;

/// Mean structural similarity, 1 for equal pictures, of the windows that lie wholly within the part.
/// Gaussian window of 11 x 11 with sigma 1.5, K1 = 0.01, K2 = 0.03, L = 255, in steps of one pixel, without
/// reducing first. On luma: 0.299 R + 0.587 G + 0.114 B (Rec. 601) of the sRGB-encoded levels, which is what
/// the authors' implementation expects as grey levels, but not rounded; transparent pixels over neutral grey.
/// Within 1e-5 of double precision, 1e-4 where there are only a few windows.
/// Works tile by tile: 1 MB at any size. Any thread.
/// Errors: InvalidInput (see check_pair; smaller than a window), Cancelled.
/// Source: Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment: from error visibility to structural
/// similarity", 2004.
Result<double> ssim(const Pixels& first, const Pixels& second, const PartPx& part, std::stop_token stop = {});

/// Multi-scale SSIM and how many scales went into it.
struct MsSsim {
    double value = 0;
    int scales = 0;
    bool operator==(const MsSsim&) const = default;
};

/// SSIM over five scales, each the average of 2 x 2 pixels of the one before (an odd last row or column is
/// averaged with itself): contrast and structure of every scale and luminance of the last, with the published
/// weights 0.0448, 0.2856, 0.3001, 0.2363, 0.1333. A mean that is negative counts as 0.
/// A part whose shorter side is below 176 pixels has no room for five windows: it gets as many scales as have
/// room, and their weights are divided by their sum, so that one scale alone is `ssim` (not below 0).
/// 2.5 bytes a pixel of the part, and 1 MB. Any thread. Errors: like `ssim`.
/// Source: Wang, Simoncelli, Bovik, "Multiscale structural similarity for image quality assessment", 2003.
Result<MsSsim> ms_ssim(const Pixels& first, const Pixels& second, const PartPx& part,
                       std::stop_token stop = {});

}  // namespace proofsheet::image
