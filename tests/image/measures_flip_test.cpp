#include "image/measures_flip.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "image/measures_pictures.h"

using namespace proofsheet;
using namespace proofsheet::image;
using namespace proofsheet::test;

namespace {

const double kPi = std::acos(-1.0);

/// One channel in double precision; beyond the edge the last pixel goes on.
struct Field {
    int width = 0;
    int height = 0;
    std::vector<double> values;

    double at(int x, int y) const {
        const int column = std::min(std::max(x, 0), width - 1), row = std::min(std::max(y, 0), height - 1);
        return values[static_cast<std::size_t>(row * width + column)];
    }
};

using Filter = std::function<double(int x, int y)>;

/// Direct two-dimensional correlation with a filter of (2 radius + 1)^2 weights.
Field filtered(const Field& field, int radius, const Filter& filter) {
    Field result = field;
    for (int y = 0; y < field.height; ++y) {
        for (int x = 0; x < field.width; ++x) {
            double sum = 0;
            for (int j = -radius; j <= radius; ++j) {
                for (int i = -radius; i <= radius; ++i) sum += filter(i, j) * field.at(x + i, y + j);
            }
            result.values[static_cast<std::size_t>(y * field.width + x)] = sum;
        }
    }
    return result;
}

/// The weights as a table whose positive ones sum to 1 and whose negative ones sum to -1.
Filter normalised(int radius, const Filter& filter) {
    double positive = 0, negative = 0;
    std::vector<double> table;
    for (int j = -radius; j <= radius; ++j) {
        for (int i = -radius; i <= radius; ++i) {
            table.push_back(filter(i, j));
            (table.back() > 0 ? positive : negative) += table.back();
        }
    }
    for (double& weight : table) {
        if (weight != 0) weight /= weight > 0 ? positive : -negative;
    }
    return [radius, table](int x, int y) {
        return table[static_cast<std::size_t>((y + radius) * (2 * radius + 1) + x + radius)];
    };
}

struct Xyz {
    double x, y, z;
};
struct Rgb {
    double r, g, b;
};

/// Divided by the white of D65.
Xyz xyz_of(const Rgb& c) {
    return {(10135552 * c.r + 8788810 * c.g + 4435075 * c.b) / 24577794 / 0.950428545,
            (2613072 * c.r + 8788810 * c.g + 887015 * c.b) / 12288897,
            (1425312 * c.r + 8788810 * c.g + 70074185 * c.b) / 73733382 / 1.088900371};
}

Rgb rgb_of(Xyz c) {
    c.x *= 0.950428545;
    c.z *= 1.088900371;
    const auto clamped = [](double value) { return std::min(std::max(value, 0.0), 1.0); };
    return {clamped(3.241003275 * c.x - 1.537398934 * c.y - 0.498615861 * c.z),
            clamped(-0.969224334 * c.x + 1.875930071 * c.y + 0.041554224 * c.z),
            clamped(0.055639423 * c.x - 0.204011202 * c.y + 1.057148933 * c.z)};
}

double light_of(int level) {
    const double value = level / 255.0;
    return value > 0.04045 ? std::pow((value + 0.055) / 1.055, 2.4) : value / 12.92;
}

/// Channels Y, Cx, Cz with their published scales.
std::vector<Field> ycxcz_of(const Pixels& picture) {
    std::vector<Field> channels(3, Field{picture.size().width, picture.size().height, {}});
    for (int y = 0; y < picture.size().height; ++y) {
        for (int x = 0; x < picture.size().width; ++x) {
            const std::uint8_t* p = picture.row(y) + 4 * x;
            const Xyz c = xyz_of({light_of(p[0]), light_of(p[1]), light_of(p[2])});
            channels[0].values.push_back(116 * c.y - 16);
            channels[1].values.push_back(500 * (c.x - c.y));
            channels[2].values.push_back(200 * (c.y - c.z));
        }
    }
    return channels;
}

Filter sensitivity(double a1, double b1, double a2, double b2, double ppd, int radius) {
    return normalised(radius, [=](int x, int y) {
        const double squared = (x * x + y * y) / (ppd * ppd);
        return a1 * std::sqrt(kPi / b1) * std::exp(-kPi * kPi * squared / b1) +
               a2 * std::sqrt(kPi / b2) * std::exp(-kPi * kPi * squared / b2);
    });
}

struct HuntColour {
    double lightness, a, b;
};

HuntColour hunt(const Rgb& rgb) {
    const auto f = [](double t) {
        const double delta = 6.0 / 29;
        return t > delta * delta * delta ? std::cbrt(t) : t / (3 * delta * delta) + 4.0 / 29;
    };
    const Xyz c = xyz_of(rgb);
    const double lightness = 116 * f(c.y) - 16;
    return {lightness, 0.01 * lightness * 500 * (f(c.x) - f(c.y)),
            0.01 * lightness * 200 * (f(c.y) - f(c.z))};
}

double hyab(const HuntColour& one, const HuntColour& other) {
    return std::abs(one.lightness - other.lightness) + std::hypot(one.a - other.a, one.b - other.b);
}

std::vector<HuntColour> seen_colours(const std::vector<Field>& channels, double ppd) {
    const int radius = static_cast<int>(std::ceil(3 * std::sqrt(0.04 / (2 * kPi * kPi)) * ppd));
    const Field y = filtered(channels[0], radius, sensitivity(1, 0.0047, 0, 1e-5, ppd, radius));
    const Field cx = filtered(channels[1], radius, sensitivity(1, 0.0053, 0, 1e-5, ppd, radius));
    const Field cz = filtered(channels[2], radius, sensitivity(34.1, 0.04, 13.5, 0.025, ppd, radius));
    std::vector<HuntColour> colours;
    for (std::size_t i = 0; i < y.values.size(); ++i) {
        const double height = (y.values[i] + 16) / 116;
        colours.push_back(hunt(rgb_of({height + cx.values[i] / 500, height, height - cz.values[i] / 200})));
    }
    return colours;
}

/// Strength of edges (order 1) or points (order 2) in normalised Y.
std::vector<double> features(const Field& luminance, double ppd, int order) {
    const double deviation = 0.5 * 0.082 * ppd;
    const int radius = static_cast<int>(std::ceil(3 * deviation));
    const Filter across = normalised(radius, [=](int x, int y) {
        const double bell = std::exp(-(x * x + y * y) / (2 * deviation * deviation));
        return (order == 1 ? -x : x * x / (deviation * deviation) - 1) * bell;
    });
    Field normalised_y = luminance;
    for (double& value : normalised_y.values) value = (value + 16) / 116;
    const Field horizontal = filtered(normalised_y, radius, across);
    const Field vertical = filtered(normalised_y, radius, [&](int x, int y) { return across(y, x); });
    std::vector<double> strength;
    for (std::size_t i = 0; i < horizontal.values.size(); ++i) {
        strength.push_back(std::hypot(horizontal.values[i], vertical.values[i]));
    }
    return strength;
}

/// The whole of LDR-FLIP from the paper's formulas.
std::vector<double> plain_flip(const Pixels& reference, const Pixels& test, double ppd) {
    const std::vector<Field> channels[] = {ycxcz_of(reference), ycxcz_of(test)};
    const std::vector<HuntColour> one = seen_colours(channels[0], ppd),
                                  other = seen_colours(channels[1], ppd);
    const std::vector<double> edges = features(channels[0][0], ppd, 1),
                              edges2 = features(channels[1][0], ppd, 1);
    const std::vector<double> points = features(channels[0][0], ppd, 2),
                              points2 = features(channels[1][0], ppd, 2);
    const double largest = std::pow(hyab(hunt({0, 1, 0}), hunt({0, 0, 1})), 0.7);
    std::vector<double> errors;
    for (std::size_t i = 0; i < one.size(); ++i) {
        const double distance = std::pow(hyab(one[i], other[i]), 0.7), knee = 0.4 * largest;
        const double colour =
            distance < knee ? 0.95 / knee * distance : 0.95 + (distance - knee) / (largest - knee) * 0.05;
        const double feature = std::max(std::abs(edges[i] - edges2[i]), std::abs(points[i] - points2[i]));
        errors.push_back(std::pow(colour, 1 - std::sqrt(feature / std::sqrt(2.0))));
    }
    return errors;
}

struct Agreement {
    double worst = 0;  ///< of a pixel
    double mean = 0;   ///< difference of the means
};

Agreement agreement(const Pixels& first, const Pixels& second, double ppd) {
    const FlipMap map = *flip(first, second, whole_of(first.size()), {}, {ppd});
    const std::vector<double> expected = plain_flip(first, second, ppd);
    Agreement found;
    double sum = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        found.worst = std::max(found.worst, std::abs(expected[i] - static_cast<double>(map.errors[i])));
        sum += expected[i];
    }
    found.mean = std::abs(sum / static_cast<double>(expected.size()) - map.mean);
    return found;
}

