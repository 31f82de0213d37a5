#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/camera.h"
#include "app/clock.h"
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

/// How long each picture of a flicker is shown; 0: it changes by hand alone, while a key is held.
constexpr std::array<int, 4> kFlickerTimesMs{0, 250, 500, 1000};

/// What a key shows as long as it is down.
enum class PeekKind : std::uint8_t { Loupe, Reference };
struct Peek {
    bool loupe = false;
    bool reference = false;
    bool operator==(const Peek&) const = default;
};

/// What the cells of the grid show in place of their pictures: how these differ from another one.
enum class ChangeMap : std::uint8_t {
    Off,
    ToReference,  ///< from the reference
    ToNeighbour   ///< from the same cell at the slider position before, or after where there is none before
};
std::string_view name_of(ChangeMap map);

/// Numbers about two pictures at one size.
struct PairNumbers {
    double psnr = 0;  ///< dB, infinite for equal pixels
    double ssim = 0, ms_ssim = 0, flip = 0;
    int largest = 0;             ///< difference of a channel, 0..255
    std::int64_t differing = 0;  ///< pixels
};

/// What was measured between two pictures.
struct PairMeasures {
    std::string first, second;  ///< absolute paths
    SizePx first_size, second_size;
    PairNumbers whole;
    std::shared_ptr<const std::vector<float>> map;  ///< FLIP, row by row, of `map_size`
    SizePx map_size;
    std::string error;  ///< why there are none, empty otherwise
};

/// Numbers about a part of two pictures.
struct PartMeasures {
    Box part;  ///< of the content, 0..1
    PairNumbers numbers;
    std::string error;  ///< why there are none, empty otherwise
};

/// All of a picture, in content coordinates.
constexpr Box kWholeContent{{0, 0}, {1, 1}};

/// The Compare screen. The reference is compared with the focused picture, or with the picture of the slider
/// position before when there is no reference.
struct CompareState {
    std::string reference;            ///< absolute path, empty for none
    std::vector<std::string> pinned;  ///< more pictures beside it, absolute paths, at most two
    CompareWay way = CompareWay::SideBySide;
    bool swapped = false;
    double wipe = 0.5;  ///< share of the area
    double blend = 0.5;
    int gain = 8;
    int kernel = 1;   ///< index of image::Kernel
    int flicker = 2;  ///< index into kFlickerTimesMs
    ChangeMap change_map = ChangeMap::Off;
    std::uint64_t ticket = 0;  ///< of the latest measuring
    bool measuring = false;
    std::string measured_first, measured_second;   ///< paths that were asked for last
    std::shared_ptr<const PairMeasures> measures;  ///< of those two; null until they are there
    Box seen = kWholeContent;                      ///< the part of the content that is on the screen
    Millis seen_since{0};
    std::optional<Box> measured_part;                   ///< that was asked for last
    std::shared_ptr<const PartMeasures> part_measures;  ///< of it; null until they are there
};

}  // namespace proofsheet::app
