#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "image/pixels.h"
#include "image/reduce_area.h"

namespace proofsheet::image {

/// Takes the rows of a picture while they are decoded, from top to bottom in bands, and keeps them all or
/// only their reduction.
class DecodedRows {
public:
    /// Rows in one band at most.
    static constexpr int kBand = 16;

    /// `target` equal to `source` keeps the picture as it is; else it is not larger in either direction.
    DecodedRows(SizePx source, SizePx target);

    SizePx size() const { return source_; }
    /// Where to write the band that starts at row `y`: RGBA8 rows one after the other.
    std::uint8_t* band(int y);
    /// The row above the band that starts at `y`, zeros for the first one. Valid until `done`.
    const std::uint8_t* above(int y) const;
    /// `count` rows from `y` on are written.
    void done(int y, int count);
    /// The picture, complete after the last row.
    Pixels take();

private:
    std::size_t stride() const { return static_cast<std::size_t>(source_.width) * 4; }

    SizePx source_;
    Pixels whole_;
    std::optional<AreaReducer> reducer_;
    std::vector<std::uint8_t>
        above_;  ///< zeros, or the last row of the band before when only the reduction is kept
    std::vector<std::uint8_t> band_;
};

}  // namespace proofsheet::image
