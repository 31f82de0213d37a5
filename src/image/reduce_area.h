#pragma once

#include <cstdint>
#include <vector>

#include "core/size.h"
#include "image/pixels.h"
#include "image/reduce_tables.h"

namespace proofsheet::image {

/// One source pixel (or row) of an area average: how much of it belongs to the target pixel that is being
/// filled, and how much to the next one.
struct AreaStep {
    float here = 0;
    float next = 0;
    bool ends = false;  ///< the target pixel is complete after this source pixel
};

/// Steps for averaging `source` pixels into `target` (1 <= target <= source); the weights of a target pixel
/// sum to 1.
std::vector<AreaStep> area_steps(int source, int target);

/// Area average in linear light with alpha-weighted colour, fed one row at a time from top to bottom, so that
/// the whole source need not be in memory.
class AreaReducer {
public:
    /// `target` is at least 1 x 1 and not larger than `source` in either direction.
    AreaReducer(SizePx source, SizePx target);

    /// The next row: `source.width` RGBA8 pixels.
    void add_row(const std::uint8_t* rgba);

    /// The reduced picture, complete after `source.height` rows.
    Pixels take() { return std::move(result_); }

private:
    SizePx source_;
    std::vector<AreaStep> columns_;
    std::vector<AreaStep> rows_;
    std::vector<Float4>
        narrow_;  ///< the row reduced sideways: a pixel each, premultiplied linear light and alpha
    std::vector<Float4> sum_;  ///< the target row so far, likewise
    Pixels result_;
    int next_row_ = 0;
    int next_target_row_ = 0;
};

}  // namespace proofsheet::image
