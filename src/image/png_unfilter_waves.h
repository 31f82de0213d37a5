#pragma once

#include <cstddef>
#include <cstdint>

#include "image/png_unfilter.h"

namespace proofsheet::image {

/// Rows that are still to be unfiltered, and where: see `unfilter_to_rgba`.
struct UnfilterWork {
    FilteredRows rows;
    const std::uint8_t* above = nullptr;
    std::uint8_t* rgba = nullptr;

    std::size_t rgba_stride() const { return static_cast<std::size_t>(rows.width) * 4; }
    /// The first `count` rows are done.
    void skip(int count) {
        rows.bytes += static_cast<std::size_t>(count) * rows.stride();
        rows.count -= count;
        rgba += static_cast<std::size_t>(count) * rgba_stride();
        above = rgba - rgba_stride();
    }
};

/// Each undoes as many whole waves of rows as there are and leaves the rest in `work`; none where the
/// architecture lacks the instructions. In a wave row k works on pixel x - k when row 0 works on pixel x, so
/// that the pixel above is always the one that row k - 1 finished a step before: rows are independent within
/// a step, although no pixel of a row can be done before the one to its left.
void unfilter_waves_sse2(UnfilterWork& work);
/// Only where the processor has AVX2.
void unfilter_waves_avx2(UnfilterWork& work);

}  // namespace proofsheet::image
