#include "image/compare_resample.h"

#include <doctest/doctest.h>

#include <cmath>

#include "image/measures_error.h"
#include "image/measures_pictures.h"
#include "image/reduce.h"

using namespace proofsheet;
using namespace proofsheet::image;
using namespace proofsheet::test;

namespace {

double lanczos3(double t) {
    const double pi = std::acos(-1.0);
    if (std::abs(t) < 1e-12) return 1;
    if (std::abs(t) >= 3) return 0;
    return 3 * std::sin(pi * t) * std::sin(pi * t / 3) / (pi * pi * t * t);
}

double tent(double t) {
    return std::abs(t) < 1 ? 1 - std::abs(t) : 0;
}

struct Exact {
    double colour[3] = {};
    double alpha = 0;
};

/// The definition: every source pixel around the wanted place, in two dimensions at once.
Exact exact_pixel(const Pixels& picture, SizePx target, int x, int y, double (*kernel)(double)) {
    const int width = picture.size().width, height = picture.size().height;
    const double u = (x + 0.5) * width / target.width, v = (y + 0.5) * height / target.height;
    double weights = 0, alpha = 0, colour[3] = {};
    for (int j = static_cast<int>(v) - 4; j <= static_cast<int>(v) + 4; ++j) {
        for (int i = static_cast<int>(u) - 4; i <= static_cast<int>(u) + 4; ++i) {
            const double weight = kernel(u - (i + 0.5)) * kernel(v - (j + 0.5));
            const int row = std::min(std::max(j, 0), height - 1),
                      column = std::min(std::max(i, 0), width - 1);
            const std::uint8_t* pixel = picture.row(row) + 4 * column;
            weights += weight;
            alpha += weight * pixel[3];
            for (int c = 0; c < 3; ++c) colour[c] += weight * pixel[3] * pixel[c];
        }
    }
    Exact exact;
    exact.alpha = std::min(std::max(alpha / weights, 0.0), 255.0);
    for (int c = 0; c < 3; ++c) exact.colour[c] = std::min(std::max(colour[c] / alpha, 0.0), 255.0);
    return exact;
}

/// Where alpha is nearly 0 the colour is not looked at: nobody sees it.
double worst_error(const Pixels& picture, const Pixels& result, double (*kernel)(double)) {
    double worst = 0;
    for (int y = 0; y < result.size().height; ++y) {
        for (int x = 0; x < result.size().width; ++x) {
            const Exact exact = exact_pixel(picture, result.size(), x, y, kernel);
            const std::uint8_t* pixel = result.row(y) + 4 * x;
            worst = std::max(worst, std::abs(exact.alpha - pixel[3]));
            for (int c = 0; c < 3 && exact.alpha > 2; ++c) {
                worst = std::max(worst, std::abs(exact.colour[c] - pixel[c]));
            }
        }
    }
    return worst;
}

bool same(const Pixels& left, const Pixels& right) {
    return left.size() == right.size() && std::ranges::equal(left.bytes(), right.bytes());
}

}  // namespace

TEST_CASE("an enlarged picture is half a level from the exact sum") {
    constexpr double kHalfLevel = 0.505;  // rounding, and what floats add
    for (const SizePx source : {SizePx{12, 9}, SizePx{5, 31}, SizePx{1, 1}, SizePx{2, 3}}) {
        for (const SizePx target : {SizePx{24, 36}, SizePx{37, 53}, SizePx{12, 31}}) {
            for (const Pixels& picture : {noise_picture(source, 50), veiled_picture(source, 51)}) {
                CAPTURE(source.width);
                CAPTURE(target.width);
                CHECK(worst_error(picture, *resample(picture, target, Kernel::Bilinear), tent) < kHalfLevel);
                CHECK(worst_error(picture, *resample(picture, target, Kernel::Lanczos3), lanczos3) <
                      kHalfLevel);
            }
        }
    }
}

TEST_CASE("nearest repeats pixels, and picks them when a side gets smaller") {
    const Pixels picture = veiled_picture({7, 5}, 52);
    const Pixels tripled = *resample(picture, {21, 15}, Kernel::Nearest);
    const Pixels expected = painted({21, 15}, [&](int x, int y) {
        const std::uint8_t* pixel = picture.row(y / 3) + 4 * (x / 3);
        return Colour{pixel[0], pixel[1], pixel[2], pixel[3]};
    });
    CHECK(same(tripled, expected));
    CHECK(same(*resample(tripled, {7, 5}, Kernel::Nearest), picture));
    const Pixels ramp = painted({9, 1}, [](int x, int) {
        return Colour{static_cast<std::uint8_t>(x), 0, 0, 255};
    });
    const Pixels middles = *resample(ramp, {3, 1}, Kernel::Nearest);
    for (int x = 0; x < 3; ++x) CHECK(middles.row(0)[4 * x] == 3 * x + 1);
}

