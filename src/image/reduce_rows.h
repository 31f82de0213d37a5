#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "image/reduce_tables.h"
#include "image/vector_unit.h"

namespace proofsheet::image {

/// One source row (or pixel) of an area average: how much of it belongs to the target row that is being
/// filled, and how much to the next one.
struct AreaStep {
    float here = 0;
    float next = 0;
    bool ends = false;  ///< the target row is complete after this source row
};

/// A pixel row of RGBA8.
struct PixelRow {
    const std::uint8_t* rgba = nullptr;
    int width = 0;
};

/// Sums of rows in linear light, alpha-weighted. Those who add decide about the order of the numbers; only
/// `finished` is for others: a pixel each, premultiplied light and alpha.
struct LightSums {
    static constexpr std::size_t kBlock = 8;  ///< pixels; both are filled up to whole blocks

    explicit LightSums(int width)
        : sums((static_cast<std::size_t>(width) + kBlock - 1) / kBlock * kBlock), finished(sums.size()) {}

    std::vector<Float4> sums;
    std::vector<Float4> finished;
};

/// Adds `step.here` of the row. Where the step ends the target row, its sum goes to `finished` and the next
/// one begins with `step.next` of the row. `unit` is one that the processor has, always the same for the same
/// sums; what they give differs by less than a tenth of a level.
void add_row(PixelRow row, const AreaStep& step, LightSums& sums, VectorUnit unit);

/// The same, each by its own instructions. AVX2: only where the processor has it.
void add_row_scalar(PixelRow row, const AreaStep& step, LightSums& sums);
void add_row_avx2(PixelRow row, const AreaStep& step, LightSums& sums);

}  // namespace proofsheet::image