void check_agreement(const Pixels& first, const Pixels& second, double ppd) {
    const Agreement found = agreement(first, second, ppd);
    CHECK(found.worst < 2e-4);
    CHECK(found.mean < 2e-5);
}

}  // namespace

TEST_CASE("FLIP is that of the published formulas, pixel by pixel") {
    for (const SizePx size : {SizePx{32, 32}, SizePx{64, 48}, SizePx{5, 23}, SizePx{1, 1}}) {
        const Pixels picture = scene(size, 0);
        CAPTURE(size.width);
        check_agreement(picture, scene(size, 1), 67);
        check_agreement(picture, scene(size, 7), 67);
        check_agreement(picture, noise_picture(size, 41), 67);
        check_agreement(picture, flat(size, {200, 20, 90, 255}), 67);
        check_agreement(noise_picture(size, 42), noise_picture(size, 43), 67);
    }
}

TEST_CASE("FLIP is that of the published formulas from near and from afar") {
    const Pixels first = scene({40, 30}, 0);
    const Pixels second = scene({40, 30}, 2);
    for (const double ppd : {1.0, 5.0, 20.0, 33.3, 100.0}) {
        CAPTURE(ppd);
        check_agreement(first, second, ppd);
    }
}

TEST_CASE("FLIP agrees with the formulas where tiles meet") {
    check_agreement(scene({270, 20}, 0), scene({270, 20}, 1), 30);
    check_agreement(scene({20, 270}, 0), noise_picture({20, 270}, 44), 30);
}

