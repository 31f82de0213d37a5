#include "image/measures_ssim.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "image/measures_pictures.h"

using namespace proofsheet;
using namespace proofsheet::image;
using namespace proofsheet::test;

namespace {

/// How far floats may lie from double precision.
constexpr double kManyWindows = 1e-5;
constexpr double kFewWindows = 1e-4;

/// Grey levels as rows.
using Grey = std::vector<std::vector<double>>;

Grey grey_of(const Pixels& picture) {
    Grey grey;
    for (int y = 0; y < picture.size().height; ++y) {
        grey.emplace_back();
        for (int x = 0; x < picture.size().width; ++x) {
            const std::uint8_t* pixel = picture.row(y) + 4 * x;
            grey.back().push_back(0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]);
        }
    }
    return grey;
}

struct Similarity {
    double whole = 0;
    double contrast_structure = 0;
};

/// Equations 13 to 16 of the paper at one window of 11 x 11, two-dimensional Gaussian.
Similarity similarity_at(const Grey& x, const Grey& y, std::size_t top, std::size_t left) {
    double weight_sum = 0, mean_x = 0, mean_y = 0;
    const auto weight = [](std::size_t i, std::size_t j) {
        const double down = static_cast<double>(i) - 5, across = static_cast<double>(j) - 5;
        return std::exp(-(down * down + across * across) / (2 * 1.5 * 1.5));
    };
    for (std::size_t i = 0; i < 11; ++i) {
        for (std::size_t j = 0; j < 11; ++j) {
            weight_sum += weight(i, j);
            mean_x += weight(i, j) * x[top + i][left + j];
            mean_y += weight(i, j) * y[top + i][left + j];
        }
    }
    mean_x /= weight_sum;
    mean_y /= weight_sum;
    double var_x = 0, var_y = 0, covariance = 0;
    for (std::size_t i = 0; i < 11; ++i) {
        for (std::size_t j = 0; j < 11; ++j) {
            const double dx = x[top + i][left + j] - mean_x, dy = y[top + i][left + j] - mean_y;
            var_x += weight(i, j) / weight_sum * dx * dx;
            var_y += weight(i, j) / weight_sum * dy * dy;
            covariance += weight(i, j) / weight_sum * dx * dy;
        }
    }
    const double c1 = 6.5025, c2 = 58.5225;
    const double contrast_structure = (2 * covariance + c2) / (var_x + var_y + c2);
    const double luminance = (2 * mean_x * mean_y + c1) / (mean_x * mean_x + mean_y * mean_y + c1);
    return {luminance * contrast_structure, contrast_structure};
}

Similarity mean_similarity(const Grey& x, const Grey& y) {
    Similarity sum;
    double count = 0;
    for (std::size_t top = 0; top + 11 <= x.size(); ++top) {
        for (std::size_t left = 0; left + 11 <= x[0].size(); ++left, ++count) {
            const Similarity here = similarity_at(x, y, top, left);
            sum.whole += here.whole;
            sum.contrast_structure += here.contrast_structure;
        }
    }
    return {sum.whole / count, sum.contrast_structure / count};
}

double plain_ssim(const Pixels& first, const Pixels& second) {
    return mean_similarity(grey_of(first), grey_of(second)).whole;
}

/// Every second pixel of the picture averaged over 2 x 2, mirrored at the edge.
Grey coarser(const Grey& fine) {
    Grey coarse;
    for (std::size_t y = 0; y < fine.size(); y += 2) {
        coarse.emplace_back();
        for (std::size_t x = 0; x < fine[0].size(); x += 2) {
            const std::size_t below = y + 1 < fine.size() ? y + 1 : y;
            const std::size_t right = x + 1 < fine[0].size() ? x + 1 : x;
            coarse.back().push_back((fine[y][x] + fine[y][right] + fine[below][x] + fine[below][right]) / 4);
        }
    }
    return coarse;
}

double plain_ms_ssim(const Pixels& first, const Pixels& second, std::vector<double> weights) {
    Grey x = grey_of(first), y = grey_of(second);
    double product = 1;
    for (std::size_t scale = 0; scale < weights.size(); ++scale) {
        const Similarity mean = mean_similarity(x, y);
        const bool coarsest = scale + 1 == weights.size();
        product *= std::pow(coarsest ? mean.whole : mean.contrast_structure, weights[scale]);
        x = coarser(x);
        y = coarser(y);
    }
    return product;
}

Pixels inverted(const Pixels& picture) {
    return painted(picture.size(), [&picture](int x, int y) {
        const std::uint8_t* pixel = picture.row(y) + 4 * x;
        Colour colour{};
        for (std::size_t c = 0; c < 3; ++c) colour[c] = static_cast<std::uint8_t>(255 - pixel[c]);
        colour[3] = 255;
        return colour;
    });
}

