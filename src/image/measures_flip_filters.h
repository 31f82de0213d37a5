#pragma once

#include <array>

#include "image/measures_planes.h"

namespace proofsheet::image {

/// A two-dimensional filter as the sum of products of one-dimensional ones.
struct Gaussian2d {
    Taps across;
    Taps down;
};

/// The one-dimensional filters that FLIP is made of, for a number of pixels per degree of visual angle.
/// Source: Andersson et al. 2020, sections 4.1.1 (contrast sensitivity) and 4.2.1 (features).
struct FlipFilters {
    int margin = 0;                         ///< pixels that any of them reaches in a direction
    Taps achromatic;                        ///< both ways
    Taps red_green;                         ///< both ways
    std::array<Gaussian2d, 2> blue_yellow;  ///< the sum of both
    Taps smooth;                            ///< across an edge or a point: sums to 1
    Taps edge;                              ///< first derivative: right side sums to -1, left side to 1
    Taps point;  ///< second derivative: its positive and negative part sum to 1 and -1
};

/// `pixels_per_degree` is positive and at most a few hundred: the margin grows with it.
FlipFilters make_flip_filters(double pixels_per_degree);

}  // namespace proofsheet::image
