#pragma once

#include "image/reduce_tables.h"

namespace proofsheet::image {

/// An opaque pixel's opponent colour: lanes Y, Cx, Cz, 0 of YCxCz without its scales and offset, that is
/// y, x - y, y - z of XYZ divided by the white D65. Filters whose weights sum to 1 do not mind, and y is the
/// normalised Y that edges and points are found in.
struct OpponentTables {
    std::array<Float4, 256> red, green, blue;  ///< by encoded level; a pixel is the sum of the three
};

/// Built at the first call. Any thread.
const OpponentTables& opponent_tables();

/// Hunt-adjusted L*a*b*: L*, 0.01 L* a*, 0.01 L* b*.
struct HuntLab {
    float lightness = 0;
    float a = 0;
    float b = 0;
};

/// Clamps an opponent colour to the gamut of sRGB and converts it.
HuntLab hunt_lab_of(float y, float x_less_y, float y_less_z);

/// The distance of two colours, exponentiated and mapped to 0..1 as FLIP does: 0 for equal ones, 1 for green
/// against blue.
float colour_error(const HuntLab& first, const HuntLab& second);

}  // namespace proofsheet::image
