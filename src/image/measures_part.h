#pragma once

#include "core/result.h"
#include "core/size.h"
#include "image/pixels.h"

namespace proofsheet::image {

/// A part of a picture in its pixels: [x, x + width) by [y, y + height).
struct PartPx {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool operator==(const PartPx&) const = default;

    SizePx size() const { return {width, height}; }
};

/// A part in content coordinates, 0..1 over the picture, so that it means the same in pictures of every size.
struct ContentRect {
    double left = 0;
    double top = 0;
    double right = 1;
    double bottom = 1;
    bool operator==(const ContentRect&) const = default;
};

/// All of a picture.
PartPx whole_of(SizePx size);

/// Every pixel that the rectangle touches, and none outside the picture; 0 x 0 when it touches none.
PartPx pixels_of(const ContentRect& rect, SizePx size);

/// Whether two pictures can be measured against each other in `part`.
/// Errors: InvalidInput (no pixels, sizes differ, the part is empty or leaves the pictures).
Status check_pair(const Pixels& first, const Pixels& second, const PartPx& part);

/// The error of a comparison that was asked to stop. Kind: Cancelled.
Error comparison_stopped();

/// Measures see a transparent pixel as the screen mixes it, in encoded values, over this neutral grey.
constexpr int kGroundLevel = 128;

/// An encoded level with its alpha over the ground, rounded; opaque levels stay what they are.
constexpr int level_over_ground(int level, int alpha) {
    return (level * alpha + kGroundLevel * (255 - alpha) + 127) / 255;
}

}  // namespace proofsheet::image
