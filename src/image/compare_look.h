#pragma once

#include <array>
#include <cstdint>

#include "image/compare_resample.h"

namespace proofsheet::image {

/// What is seen of two pictures that lie over each other.
enum class CompareMode : std::uint8_t {
    Plain,                 ///< the first one alone
    WipeVertical,          ///< a vertical line; the first one left of it, the second one right of it
    WipeHorizontal,        ///< a horizontal line; the first one above it, the second one below it
    Blend,                 ///< mixed in linear light, as if both were projected onto one wall
    AbsoluteDifference,    ///< gain x |second - first|, each channel of the encoded values
    SignedDifference,      ///< gain x (second - first) of the channel that differs most, by colour
    PerceptualDifference,  ///< gain x a map of errors from 0 to 1, by colour
};

/// How two pictures are looked at.
struct CompareLook {
    CompareMode mode = CompareMode::Plain;
    Kernel kernel = Kernel::Bilinear;  ///< for pictures that are drawn larger than they are
    double wipe_px =
        0;  ///< place of the line on the screen; pixels whose centre lies behind it show the second
    double blend = 0.5;  ///< of the second picture, 0..1
    double gain = 1;     ///< of differences, 1..64
    bool operator==(const CompareLook&) const = default;
};

constexpr double kLargestGain = 64;

/// An encoded colour.
struct Rgb8 {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    bool operator==(const Rgb8&) const = default;
};

/// Colours of signed differences, mixed with the neutral one by size. Both ends have the same lightness (L*
/// 68 over 50), so that the hue says which way and the lightness says how much.
struct SignedColours {
    Rgb8 less{90, 170, 255};      ///< the second picture is darker
    Rgb8 neutral{119, 119, 119};  ///< no difference
    Rgb8 more{255, 134, 16};      ///< the second picture is brighter
};
constexpr SignedColours kSignedColours;

/// Colours of errors from 0 to 1 at equal distances, mixed in between: magma, dark to light.
constexpr std::array<Rgb8, 9> kErrorColours{{{0, 0, 4},
                                             {28, 16, 68},
                                             {79, 18, 123},
                                             {129, 37, 129},
                                             {181, 54, 122},
                                             {229, 80, 100},
                                             {251, 135, 97},
                                             {254, 194, 135},
                                             {252, 253, 191}}};

}  // namespace proofsheet::image
