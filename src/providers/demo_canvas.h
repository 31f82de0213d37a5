#pragma once

#include <span>
#include <vector>

#include "core/size.h"
#include "providers/demo_math.h"

namespace proofsheet::providers {

/// A picture in linear light while it is painted. Places are in heights of the picture (see `Place`), so that
/// the same strokes make the same picture at every size.
class Canvas {
public:
    explicit Canvas(SizePx size) : size_(size), pixels_(static_cast<std::size_t>(size.area())) {}

    SizePx size() const { return size_; }
    float aspect() const { return static_cast<float>(size_.width) / unit(); }
    float unit() const { return static_cast<float>(size_.height); }  ///< pixels per height

    Light* row(int y) { return pixels_.data() + static_cast<std::ptrdiff_t>(y) * size_.width; }
    const Light* row(int y) const { return pixels_.data() + static_cast<std::ptrdiff_t>(y) * size_.width; }
    float x_of(int column) const { return (static_cast<float>(column) + 0.5F) / unit(); }
    float y_of(int row) const { return (static_cast<float>(row) + 0.5F) / unit(); }

    /// Colour at a place, linear between pixels, the border's beyond it.
    Light sample(Place place) const;

private:
    SizePx size_;
    std::vector<Light> pixels_;
};

inline Light Canvas::sample(Place place) const {
    const float px = std::clamp(place.x * unit() - 0.5F, 0.0F, static_cast<float>(size_.width - 1));
    const float py = std::clamp(place.y * unit() - 0.5F, 0.0F, static_cast<float>(size_.height - 1));
    const int left = static_cast<int>(px);
    const int top = static_cast<int>(py);
    const int right = std::min(left + 1, size_.width - 1);
    const Light* above = row(top);
    const Light* below = row(std::min(top + 1, size_.height - 1));
    const float fx = px - static_cast<float>(left);
    const float fy = py - static_cast<float>(top);
    return mix(mix(above[left], above[right], fx), mix(below[left], below[right], fx), fy);
}

/// Columns and rows of a canvas, the ends excluded.
struct Area {
    int left = 0, top = 0, right = 0, bottom = 0;
};

/// The part of the canvas that these places and `margin` around them touch.
Area area_around(const Canvas& canvas, std::span<const Place> places, float margin);

/// Calls `paint(place, pixel)` for each pixel of an area.
template <typename Paint>
void for_pixels(Canvas& canvas, Area area, const Paint& paint) {
    for (int y = area.top; y < area.bottom; ++y) {
        Light* row = canvas.row(y);
        for (int x = area.left; x < area.right; ++x) paint(Place{canvas.x_of(x), canvas.y_of(y)}, row[x]);
    }
}

template <typename Paint>
void for_pixels(Canvas& canvas, const Paint& paint) {
    for_pixels(canvas, {0, 0, canvas.size().width, canvas.size().height}, paint);
}

/// A straight stroke with round ends, `from_width` wide at its beginning and `to_width` at its end.
struct Stroke {
    Place from, to;
    float from_width = 0, to_width = 0;
};
void stroke(Canvas& canvas, const Stroke& stroke, Light colour, float opacity = 1);

/// An ellipse with half axes `radius`.
void ellipse(Canvas& canvas, Place centre, Place radius, Light colour, float opacity = 1);

/// A convex polygon, corners in either sense.
void polygon(Canvas& canvas, std::span<const Place> corners, Light colour, float opacity = 1);

/// Adds light that falls off softly and ends at `radius`.
void glow(Canvas& canvas, Place centre, float radius, Light light);

/// Adds light in an ellipse that falls off softly.
void glow(Canvas& canvas, Place centre, Place radius, Light light);

}  // namespace proofsheet::providers
