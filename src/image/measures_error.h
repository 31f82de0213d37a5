#pragma once

#include <array>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/result.h"
#include "image/measures_part.h"

namespace proofsheet::image {

// All measures here see sRGB-encoded levels 0..255, transparent pixels over neutral grey (kGroundLevel), take
// two pictures of one size and a part of them, keep no state, and give up between rows when asked to stop.
// Errors: InvalidInput (see check_pair), Cancelled. Numbers need no memory, maps only their own.

/// How far the pixels of two pictures lie apart.
struct Differences {
    std::array<int, 3> largest{};    ///< |first - second| in levels, for red, green and blue
    int largest_alpha = 0;           ///< the same for alpha, which the ground can hide
    std::int64_t differing = 0;      ///< pixels with another level in red, green or blue
    std::int64_t pixels = 0;         ///< pixels compared
    std::uint64_t absolute_sum = 0;  ///< of |first - second| over all pixels and channels
    std::uint64_t squared_sum = 0;   ///< of (first - second)^2, likewise
    bool operator==(const Differences&) const = default;
};

Result<Differences> count_differences(const Pixels& first, const Pixels& second, const PartPx& part,
                                      std::stop_token stop = {});

/// The differences of two parts that do not overlap as those of both: rows may be counted piece by piece.
Differences joined(const Differences& one, const Differences& other);

/// Peak signal-to-noise ratio in dB, 10 log10(255^2 / MSE), with the mean squared error pooled over red,
/// green and blue. Infinite when nothing differs.
double psnr_of(const Differences& differences);
Result<double> psnr(const Pixels& first, const Pixels& second, const PartPx& part, std::stop_token stop = {});

/// first - second in levels: shape [part.height, part.width, 3], rows top to bottom. 6 bytes a pixel.
struct SignedMap {
    PartPx part;
    std::vector<std::int16_t> levels;
};

Result<SignedMap> signed_differences(const Pixels& first, const Pixels& second, const PartPx& part,
                                     std::stop_token stop = {});

/// |first - second| in levels: shape [part.height, part.width, 3], rows top to bottom. 3 bytes a pixel.
struct AbsoluteMap {
    PartPx part;
    std::vector<std::uint8_t> levels;
};

Result<AbsoluteMap> absolute_differences(const Pixels& first, const Pixels& second, const PartPx& part,
                                         std::stop_token stop = {});

}  // namespace proofsheet::image
