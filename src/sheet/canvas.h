#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/size.h"
#include "image/pixels.h"
#include "sheet/colours.h"

namespace proofsheet::sheet {

struct RectPx {
    int x = 0, y = 0, width = 0, height = 0;
    bool operator==(const RectPx&) const = default;
    int right() const { return x + width; }
    int bottom() const { return y + height; }
};

/// A rectangle of this size in the middle of `cell`.
RectPx centred(SizePx size, RectPx cell);

/// A band of an RGB8 sheet: shape [height, width, 3]. Drawing outside is cut off. Threads may draw at once
/// where their rectangles do not meet.
class Canvas {
public:
    Canvas(SizePx size, Colour ground);

    SizePx size() const { return size_; }
    std::span<const std::uint8_t> bytes() const { return bytes_; }

    void fill(RectPx rect, Colour colour);
    /// Pixels at their own size, laid over what is there.
    void draw(const image::Pixels& picture, int x, int y);
    /// Mixes a colour in, by 0 to 255.
    void blend(int x, int y, Colour colour, int coverage);

private:
    std::uint8_t* at(int x, int y) {
        return bytes_.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(size_.width) +
                                static_cast<std::size_t>(x)) *
                                   3;
    }
    RectPx inside(RectPx rect) const;

    SizePx size_;
    std::vector<std::uint8_t> bytes_;
};

/// A cross in the middle of `rect`, its arms `length` pixels from the centre.
void draw_cross(Canvas& canvas, RectPx rect, int length, Colour colour);

}  // namespace proofsheet::sheet
