#pragma once

#include <array>
#include <cstdint>

namespace proofsheet::image {

/// Four floats in one register on every machine that has such; g++ and clang know it.
using Float4 = float __attribute__((vector_size(16)));

/// sRGB transfer function both ways. Source: IEC 61966-2-1.
struct SrgbTables {
    /// Linear light 1.0 in `encoded`: fine enough that the darkest level is 5 steps wide.
    static constexpr int kOne = 16384;

    /// 8-bit level to linear light 0..1 in the lane of its channel; `blue` has 1 in the lane of alpha, so
    /// that the sum of the three is an opaque pixel.
    std::array<Float4, 256> red, green, blue;
    std::array<std::uint16_t, 256> linear16;  ///< 8-bit level to linear light 0..65535
    /// Linear light times kOne, rounded, to the nearest level; at each four bytes can be read.
    std::array<std::uint8_t, kOne + 4> encoded;
};

/// Built at the first call. Any thread.
const SrgbTables& srgb_tables();

}  // namespace proofsheet::image
