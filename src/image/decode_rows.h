#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "image/pixels.h"
#include "image/reduce_area.h"

namespace proofsheet::image {

/// Takes the rows of a picture while they are decoded, from top to bottom, and keeps them all or only their
/// reduction.
class DecodedRows {
public:
    /// `target` equal to `source` keeps the picture as it is; else it is not larger in either direction.
    DecodedRows(SizePx source, SizePx target);

    SizePx size() const { return source_; }
    /// Where to write row `y` (RGBA8). Valid until `done` is called for it.
    std::uint8_t* row(int y);
    /// Row `y` is written.
    void done(int y);
    /// The picture, complete after the last row.
    Pixels take();

private:
    SizePx source_;
    Pixels whole_;
    std::optional<AreaReducer> reducer_;
    std::vector<std::uint8_t> row_;
};

}  // namespace proofsheet::image
