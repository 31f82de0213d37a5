#include "image/reduce.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "image/picture_files.h"
#include "image/reduce_area.h"

using namespace proofsheet;
using namespace proofsheet::image;
using test::largest_difference;
using test::same;
using test::test_picture;

namespace {

double linear_of(int level) {
    const double encoded = level / 255.0;
    return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}

double level_of(double linear) {
    return 255 * (linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1 / 2.4) - 0.055);
}

double overlap(int pixel, double from, double to) {
    return std::max(0.0, std::min(pixel + 1.0, to) - std::max(pixel + 0.0, from));
}

struct Exact {
    double rgb[3];
    double alpha;
};

/// The definition, in double precision: area average of alpha-weighted linear light.
Exact exact_pixel(const Pixels& picture, SizePx target, int target_x, int target_y) {
    const double wide = static_cast<double>(picture.size().width) / target.width;
    const double high = static_cast<double>(picture.size().height) / target.height;
    double sum[3] = {};
    double alpha = 0;
    for (int y = static_cast<int>(target_y * high); y < picture.size().height && y < (target_y + 1) * high;
         ++y) {
        for (int x = static_cast<int>(target_x * wide); x < picture.size().width && x < (target_x + 1) * wide;
             ++x) {
            const std::uint8_t* pixel = picture.row(y) + 4 * x;
            const double share = overlap(x, target_x * wide, (target_x + 1) * wide) *
                                 overlap(y, target_y * high, (target_y + 1) * high) / (wide * high);
            for (int c = 0; c < 3; ++c) sum[c] += share * pixel[3] / 255.0 * linear_of(pixel[c]);
            alpha += share * pixel[3] / 255.0;
        }
    }
    Exact exact{{}, alpha * 255};
    for (int c = 0; c < 3; ++c) exact.rgb[c] = alpha > 0 ? level_of(sum[c] / alpha) : 0;
    return exact;
}

double worst_error(const Pixels& picture, const Pixels& reduced) {
    double worst = 0;
    for (int y = 0; y < reduced.size().height; ++y) {
        for (int x = 0; x < reduced.size().width; ++x) {
            const Exact exact = exact_pixel(picture, reduced.size(), x, y);
            const std::uint8_t* pixel = reduced.row(y) + 4 * x;
            for (int c = 0; c < 3; ++c) worst = std::max(worst, std::abs(exact.rgb[c] - pixel[c]));
            worst = std::max(worst, std::abs(exact.alpha - pixel[3]));
        }
    }
    return worst;
}

Pixels filled(SizePx size, std::array<std::uint8_t, 4> colour) {
    Pixels picture(size);
    for (std::size_t i = 0; i < picture.bytes().size(); ++i) picture.bytes()[i] = colour[i % 4];
    return picture;
}

struct Sizes {
    SizePx source, target;
};

constexpr Sizes kSizes[] = {{{64, 64}, {24, 24}}, {{64, 48}, {32, 24}}, {{37, 53}, {36, 52}},
                            {{97, 5}, {13, 2}},   {{5, 97}, {1, 1}},    {{33, 1}, {7, 1}},
                            {{1, 33}, {1, 7}},    {{50, 40}, {50, 13}}};

/// Each row lies `offset` bytes behind an aligned address, with nothing readable behind it.
Pixels reduce_with(VectorUnit unit, const Pixels& picture, SizePx target, std::size_t offset = 0) {
    AreaReducer reducer(picture.size(), target, unit);
    const std::size_t bytes = static_cast<std::size_t>(picture.size().width) * 4;
    std::vector<std::uint8_t> row(offset + bytes);
    for (int y = 0; y < picture.size().height; ++y) {
        std::copy_n(picture.row(y), bytes, row.data() + offset);
        reducer.add_row(row.data() + offset);
    }
    return reducer.take();
}

}  // namespace

TEST_CASE("the longest side fits and the aspect stays") {
    CHECK(fit_longest_side({1344, 1344}, 512) == SizePx{512, 512});
    CHECK(fit_longest_side({1000, 500}, 512) == SizePx{512, 256});
    CHECK(fit_longest_side({500, 1000}, 512) == SizePx{256, 512});
    CHECK(fit_longest_side({300, 200}, 512) == SizePx{300, 200});
    CHECK(fit_longest_side({30000, 1}, 512) == SizePx{512, 1});
    CHECK(fit_longest_side({7, 5}, 0) == SizePx{1, 1});
}

TEST_CASE("a reduced picture is at most one level from the exact area average") {
    for (const Sizes& given : kSizes) {
        for (const std::uint32_t seed : {2u, 3u}) {
            const Pixels picture = test_picture(given.source, seed);
            const Pixels reduced = reduce(picture, given.target);
            CAPTURE(given.source.width);
            CAPTURE(seed);
            CHECK(reduced.size() == given.target);
            CHECK(worst_error(picture, reduced) <= 1.0);
        }
    }
}

TEST_CASE("a picture of one colour keeps exactly that colour") {
    for (int level = 0; level < 256; ++level) {
        const auto value = static_cast<std::uint8_t>(level);
        const std::array<std::uint8_t, 4> colour{value, value, value, 255};
        CHECK(same(reduce(filled({7, 5}, colour), {3, 2}), filled({3, 2}, colour)));
        CHECK(same(reduce(filled({6, 4}, colour), {3, 2}), filled({3, 2}, colour)));
    }
}

