#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "image/pixels.h"

namespace proofsheet::test {

using Colour = std::array<std::uint8_t, 4>;

constexpr Colour kBlack{0, 0, 0, 255};
constexpr Colour kWhite{255, 255, 255, 255};

/// A picture whose pixels are `colour_at(x, y)`.
template <typename ColourAt>
image::Pixels painted(SizePx size, ColourAt colour_at) {
    image::Pixels picture(size);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x)
            std::ranges::copy(Colour(colour_at(x, y)), picture.row(y) + 4 * x);
    }
    return picture;
}

inline image::Pixels flat(SizePx size, Colour colour) {
    return painted(size, [colour](int, int) { return colour; });
}

inline image::Pixels copy_of(const image::Pixels& picture) {
    return painted(picture.size(), [&picture](int x, int y) {
        const std::uint8_t* pixel = picture.row(y) + 4 * x;
        return Colour{pixel[0], pixel[1], pixel[2], pixel[3]};
    });
}

/// The same pixels, cut out.
inline image::Pixels cut(const image::Pixels& picture, int left, int top, SizePx size) {
    return painted(size, [&](int x, int y) {
        const std::uint8_t* pixel = picture.row(top + y) + 4 * (left + x);
        return Colour{pixel[0], pixel[1], pixel[2], pixel[3]};
    });
}

/// Repeatable noise without a pattern between neighbours.
inline std::uint8_t noise(int x, int y, int channel, std::uint32_t seed) {
    std::uint32_t value = static_cast<std::uint32_t>(x) * 73856093u ^
                          static_cast<std::uint32_t>(y) * 19349663u ^
                          static_cast<std::uint32_t>(channel) * 83492791u ^ seed * 2654435761u;
    value = (value ^ (value >> 15)) * 2246822519u;
    value = (value ^ (value >> 13)) * 3266489917u;
    return static_cast<std::uint8_t>(value >> 24);
}

inline image::Pixels noise_picture(SizePx size, std::uint32_t seed) {
    return painted(size, [seed](int x, int y) {
        return Colour{noise(x, y, 0, seed), noise(x, y, 1, seed), noise(x, y, 2, seed), 255};
    });
}

/// Noise in every channel, alpha too.
inline image::Pixels veiled_picture(SizePx size, std::uint32_t seed) {
    return painted(size, [seed](int x, int y) {
        return Colour{noise(x, y, 0, seed), noise(x, y, 1, seed), noise(x, y, 2, seed), noise(x, y, 3, seed)};
    });
}

/// Soft colours, an edge and a few dots, moved by `shift` pixels to the right.
inline image::Pixels scene(SizePx size, int shift) {
    return painted(size, [shift](int x, int y) {
        const int at = x - shift;
        const bool bright = at > 12 && at < 24 && y > 8;
        const bool dot = (at + 3 * y) % 29 == 0;
        const double wave = std::sin(at * 0.21 + y * 0.13);
        return Colour{static_cast<std::uint8_t>(dot ? 250 : 110 + 70 * wave),
                      static_cast<std::uint8_t>(bright ? 220 : 60 + at % 40),
                      static_cast<std::uint8_t>(130 - 60 * wave + y % 20), 255};
    });
}

}  // namespace proofsheet::test
