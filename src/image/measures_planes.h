#pragma once

#include <algorithm>
#include <cstddef>
#include <stop_token>
#include <vector>

#include "core/result.h"
#include "image/measures_part.h"

namespace proofsheet::image {

/// One channel as floats: shape [height, width], rows top to bottom. Rows have room behind them, so that
/// whole blocks can be read and written.
class Plane {
public:
    /// Takes a new shape and keeps the memory; the values are whatever was there.
    void reshape(int width, int height) {
        width_ = width;
        height_ = height;
        stride_ = (static_cast<std::size_t>(width) + 2 * kBlock - 1) / kBlock * kBlock;
        values_.resize(std::max(values_.size(), stride_ * static_cast<std::size_t>(height)));
    }

    int width() const { return width_; }
    int height() const { return height_; }
    std::ptrdiff_t stride() const { return static_cast<std::ptrdiff_t>(stride_); }
    float* row(int y) { return values_.data() + stride_ * static_cast<std::size_t>(y); }
    const float* row(int y) const { return values_.data() + stride_ * static_cast<std::size_t>(y); }

    /// Values computed at once by the convolutions.
    static constexpr int kBlock = 16;

private:
    int width_ = 0;
    int height_ = 0;
    std::size_t stride_ = 0;
    std::vector<float> values_;
};

/// Weights of a one-dimensional filter: an odd number, the middle one belongs to the pixel itself. They are
/// applied as a correlation: weight k to the pixel k - radius away.
struct Taps {
    std::vector<float> weights;
    int radius() const { return static_cast<int>(weights.size() / 2); }
};

/// Along each row; `out` has the size of `in` less `margin` left and right. `margin` is at least the radius.
void convolve_rows(const Plane& in, const Taps& taps, int margin, Plane& out);

/// Down each column; `out` has the size of `in` less `margin` above and below.
void convolve_columns(const Plane& in, const Taps& taps, int margin, Plane& out);

/// Calls `take` with tiles that together cover `area`, each at most `tile` in size; asks `stop` before each.
template <typename Take>
Status for_each_tile(const PartPx& area, SizePx tile, const std::stop_token& stop, Take take) {
    for (int y = 0; y < area.height; y += tile.height) {
        for (int x = 0; x < area.width; x += tile.width) {
            if (stop.stop_requested()) return comparison_stopped();
            take(PartPx{area.x + x, area.y + y, std::min(tile.width, area.width - x),
                        std::min(tile.height, area.height - y)});
        }
    }
    return {};
}

}  // namespace proofsheet::image
