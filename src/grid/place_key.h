#pragma once

#include <cstdint>

#include "grid/view.h"

namespace proofsheet::grid {

/// Bits of each part of a packed place. A catalog holds at most 2,000,000 samples, so that every place fits.
constexpr int kPlaceBits = 21;
constexpr int kMaxPlace = (1 << kPlaceBits) - 1;

/// A place as one number that sorts by row, then column, then position. Each part must be in [0, kMaxPlace].
constexpr std::uint64_t pack(Place place) {
    return (static_cast<std::uint64_t>(place.row) << (2 * kPlaceBits)) |
           (static_cast<std::uint64_t>(place.column) << kPlaceBits) |
           static_cast<std::uint64_t>(place.position);
}

constexpr Place unpack(std::uint64_t key) {
    constexpr std::uint64_t kMask = kMaxPlace;
    return {static_cast<int>((key >> kPlaceBits) & kMask), static_cast<int>(key >> (2 * kPlaceBits)),
            static_cast<int>(key & kMask)};
}

}  // namespace proofsheet::grid
