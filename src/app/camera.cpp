#include "app/camera.h"

#include <algorithm>
#include <cmath>

namespace proofsheet::app {
namespace {

constexpr double kLargestScale = 32;  // one picture pixel as a 32 x 32 square
constexpr double kWholeTolerance = 1e-6;

double clamp_center(double center, double shown, double box) {
    if (shown <= box) return 0.5;
    const double margin = box / (2 * shown);
    return std::clamp(center, margin, 1 - margin);
}

bool is_whole(double scale) {
    return scale >= 1 - kWholeTolerance && std::abs(scale - std::round(scale)) < kWholeTolerance;
}

}  // namespace

double fit_scale(SizePx picture, Vec2 box) {
    if (picture.area() <= 0) return 1;
    return std::min(box.x / picture.width, box.y / picture.height);
}

double scale_of(const Camera& camera, SizePx picture, Vec2 box) {
    return camera.zoom * fit_scale(picture, box);
}

double zoom_for_scale(double scale, SizePx picture, Vec2 box) {
    const double fit = fit_scale(picture, box);
    return fit > 0 ? scale / fit : 1;
}

Camera clamped(Camera camera, SizePx picture, Vec2 box) {
    const double scale = scale_of(camera, picture, box);
    camera.x = clamp_center(camera.x, picture.width * scale, box.x);
    camera.y = clamp_center(camera.y, picture.height * scale, box.y);
    return camera;
}

Box picture_box(const Camera& camera, SizePx picture, const Box& box) {
    const Camera view = clamped(camera, picture, box.size);
    double scale = scale_of(view, picture, box.size);
    const bool whole = is_whole(scale);
    if (whole) scale = std::round(scale);
    const Vec2 size{picture.width * scale, picture.height * scale};
    const Vec2 center = box.center();
    Vec2 min{center.x - view.x * size.x, center.y - view.y * size.y};
    if (whole || view.is_fit()) min = {std::round(min.x), std::round(min.y)};
    return {min, size};
}

Vec2 content_from_screen(const Camera& camera, SizePx picture, const Box& box, Vec2 point) {
    const Box shown = picture_box(camera, picture, box);
    if (shown.size.x <= 0 || shown.size.y <= 0) return {0.5, 0.5};
    return {(point.x - shown.min.x) / shown.size.x, (point.y - shown.min.y) / shown.size.y};
}

Camera zoomed_at(const Camera& camera, SizePx picture, const Box& box, Vec2 point, double zoom) {
    const double one_to_one = zoom_for_scale(1, picture, box.size);
    const double smallest = std::min(1.0, one_to_one);
    const double largest = std::max(1.0, one_to_one * kLargestScale);
    const Vec2 content = content_from_screen(camera, picture, box, point);
    Camera result{std::clamp(zoom, smallest, largest), 0.5, 0.5};
    const double scale = scale_of(result, picture, box.size);
    const Vec2 center = box.center();
    result.x = content.x - (point.x - center.x) / (picture.width * scale);
    result.y = content.y - (point.y - center.y) / (picture.height * scale);
    return clamped(result, picture, box.size);
}

Camera panned(const Camera& camera, SizePx picture, const Box& box, Vec2 delta) {
    Camera result = clamped(camera, picture, box.size);
    const double scale = scale_of(result, picture, box.size);
    result.x -= delta.x / (picture.width * scale);
    result.y -= delta.y / (picture.height * scale);
    return clamped(result, picture, box.size);
}

Camera toggled_fit(const Camera& camera, SizePx picture, const Box& box, Vec2 point) {
    if (camera.zoom != 1) return {};
    return zoomed_at(camera, picture, box, point, zoom_for_scale(1, picture, box.size));
}

Camera combined(const Camera& shared, const Camera& offset) {
    return {shared.zoom * offset.zoom, shared.x + (offset.x - 0.5), shared.y + (offset.y - 0.5)};
}

Camera offset_between(const Camera& shared, const Camera& wanted) {
    return {wanted.zoom / shared.zoom, wanted.x - shared.x + 0.5, wanted.y - shared.y + 0.5};
}

}  // namespace proofsheet::app