TEST_CASE("in every vector unit a reduced picture is at most one level from the exact area average") {
    for (const VectorUnit unit : offered_vector_units()) {
        for (const Sizes& given : kSizes) {
            for (const std::uint32_t seed : {2u, 3u}) {
                const Pixels picture = test_picture(given.source, seed);
                CAPTURE(static_cast<int>(unit));
                CAPTURE(given.source.width);
                CHECK(worst_error(picture, reduce_with(unit, picture, given.target)) <= 1.0);
            }
        }
    }
}

TEST_CASE("vector units reduce rows of any width and place as the plain definition does") {
    for (const VectorUnit unit : offered_vector_units()) {
        for (int width = 1; width <= 41; ++width) {
            for (int target = 1; target <= width; ++target) {
                const Pixels picture = test_picture({width, 7}, static_cast<std::uint32_t>(2 + target % 2));
                const SizePx size{target, 1 + target % 7};
                const Pixels plain = reduce_with(VectorUnit::None, picture, size);
                CAPTURE(static_cast<int>(unit));
                CAPTURE(width);
                CAPTURE(target);
                CHECK(largest_difference(reduce_with(unit, picture, size, target % 5), plain) <= 1);
            }
        }
    }
}

TEST_CASE("in every vector unit a picture of one colour keeps exactly that colour") {
    for (const VectorUnit unit : offered_vector_units()) {
        for (int level = 0; level < 256; ++level) {
            const auto value = static_cast<std::uint8_t>(level);
            const auto next = static_cast<std::uint8_t>(255 - level);
            CAPTURE(static_cast<int>(unit));
            CAPTURE(level);
            const std::array<std::uint8_t, 4> colour{value, next, value, 255};
            CHECK(same(reduce_with(unit, filled({21, 5}, colour), {8, 2}), filled({8, 2}, colour)));
            CHECK(same(reduce_with(unit, filled({21, 5}, colour), {21, 5}), filled({21, 5}, colour)));
        }
    }
}

TEST_CASE("in every vector unit transparent pixels give no colour") {
    for (const VectorUnit unit : offered_vector_units()) {
        const std::array<std::uint8_t, 4> red{255, 0, 0, 0};
        CHECK(same(reduce_with(unit, filled({21, 5}, red), {8, 2}), filled({8, 2}, {0, 0, 0, 0})));
    }
}

TEST_CASE("the columns of a target pixel lie in the row and their weights sum to one") {
    for (int source = 1; source <= 60; ++source) {
        for (int target = 1; target <= source; ++target) {
            const AreaColumns columns = area_columns(source, target);
            REQUIRE(columns.first.size() == static_cast<std::size_t>(target));
            REQUIRE(columns.weights.size() == columns.first.size() * columns.taps);
            const float* weight = columns.weights.data();
            for (const std::size_t first : columns.first) {
                float sum = 0;
                for (std::size_t i = 0; i < columns.taps; ++i) sum += *weight++;
                CHECK(first + columns.taps <= static_cast<std::size_t>(source));
                CHECK(sum == doctest::Approx(1));
            }
        }
    }
}

TEST_CASE("black and white average to the middle of light, not of numbers") {
    Pixels picture = filled({2, 1}, {0, 0, 0, 255});
    std::fill_n(picture.row(0), 3, std::uint8_t{255});
    CHECK(reduce(picture, {1, 1}).row(0)[0] == 188);
}

TEST_CASE("the colour of transparent pixels does not bleed") {
    Pixels picture = filled({2, 1}, {255, 0, 0, 0});
    const std::array<std::uint8_t, 4> green{0, 200, 0, 255};
    std::ranges::copy(green, picture.row(0));
    const Pixels reduced = reduce(picture, {1, 1});
    CHECK(reduced.row(0)[0] == 0);
    CHECK(reduced.row(0)[1] == 200);
    CHECK(reduced.row(0)[3] == 128);
}

TEST_CASE("what is wholly transparent stays so, without colour") {
    const std::array<std::uint8_t, 4> red{255, 0, 0, 0};
    CHECK(same(reduce(filled({6, 4}, red), {3, 2}), filled({3, 2}, {0, 0, 0, 0})));
    CHECK(same(reduce(filled({7, 5}, red), {3, 2}), filled({3, 2}, {0, 0, 0, 0})));
}

TEST_CASE("reducing to the same size copies, also what is transparent") {
    const Pixels picture = test_picture({9, 4}, 3);
    CHECK(same(reduce(picture, {9, 4}), picture));
    CHECK(same(reduce(picture, {100, 100}), picture));
}

TEST_CASE("a mip chain halves down to one pixel") {
    const std::vector<Pixels> levels = make_mip_chain(test_picture({21, 6}, 2));
    std::vector<SizePx> sizes;
    for (const Pixels& level : levels) sizes.push_back(level.size());
    CHECK(sizes == std::vector<SizePx>{{10, 3}, {5, 1}, {2, 1}, {1, 1}});
}

TEST_CASE("every mip level is at most one level from the exact average of the one above") {
    for (const SizePx size : {SizePx{64, 32}, SizePx{31, 45}}) {
        for (const std::uint32_t seed : {2u, 3u}) {
            const Pixels picture = test_picture(size, seed);
            const Pixels* above = &picture;
            const std::vector<Pixels> levels = make_mip_chain(picture);
            for (const Pixels& level : levels) {
                CHECK(worst_error(*above, level) <= 1.0);
                above = &level;
            }
        }
    }
}

TEST_CASE("an empty picture has no levels and reduces to nothing") {
    CHECK(make_mip_chain(Pixels{}).empty());
    CHECK(reduce(Pixels{}, {4, 4}).empty());
    CHECK(make_mip_chain(test_picture({1, 1}, 2)).empty());
}
