#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

/// Arithmetic of the demo painter. No libm beyond floor and sqrt, which are exact: the same picture on every
/// machine.
namespace proofsheet::providers {

/// Linear light: red, green, blue, and a fourth number that is never shown. Four lanes, so that one operation
/// serves all of them (an extension that GCC and Clang share).
using Light = float __attribute__((vector_size(16)));

/// A place in a picture: y runs from 0 (top) to 1 (bottom), x from 0 to width / height.
struct Place {
    float x = 0;
    float y = 0;
};

inline Place operator+(Place a, Place b) {
    return {a.x + b.x, a.y + b.y};
}
inline Place operator-(Place a, Place b) {
    return {a.x - b.x, a.y - b.y};
}
inline Place operator*(Place a, float k) {
    return {a.x * k, a.y * k};
}
inline float dot(Place a, Place b) {
    return a.x * b.x + a.y * b.y;
}
inline float length(Place a) {
    return std::sqrt(dot(a, a));
}

inline float clamp01(float x) {
    return std::clamp(x, 0.0F, 1.0F);
}

template <typename T>
T mix(T from, T to, float share) {
    return from + (to - from) * share;
}

/// 0 below `low`, 1 above `high`, smooth between; `high` may be the smaller one.
inline float ramp(float low, float high, float x) {
    const float t = clamp01((x - low) / (high - low));
    return t * t * (3 - 2 * t);
}

/// 2^x for x in -126..126.
inline float exp2_of(float x) {
    x = std::clamp(x, -126.0F, 126.0F);
    const float whole = std::floor(x);
    const float f = x - whole;
    const float power =
        1 + f * (0.693147F + f * (0.240227F + f * (0.0555041F + f * (0.00961813F + f * 0.00133336F))));
    return power * std::bit_cast<float>((static_cast<std::int32_t>(whole) + 127) << 23);
}

inline float exp_of(float x) {
    return exp2_of(x * 1.442695F);
}

/// Binary logarithm of a positive number, good to four digits.
inline float log2_of(float x) {
    const auto bits = std::bit_cast<std::int32_t>(std::max(x, 1e-30F));
    const float m = std::bit_cast<float>((bits & 0x007FFFFF) | 0x3F800000) - 1;
    const float fraction =
        m * (1.442695F + m * (-0.720358F + m * (0.473517F + m * (-0.316F + m * (0.167F - m * 0.0468F)))));
    return static_cast<float>((bits >> 23) - 127) + fraction;
}

inline float power_of(float base, float exponent) {
    return base <= 0 ? 0 : exp2_of(log2_of(base) * exponent);
}

/// sin(2 pi x).
inline float sin_turns(float x) {
    const float f = x - std::floor(x) - 0.5F;
    const float y = f * (8 - 16 * std::abs(f));
    return -y * (0.775F + 0.225F * std::abs(y));
}

inline float cos_turns(float x) {
    return sin_turns(x + 0.25F);
}

/// Linear light of a colour written as 0xRRGGBB in sRGB.
inline Light colour(std::uint32_t rgb) {
    const auto channel = [](std::uint32_t level) {
        const float s = static_cast<float>(level & 0xFF) / 255.0F;
        return s <= 0.04045F ? s / 12.92F : power_of((s + 0.055F) / 1.055F, 2.4F);
    };
    return Light{channel(rgb >> 16), channel(rgb >> 8), channel(rgb), 0};
}

inline float luminance(Light light) {
    return 0.2126F * light[0] + 0.7152F * light[1] + 0.0722F * light[2];
}

inline Light grey(float level) {
    return Light{level, level, level, 0};
}

}  // namespace proofsheet::providers
