#include "image/png_unfilter.h"

#include <doctest/doctest.h>

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

using Unfilter = void (*)(const FilteredRows&, const std::uint8_t*, std::uint8_t*);

std::vector<std::uint8_t> run(Unfilter unfilter, const Case& given) {
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(given.rows.width) * given.rows.count * 4, 0xAB);
    unfilter(given.rows, given.above.data(), rgba.data());
    return rgba;
}

}  // namespace

TEST_CASE("vector instructions undo filters exactly as the plain definition does") {
    for (const int samples : {3, 4}) {
        for (int filter = 0; filter <= 5; ++filter) {
            for (const int width : {1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 64, 131}) {
                for (int count = 1; count <= 21; ++count) {
                    const Case given =
                        make_case(width, count, samples, filter, static_cast<std::uint32_t>(width + count));
                    CHECK(run(unfilter_to_rgba, given) == run(unfilter_to_rgba_scalar, given));
                }
            }
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