TEST_CASE("a picture brought to its own size stays as it is") {
    const Pixels picture = veiled_picture({17, 13}, 53);
    for (const Kernel kernel : {Kernel::Nearest, Kernel::Bilinear, Kernel::Lanczos3}) {
        CHECK(same(*resample(picture, picture.size(), kernel), picture));
    }
}

TEST_CASE("one colour stays exactly that colour") {
    for (int level = 0; level < 256; level += 5) {
        const auto value = static_cast<std::uint8_t>(level);
        const Colour colour{value, 7, 255, 255};
        for (const Kernel kernel : {Kernel::Nearest, Kernel::Bilinear, Kernel::Lanczos3}) {
            CHECK(same(*resample(flat({3, 2}, colour), {11, 9}, kernel), flat({11, 9}, colour)));
        }
    }
}

TEST_CASE("Lanczos over- and undershoot is clamped") {
    const Pixels step = painted({16, 4}, [](int x, int) { return x < 8 ? kBlack : kWhite; });
    const Pixels wide = *resample(step, {64, 4}, Kernel::Lanczos3);
    CHECK(wide.row(0)[0] == 0);
    CHECK(wide.row(0)[4 * 26] == 0);
    CHECK(wide.row(0)[4 * 37] == 255);
    CHECK(wide.row(0)[4 * 63] == 255);
}

TEST_CASE("the colour of transparent pixels does not bleed into an enlargement") {
    const Pixels pair = painted({2, 1}, [](int x, int) {
        return x == 0 ? Colour{255, 0, 0, 0} : Colour{0, 200, 0, 255};
    });
    for (const Kernel kernel : {Kernel::Bilinear, Kernel::Lanczos3}) {
        const Pixels wide = *resample(pair, {8, 1}, kernel);
        for (int x = 0; x < 8; ++x) CHECK(wide.row(0)[4 * x] == 0);
        CHECK(wide.row(0)[4 * 4 + 1] == 200);
    }
}

TEST_CASE("sides that get smaller are reduced in linear light") {
    const Pixels picture = noise_picture({40, 30}, 54);
    const Pixels smaller = reduce(picture, {20, 10});
    CHECK(same(*resample(picture, {20, 10}, Kernel::Lanczos3), smaller));
    const Pixels narrow = reduce(picture, {20, 30});
    CHECK(
        same(*resample(picture, {20, 77}, Kernel::Lanczos3), *resample(narrow, {20, 77}, Kernel::Lanczos3)));
}

TEST_CASE("Lanczos brings a reduced smooth picture nearer to its original than nearest does") {
    const Pixels original = painted({96, 96}, [](int x, int y) {
        const auto level = static_cast<std::uint8_t>(128 + 60 * std::sin(x * 0.11) + 50 * std::cos(y * 0.09));
        return Colour{level, level, level, 255};
    });
    const Pixels small = reduce(original, {48, 48});
    const auto likeness = [&](Kernel kernel) {
        return *psnr(original, *resample(small, {96, 96}, kernel), whole_of({96, 96}));
    };
    CHECK(likeness(Kernel::Lanczos3) > likeness(Kernel::Bilinear));
    CHECK(likeness(Kernel::Bilinear) > likeness(Kernel::Nearest));
}

TEST_CASE("pictures are compared at the size of the larger one") {
    CHECK(size_to_compare({10, 10}, {20, 20}) == SizePx{20, 20});
    CHECK(size_to_compare({30, 20}, {20, 20}) == SizePx{30, 20});
    CHECK(size_to_compare({30000, 30000}, {32000, 32000}) == SizePx{32000, 32000});
}

TEST_CASE("resampling refuses what has no pixels or too many, and stops when asked") {
    const Pixels picture = noise_picture({4, 4}, 55);
    for (const Kernel kernel : {Kernel::Nearest, Kernel::Bilinear, Kernel::Lanczos3}) {
        CHECK(resample(Pixels{}, {4, 4}, kernel).error().kind == ErrorKind::InvalidInput);
        CHECK(resample(picture, {0, 4}, kernel).error().kind == ErrorKind::InvalidInput);
        CHECK(resample(picture, {4, -4}, kernel).error().kind == ErrorKind::InvalidInput);
        CHECK(resample(picture, {32768, 32768}, kernel).error().kind == ErrorKind::Unsupported);
        CHECK(resample(picture, {2000000000, 1}, kernel).error().kind == ErrorKind::Unsupported);
        std::stop_source unwanted;
        unwanted.request_stop();
        CHECK(resample(picture, {8, 8}, kernel, unwanted.get_token()).error().kind == ErrorKind::Cancelled);
        CHECK(!name_of(kernel).empty());
    }
}