/// A little noise on top.
Pixels roughened(const Pixels& picture, int strength) {
    return painted(picture.size(), [&](int x, int y) {
        Colour colour{};
        for (int c = 0; c < 3; ++c) {
            const int moved = picture.row(y)[4 * x + c] + noise(x, y, c, 77) % (2 * strength + 1) - strength;
            colour[static_cast<std::size_t>(c)] = static_cast<std::uint8_t>(std::clamp(moved, 0, 255));
        }
        colour[3] = 255;
        return colour;
    });
}

}  // namespace

TEST_CASE("SSIM is that of the published formulas") {
    for (const SizePx size :
         {SizePx{32, 32}, SizePx{64, 48}, SizePx{11, 11}, SizePx{12, 29}, SizePx{281, 80}}) {
        const Pixels picture = scene(size, 0);
        const Pixels others[] = {
            scene(size, 1),     scene(size, 7),     roughened(picture, 9), noise_picture(size, 21),
            flat(size, kBlack), flat(size, kWhite), inverted(picture),     flat(size, {9, 200, 31, 255})};
        for (const Pixels& other : others) {
            CAPTURE(size.width);
            const double tolerance = size.area() < 1000 ? kFewWindows : kManyWindows;
            CHECK(std::abs(*ssim(picture, other, whole_of(size)) - plain_ssim(picture, other)) < tolerance);
        }
    }
}

TEST_CASE("SSIM of flat pictures is what luminance alone gives") {
    const SizePx size{40, 40};
    const double expected = 6.5025 / (255.0 * 255.0 + 6.5025);
    CHECK(*ssim(flat(size, kBlack), flat(size, kWhite), whole_of(size)) ==
          doctest::Approx(expected).epsilon(1e-4));
}

TEST_CASE("an inverted picture is unlike, a roughened one less alike than a smooth one") {
    const SizePx size{64, 64};
    const Pixels picture = noise_picture(size, 30);
    CHECK(*ssim(picture, inverted(picture), whole_of(size)) < -0.5);
    const double little = *ssim(picture, roughened(picture, 5), whole_of(size));
    const double more = *ssim(picture, roughened(picture, 60), whole_of(size));
    CHECK(little > 0.95);
    CHECK(little < 1);
    CHECK(more < little);
}

TEST_CASE("MS-SSIM is that of the published formulas over five scales") {
    const std::vector<double> weights{0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
    for (const SizePx size : {SizePx{176, 181}, SizePx{200, 178}}) {
        const Pixels picture = scene(size, 0);
        for (const Pixels& other : {roughened(picture, 30), scene(size, 1)}) {
            const MsSsim found = *ms_ssim(picture, other, whole_of(size));
            CHECK(found.scales == 5);
            CHECK(std::abs(found.value - plain_ms_ssim(picture, other, weights)) < kManyWindows);
        }
    }
}

TEST_CASE("MS-SSIM of a small picture uses the scales that have room, their weights divided by the sum") {
    const SizePx size{90, 47};
    const Pixels picture = scene(size, 0);
    const Pixels other = roughened(picture, 30);
    const double sum = 0.0448 + 0.2856 + 0.3001;
    const MsSsim found = *ms_ssim(picture, other, whole_of(size));
    CHECK(found.scales == 3);
    CHECK(std::abs(found.value - plain_ms_ssim(picture, other, {0.0448 / sum, 0.2856 / sum, 0.3001 / sum})) <
          2e-6);
    const PartPx tiny{5, 5, 21, 21};
    CHECK(*ms_ssim(picture, other, tiny) == MsSsim{*ssim(picture, other, tiny), 1});
    CHECK(ms_ssim(noise_picture({175, 400}, 1), noise_picture({175, 400}, 2), {0, 0, 175, 400})->scales == 4);
}

TEST_CASE("MS-SSIM of what is unlike at a scale is 0, never less and never not a number") {
    const SizePx size{64, 64};
    const Pixels picture = noise_picture(size, 31);
    CHECK(ms_ssim(picture, inverted(picture), whole_of(size))->value == 0.0);
}

TEST_CASE("SSIM needs room for one window") {
    const Pixels picture = noise_picture({40, 40}, 1);
    for (const PartPx& part : {PartPx{0, 0, 10, 40}, PartPx{0, 0, 40, 10}}) {
        CHECK(ssim(picture, picture, part).error().kind == ErrorKind::InvalidInput);
        CHECK(ms_ssim(picture, picture, part).error().kind == ErrorKind::InvalidInput);
    }
    CHECK(*ssim(picture, picture, {29, 29, 11, 11}) == 1.0);
}
