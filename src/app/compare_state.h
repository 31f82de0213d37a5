#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/size.h"

namespace proofsheet::app {

/// How pictures are held against each other.
enum class CompareWay : std::uint8_t {
    SideBySide,
    WipeVertical,
    WipeHorizontal,
    Flicker,
    Blend,
    Difference,
    SignedDifference,
    Perceptual
};
constexpr int kCompareWays = 8;
std::string_view name_of(CompareWay way);

/// Numbers about two pictures, of the whole and at one size.
struct PairMeasures {
    std::string first, second;  ///< absolute paths
    SizePx first_size, second_size;
    double psnr = 0;  ///< dB, infinite for equal pixels
    double ssim = 0, ms_ssim = 0, flip = 0;
    int largest = 0;                                ///< difference of a channel, 0..255
    std::int64_t differing = 0;                     ///< pixels
    std::shared_ptr<const std::vector<float>> map;  ///< FLIP, row by row, of `map_size`
    SizePx map_size;
    std::string error;  ///< why there are none, empty otherwise
};

/// The Compare screen. The reference is compared with the focused picture, or with the picture of the slider
/// position before when there is no reference.
struct CompareState {
    std::string reference;            ///< absolute path, empty for none
    std::vector<std::string> pinned;  ///< more pictures beside it, absolute paths, at most two
    CompareWay way = CompareWay::SideBySide;
    bool swapped = false;
    double wipe = 0.5;            ///< share of the area
    double blend = 0.5;
    int gain = 8;
    int kernel = 1;            ///< index of image::Kernel
    std::uint64_t ticket = 0;  ///< of the latest measuring
    bool measuring = false;
    std::string measured_first, measured_second;   ///< paths that were asked for last
    std::shared_ptr<const PairMeasures> measures;  ///< of those two; null until they are there
};

}  // namespace proofsheet::app
