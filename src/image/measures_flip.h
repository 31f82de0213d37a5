#pragma once

#include <stop_token>
#include <vector>

#include "core/result.h"
#include "image/measures_part.h"

namespace proofsheet::image {

/// How sharply the pictures are seen.
struct FlipViewing {
    /// Pixels per degree of visual angle, 1..500. 67 is a 0.7 m wide screen of 3840 pixels seen from 0.7 m.
    double pixels_per_degree = 67;
    bool operator==(const FlipViewing&) const = default;
};

/// The perceived difference of every pixel, 0 (none) to 1: shape [part.height, part.width], rows top to
/// bottom.
struct FlipMap {
    PartPx part;
    std::vector<float> errors;
    double mean = 0;
};

/// LDR-FLIP: how much a person sees change when the two pictures are flipped at one place. Colours are
/// filtered in YCxCz by the contrast sensitivity of the eye, clamped to the gamut and compared as
/// Hunt-adjusted L*a*b* by HyAB; differences of edges and points raise the result. All constants as
/// published. Symmetric. Within 2e-4 of double precision in each pixel.
/// Transparent pixels are seen over neutral grey; beyond the edge of the picture its last pixel goes on.
/// The map of a part is that part of the whole picture's map: what lies around the part is filtered in. So
/// bands of rows may be computed one by one, also on several threads, and put together.
/// Works tile by tile: 3 MB, and for the map 4 bytes a pixel of the part. Any thread; gives up between tiles.
/// Errors: InvalidInput (see check_pair; pixels per degree out of range), Cancelled.
/// Source: Andersson, Nilsson, Akenine-Moller, Oskarsson, Astrom, Fairchild, "FLIP: a difference evaluator
/// for alternating images", 2020.
Result<FlipMap> flip(const Pixels& first, const Pixels& second, const PartPx& part, std::stop_token stop = {},
                     const FlipViewing& viewing = {});

/// The mean of that map, without keeping the map.
Result<double> flip_mean(const Pixels& first, const Pixels& second, const PartPx& part,
                         std::stop_token stop = {}, const FlipViewing& viewing = {});

}  // namespace proofsheet::image
