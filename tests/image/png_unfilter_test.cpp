#include "image/png_unfilter.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "image/picture_files.h"

using namespace proofsheet;
using namespace proofsheet::image;

namespace {

struct Case {
    std::vector<std::uint8_t> filtered;
    std::vector<std::uint8_t> above;
    FilteredRows rows;
};

/// Noise that often takes the same and the extreme values, so that every tie of the Paeth filter happens.
std::uint8_t sample(test::Noise& noise) {
    constexpr std::uint8_t values[] = {0, 1, 2, 127, 128, 129, 254, 255};
    const std::uint8_t byte = noise.byte();
    return byte < 128 ? values[byte % 8] : noise.byte();
}

/// `filter` 0 to 4 for every row, 5 for a different one in each.
Case make_case(int width, int count, int samples, int filter, std::uint32_t seed) {
    test::Noise noise(seed);
    Case made;
    for (int y = 0; y < count; ++y) {
        made.filtered.push_back(static_cast<std::uint8_t>(filter < 5 ? filter : noise.next() % 5));
        for (int i = 0; i < width * samples; ++i) made.filtered.push_back(sample(noise));
    }
    made.filtered.push_back(0);
    for (int i = 0; i < 4 * width; ++i) made.above.push_back(sample(noise));
    made.rows = {made.filtered.data(), width, samples, count};
    return made;
}

/// The definition of the Paeth filter. Source: PNG Specification 1.2, 6.6.
int nearest(int left, int up, int corner) {
    const int guess = left + up - corner;
    const int from_left = std::abs(guess - left);
    const int from_up = std::abs(guess - up);
    const int from_corner = std::abs(guess - corner);
    if (from_left <= from_up && from_left <= from_corner) return left;
    return from_up <= from_corner ? up : corner;
}

/// Rows in pairs, with filters none and Paeth: above, corner and each of 256 values in turn, below, the same
/// left value before each of them. Channel c has corner + 86 c.
Case every_left_and_up(int corner) {
    constexpr int kWidth = 512;
    Case made;
    for (int left = 0; left < 256; ++left) {
        std::vector<std::uint8_t> upper{0};
        std::vector<std::uint8_t> lower{4};
        for (int up = 0; up < 256; ++up) {
            int to_left[3];
            for (int c = 0; c < 3; ++c) {
                const int at_corner = (corner + 86 * c) % 256;
                const int before = up == 0 ? 0 : nearest(left, up - 1, at_corner);
                to_left[c] = left - nearest(before, at_corner, std::max(up - 1, 0));
                upper.push_back(static_cast<std::uint8_t>(at_corner));
            }
            upper.insert(upper.end(), 3, static_cast<std::uint8_t>(up));
            for (const int byte : to_left) lower.push_back(static_cast<std::uint8_t>(byte));
            lower.insert(lower.end(), 3, 0);
        }
        made.filtered.insert(made.filtered.end(), upper.begin(), upper.end());
        made.filtered.insert(made.filtered.end(), lower.begin(), lower.end());
    }
    made.filtered.push_back(0);
    made.above.assign(4 * kWidth, 0);
    made.rows = {made.filtered.data(), kWidth, 3, 512};
    return made;
}

/// How many pixels of `every_left_and_up` are not what the definition says.
int count_wrong(const std::vector<std::uint8_t>& rgba, int corner) {
    int wrong = 0;
    for (int left = 0; left < 256; ++left) {
        const std::uint8_t* pixel = rgba.data() + (2 * left + 1) * std::size_t{2048};
        for (int up = 0; up < 256; ++up, pixel += 8)
            for (int c = 0; c < 3; ++c)
                wrong += pixel[c] != left || pixel[4 + c] != nearest(left, up, (corner + 86 * c) % 256);
    }
    return wrong;
}

std::vector<std::uint8_t> run(const Case& given, VectorUnit unit) {
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(given.rows.width) * given.rows.count * 4, 0xAB);
    unfilter_to_rgba(given.rows, given.above.data(), rgba.data(), unit);
    return rgba;
}

}  // namespace

TEST_CASE("vector instructions undo filters exactly as the plain definition does") {
    for (const VectorUnit unit : offered_vector_units()) {
        CAPTURE(static_cast<int>(unit));
        for (const int samples : {3, 4}) {
            for (int filter = 0; filter <= 5; ++filter) {
                for (const int width :
                     {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 34, 35, 36, 47, 64, 131}) {
                    for (const int count : {1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 15, 16, 17, 21, 31, 32, 49}) {
                        const Case given = make_case(width, count, samples, filter,
                                                     static_cast<std::uint32_t>(width * 64 + count));
                        CAPTURE(width);
                        CAPTURE(count);
                        CHECK(run(given, unit) == run(given, VectorUnit::None));
                    }
                }
            }
        }
    }
}

TEST_CASE("every vector unit finds the nearest of left, up and corner for all of their values") {
    for (int corner = 0; corner < 86; ++corner) {
        const Case given = every_left_and_up(corner);
        for (const VectorUnit unit : offered_vector_units()) {
            CAPTURE(corner);
            CAPTURE(static_cast<int>(unit));
            CHECK(count_wrong(run(given, unit), corner) == 0);
        }
    }
}

TEST_CASE("each filter adds its neighbour") {
    const std::vector<std::uint8_t> above{10, 20, 30, 255, 50, 60, 70, 255};
    const std::uint8_t expected[5][3] = {{1, 1, 1}, {6, 7, 8}, {51, 61, 71}, {31, 39, 47}, {51, 61, 71}};
    for (std::uint8_t filter = 0; filter < 5; ++filter) {
        CAPTURE(static_cast<int>(filter));
        std::vector<std::uint8_t> filtered{filter, 5, 6, 7, 1, 1, 1, 0};
        if (filter == 2) filtered[1] = 251, filtered[2] = 242, filtered[3] = 233;
        std::vector<std::uint8_t> rgba(8);
        unfilter_to_rgba_scalar({filtered.data(), 2, 3, 1}, above.data(), rgba.data());
        CHECK(std::vector<std::uint8_t>(rgba.begin() + 4, rgba.begin() + 7) ==
              std::vector<std::uint8_t>(expected[filter], expected[filter] + 3));
        CHECK(rgba[7] == 255);
    }
}
