#include "sheet/canvas.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace proofsheet::sheet {
namespace {

std::uint8_t mixed(int under, int over, int coverage) {
    return static_cast<std::uint8_t>((under * (255 - coverage) + over * coverage + 127) / 255);
}

/// 255 on the line through the centre, 0 from `half` and half a pixel more on.
int line_coverage(double distance, double half) {
    return static_cast<int>(std::lround(std::clamp(half + 0.5 - distance, 0.0, 1.0) * 255));
}

}  // namespace

RectPx centred(SizePx size, RectPx cell) {
    return {cell.x + (cell.width - size.width) / 2, cell.y + (cell.height - size.height) / 2, size.width,
            size.height};
}

Canvas::Canvas(SizePx size, Colour ground) : size_(size), bytes_(static_cast<std::size_t>(size.area()) * 3) {
    fill({0, 0, size.width, size.height}, ground);
}

RectPx Canvas::inside(RectPx rect) const {
    const int left = std::clamp(rect.x, 0, size_.width);
    const int top = std::clamp(rect.y, 0, size_.height);
    const int right = std::clamp(rect.right(), left, size_.width);
    const int bottom = std::clamp(rect.bottom(), top, size_.height);
    return {left, top, right - left, bottom - top};
}

void Canvas::fill(RectPx rect, Colour colour) {
    const RectPx area = inside(rect);
    for (int y = area.y; y < area.bottom(); ++y) {
        std::uint8_t* pixel = at(area.x, y);
        for (int x = 0; x < area.width; ++x, pixel += 3) {
            pixel[0] = colour.red;
            pixel[1] = colour.green;
            pixel[2] = colour.blue;
        }
    }
}

void Canvas::draw(const image::Pixels& picture, int x, int y) {
    const RectPx area = inside({x, y, picture.size().width, picture.size().height});
    for (int line = area.y; line < area.bottom(); ++line) {
        const std::uint8_t* from = picture.row(line - y) + static_cast<std::size_t>(area.x - x) * 4;
        std::uint8_t* to = at(area.x, line);
        for (int i = 0; i < area.width; ++i, from += 4, to += 3)
            for (int channel = 0; channel < 3; ++channel)
                to[channel] = mixed(to[channel], from[channel], from[3]);
    }
}

void Canvas::blend(int x, int y, Colour colour, int coverage) {
    if (x < 0 || y < 0 || x >= size_.width || y >= size_.height) return;
    std::uint8_t* pixel = at(x, y);
    pixel[0] = mixed(pixel[0], colour.red, coverage);
    pixel[1] = mixed(pixel[1], colour.green, coverage);
    pixel[2] = mixed(pixel[2], colour.blue, coverage);
}

void draw_cross(Canvas& canvas, RectPx rect, int length, Colour colour) {
    const double half = std::max(0.75, length / 12.0);
    const double middle_x = rect.x + rect.width / 2.0;
    const double middle_y = rect.y + rect.height / 2.0;
    const int reach = length + 1;
    for (int y = static_cast<int>(middle_y) - reach; y <= static_cast<int>(middle_y) + reach; ++y)
        for (int x = static_cast<int>(middle_x) - reach; x <= static_cast<int>(middle_x) + reach; ++x) {
            const double dx = x + 0.5 - middle_x;
            const double dy = y + 0.5 - middle_y;
            if (std::max(std::abs(dx), std::abs(dy)) > length) continue;
            const double distance = std::min(std::abs(dx - dy), std::abs(dx + dy)) / std::sqrt(2.0);
            canvas.blend(x, y, colour, line_coverage(distance, half));
        }
}

}  // namespace proofsheet::sheet
