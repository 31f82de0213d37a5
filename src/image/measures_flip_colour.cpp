#include "image/measures_flip_colour.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace proofsheet::image {
namespace {

using Row3 = std::array<double, 3>;
using Matrix3 = std::array<Row3, 3>;

/// Linear sRGB to XYZ for D65, as the authors of FLIP give it.
constexpr Matrix3 kXyzOfRgb{{{10135552.0 / 24577794, 8788810.0 / 24577794, 4435075.0 / 24577794},
                             {2613072.0 / 12288897, 8788810.0 / 12288897, 887015.0 / 12288897},
                             {1425312.0 / 73733382, 8788810.0 / 73733382, 70074185.0 / 73733382}}};

/// Linear sRGB to XYZ with white at 1, 1, 1.
constexpr Matrix3 white_at_one() {
    Matrix3 matrix = kXyzOfRgb;
    for (Row3& row : matrix) {
        const double white = row[0] + row[1] + row[2];
        for (double& entry : row) entry /= white;
    }
    return matrix;
}

constexpr Matrix3 inverse(const Matrix3& m) {
    Matrix3 cofactors{};
    for (std::size_t i = 0; i < 3; ++i) {
        const Row3& next = m[(i + 1) % 3];
        const Row3& after = m[(i + 2) % 3];
        for (std::size_t j = 0; j < 3; ++j) {
            cofactors[j][i] = next[(j + 1) % 3] * after[(j + 2) % 3] - next[(j + 2) % 3] * after[(j + 1) % 3];
        }
    }
    double determinant = 0;
    for (std::size_t j = 0; j < 3; ++j) determinant += m[0][j] * cofactors[j][0];
    for (Row3& row : cofactors) {
        for (double& entry : row) entry /= determinant;
    }
    return cofactors;
}

constexpr Matrix3 kXyz = white_at_one();
constexpr Matrix3 kRgb = inverse(kXyz);

std::array<float, 3> times(const Matrix3& matrix, const std::array<float, 3>& vector) {
    std::array<float, 3> product{};
    for (std::size_t i = 0; i < 3; ++i) {
        product[i] = static_cast<float>(matrix[i][0]) * vector[0] +
                     static_cast<float>(matrix[i][1]) * vector[1] +
                     static_cast<float>(matrix[i][2]) * vector[2];
    }
    return product;
}

/// Cube root of a positive normal number to the precision of a float, several times as fast as std::cbrt.
/// Dividing the exponent by 3 is right to 5 %; each of Halley's steps cubes that error.
float cube_root(float value) {
    constexpr std::uint32_t kExponentRest =
        0x2a5119f2;  // two thirds of the exponent's bias, and what evens out
    float root = std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) / 3 + kExponentRest);
    for (int step = 0; step < 2; ++step) {
        const float cube = root * root * root;
        root *= (cube + 2 * value) / (2 * cube + value);
    }
    return root;
}

/// The lightness function of L*a*b* (CIE 15) of a value of XYZ with white at 1.
float lightness_of(float value) {
    constexpr float kDelta = 6.0f / 29;
    if (value > kDelta * kDelta * kDelta) return cube_root(value);
    return value / (3 * kDelta * kDelta) + 4.0f / 29;
}

HuntLab hunt_lab_of_rgb(const std::array<float, 3>& linear) {
    const std::array<float, 3> xyz = times(kXyz, linear);
    const float x = lightness_of(xyz[0]);
    const float y = lightness_of(xyz[1]);
    const float z = lightness_of(xyz[2]);
    const float lightness = 116 * y - 16;
    const float hunt = 0.01f * lightness;
    return {lightness, hunt * 500 * (x - y), hunt * 200 * (y - z)};
}

/// Distance of colours that are far apart, to the power that FLIP gives it. Source: Abasi et al. 2020 (HyAB).
float powered_distance(const HuntLab& first, const HuntLab& second) {
    const float a = first.a - second.a;
    const float b = first.b - second.b;
    return std::pow(std::abs(first.lightness - second.lightness) + std::sqrt(a * a + b * b), 0.7f);
}

OpponentTables make_opponent_tables() {
    OpponentTables tables;
    const SrgbTables& srgb = srgb_tables();
    const std::array<std::array<Float4, 256>*, 3> channels{&tables.red, &tables.green, &tables.blue};
    for (std::size_t c = 0; c < 3; ++c) {
        for (std::size_t level = 0; level < 256; ++level) {
            const double light = srgb.red[level][0];
            const double x = kXyz[0][c] * light;
            const double y = kXyz[1][c] * light;
            const double z = kXyz[2][c] * light;
            (*channels[c])[level] =
                Float4{static_cast<float>(y), static_cast<float>(x - y), static_cast<float>(y - z), 0};
        }
    }
    return tables;
}

}  // namespace

const OpponentTables& opponent_tables() {
    static const OpponentTables tables = make_opponent_tables();
    return tables;
}

HuntLab hunt_lab_of(float y, float x_less_y, float y_less_z) {
    std::array<float, 3> linear = times(kRgb, {x_less_y + y, y, y - y_less_z});
    for (float& channel : linear) channel = std::clamp(channel, 0.0f, 1.0f);
    return hunt_lab_of_rgb(linear);
}

float colour_error(const HuntLab& first, const HuntLab& second) {
    constexpr float kKneeShare = 0.4f;  // of the largest distance
    constexpr float kKneeError = 0.95f;
    static const float largest = powered_distance(hunt_lab_of_rgb({0, 1, 0}), hunt_lab_of_rgb({0, 0, 1}));
    const float distance = powered_distance(first, second);
    const float knee = kKneeShare * largest;
    if (distance < knee) return kKneeError / knee * distance;
    return std::min(1.0f, kKneeError + (distance - knee) / (largest - knee) * (1 - kKneeError));
}

}  // namespace proofsheet::image