TEST_CASE("green against blue is the largest difference there is, black against white near it") {
    const SizePx size{40, 40};
    const PartPx whole = whole_of(size);
    CHECK(*flip_mean(flat(size, {0, 255, 0, 255}), flat(size, {0, 0, 255, 255}), whole) ==
          doctest::Approx(1.0).epsilon(1e-5));
    const double black_white = *flip_mean(flat(size, kBlack), flat(size, kWhite), whole);
    CHECK(black_white > 0.95);
    CHECK(black_white < 1.0);
    CHECK(*flip_mean(flat(size, {100, 100, 100, 255}), flat(size, {101, 101, 101, 255}), whole) < 0.05);
}

TEST_CASE("errors stay within 0 and 1") {
    const SizePx size{64, 64};
    const auto stripes = [](int width) {
        return painted({64, 64}, [width](int x, int) { return x / width % 2 == 0 ? kBlack : kWhite; });
    };
    for (const Pixels& other : {stripes(1), stripes(9), stripes(32), noise_picture(size, 45)}) {
        const FlipMap map = *flip(flat(size, kBlack), other, whole_of(size));
        CHECK(std::ranges::all_of(map.errors, [](float error) { return error >= 0 && error <= 1; }));
    }
}

TEST_CASE("the map of a part is that part of the whole map, and the mean is its mean") {
    const SizePx size{300, 150};
    const Pixels first = scene(size, 0);
    const Pixels second = noise_picture(size, 46);
    const FlipMap whole = *flip(first, second, whole_of(size));
    for (const PartPx& part : {PartPx{0, 40, 300, 64}, PartPx{211, 97, 61, 53}, PartPx{299, 149, 1, 1}}) {
        const FlipMap map = *flip(first, second, part);
        double sum = 0;
        std::size_t next = 0;
        int wrong = 0;
        for (int y = part.y; y < part.y + part.height; ++y) {
            for (int x = part.x; x < part.x + part.width; ++x, ++next) {
                const float expected = whole.errors[static_cast<std::size_t>(y * size.width + x)];
                if (map.errors[next] != expected) ++wrong;
                sum += static_cast<double>(expected);
            }
        }
        CHECK(wrong == 0);
        CHECK(map.mean == doctest::Approx(sum / static_cast<double>(next)).epsilon(1e-9));
        CHECK(*flip_mean(first, second, part) == map.mean);
    }
}

TEST_CASE("FLIP refuses a viewing distance that makes no sense") {
    const Pixels picture = flat({8, 8}, kBlack);
    for (const double ppd : {0.0, -67.0, 501.0, 1e300, std::nan("")}) {
        CHECK(flip(picture, picture, whole_of({8, 8}), {}, {ppd}).error().kind == ErrorKind::InvalidInput);
        CHECK(flip_mean(picture, picture, whole_of({8, 8}), {}, {ppd}).error().kind ==
              ErrorKind::InvalidInput);
    }
}
