#include "image/measures_error.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace proofsheet::image {
namespace {

std::array<int, 3> signed_difference(const std::uint8_t* first, const std::uint8_t* second) {
    std::array<int, 3> difference{};
    for (std::size_t c = 0; c < 3; ++c) {
        difference[c] = level_over_ground(first[c], first[3]) - level_over_ground(second[c], second[3]);
    }
    return difference;
}

/// Calls `take` with the pixels of both pictures, row by row.
template <typename Take>
Status for_each_pair(const Pixels& first, const Pixels& second, const PartPx& part,
                     const std::stop_token& stop, Take take) {
    if (Status fits = check_pair(first, second, part); !fits) return fits;
    for (int y = part.y; y < part.y + part.height; ++y) {
        if (stop.stop_requested()) return comparison_stopped();
        const std::uint8_t* one = first.row(y) + std::ptrdiff_t{4} * part.x;
        const std::uint8_t* other = second.row(y) + std::ptrdiff_t{4} * part.x;
        for (int x = 0; x < part.width; ++x, one += 4, other += 4) take(one, other);
    }
    return {};
}

void add_pair(const std::uint8_t* first, const std::uint8_t* second, Differences& sum) {
    if (std::equal(first, first + 4, second)) return;
    const std::array<int, 3> difference = signed_difference(first, second);
    sum.largest_alpha = std::max(sum.largest_alpha, std::abs(first[3] - second[3]));
    bool differs = false;
    for (std::size_t c = 0; c < 3; ++c) {
        const int apart = std::abs(difference[c]);
        differs = differs || apart > 0;
        sum.largest[c] = std::max(sum.largest[c], apart);
        sum.absolute_sum += static_cast<std::uint64_t>(apart);
        sum.squared_sum += static_cast<std::uint64_t>(apart * apart);
    }
    if (differs) ++sum.differing;
}

std::size_t level_count(const PartPx& part) {
    return static_cast<std::size_t>(part.size().area()) * 3;
}

}  // namespace

Result<Differences> count_differences(const Pixels& first, const Pixels& second, const PartPx& part,
                                      std::stop_token stop) {
    Differences sum;
    const Status read = for_each_pair(
        first, second, part, stop,
        [&sum](const std::uint8_t* one, const std::uint8_t* other) { add_pair(one, other, sum); });
    if (!read) return read.error();
    sum.pixels = part.size().area();
    return sum;
}

Differences joined(const Differences& one, const Differences& other) {
    Differences both = one;
    for (std::size_t c = 0; c < 3; ++c) both.largest[c] = std::max(one.largest[c], other.largest[c]);
    both.largest_alpha = std::max(one.largest_alpha, other.largest_alpha);
    both.differing += other.differing;
    both.pixels += other.pixels;
    both.absolute_sum += other.absolute_sum;
    both.squared_sum += other.squared_sum;
    return both;
}

double psnr_of(const Differences& differences) {
    if (differences.squared_sum == 0) return std::numeric_limits<double>::infinity();
    const double samples = 3 * static_cast<double>(differences.pixels);
    const double mean_square = static_cast<double>(differences.squared_sum) / samples;
    return 10 * std::log10(255.0 * 255.0 / mean_square);
}

Result<double> psnr(const Pixels& first, const Pixels& second, const PartPx& part, std::stop_token stop) {
    const Result<Differences> counted = count_differences(first, second, part, std::move(stop));
    if (!counted) return counted.error();
    return psnr_of(*counted);
}

Result<SignedMap> signed_differences(const Pixels& first, const Pixels& second, const PartPx& part,
                                     std::stop_token stop) {
    if (Status fits = check_pair(first, second, part); !fits) return fits.error();
    SignedMap map{part, std::vector<std::int16_t>(level_count(part))};
    auto next = map.levels.begin();
    const Status read =
        for_each_pair(first, second, part, stop, [&next](const std::uint8_t* one, const std::uint8_t* other) {
            for (const int level : signed_difference(one, other)) *next++ = static_cast<std::int16_t>(level);
        });
    if (!read) return read.error();
    return map;
}

Result<AbsoluteMap> absolute_differences(const Pixels& first, const Pixels& second, const PartPx& part,
                                         std::stop_token stop) {
    if (Status fits = check_pair(first, second, part); !fits) return fits.error();
    AbsoluteMap map{part, std::vector<std::uint8_t>(level_count(part))};
    auto next = map.levels.begin();
    const Status read =
        for_each_pair(first, second, part, stop, [&next](const std::uint8_t* one, const std::uint8_t* other) {
            for (const int level : signed_difference(one, other)) {
                *next++ = static_cast<std::uint8_t>(std::abs(level));
            }
        });
    if (!read) return read.error();
    return map;
}

}  // namespace proofsheet::image
