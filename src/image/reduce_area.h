#pragma once

#include <cstdint>
#include <vector>

#include "core/size.h"
#include "image/pixels.h"
#include "image/reduce_columns.h"
#include "image/reduce_rows.h"

namespace proofsheet::image {

/// The steps of averaging `source` rows into `target` (1 <= target <= source); the weights of a target row
/// sum to 1.
std::vector<AreaStep> area_steps(int source, int target);

/// Area average in linear light with alpha-weighted colour, fed one row at a time from top to bottom, so that
/// the whole source need not be in memory. Rows are added up first, since that vectors do best, and averaged
/// sideways once for each target row.
class AreaReducer {
public:
    /// `target` is at least 1 x 1 and not larger than `source` in either direction; `unit` is one that the
    /// processor has.
    AreaReducer(SizePx source, SizePx target, VectorUnit unit = best_vector_unit());

    /// The next row: `source.width` RGBA8 pixels.
    void add_row(const std::uint8_t* rgba);

    /// The reduced picture, complete after `source.height` rows.
    Pixels take() { return std::move(result_); }

private:
    SizePx source_;
    VectorUnit unit_;
    std::vector<AreaStep> rows_;
    AreaColumns columns_;
    LightSums sums_;
    Pixels result_;
    int next_row_ = 0;
    int next_target_row_ = 0;
};

}  // namespace proofsheet::image
