#pragma once

#include <array>
#include <cstdint>

namespace proofsheet::image {

/// sRGB transfer function both ways. Source: IEC 61966-2-1.
struct SrgbTables {
    /// Steps of linear light in `encoded`: fine enough that a dark level is 5 steps wide.
    static constexpr int kSteps = 16384;

    std::array<float, 256> linear;  ///< 8-bit level to linear light 0..1
    std::array<std::uint8_t, kSteps>
        encoded;  ///< linear light times (kSteps - 1), rounded, to the nearest level
};

/// Built at the first call. Any thread.
const SrgbTables& srgb_tables();

}  // namespace proofsheet::image
