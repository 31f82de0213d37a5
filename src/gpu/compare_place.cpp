#include "gpu/compare_place.h"

#include <algorithm>
#include <cmath>

namespace proofsheet::gpu {
namespace {

constexpr double kFarthest = 1e9;            // fits an int, also with what an area adds
constexpr double kSmallestReduction = 1e-3;  // below, it is a rounded aspect

bool is_usable(double value) {
    return std::isfinite(value) && std::abs(value) < kFarthest;
}

bool is_usable(const ScreenRect& rect) {
    return is_usable(rect.x) && is_usable(rect.y) && is_usable(rect.width) && is_usable(rect.height) &&
           rect.width > 0 && rect.height > 0;
}

bool is_usable(const Loupe& loupe) {
    return is_usable(loupe.screen_x) && is_usable(loupe.screen_y) && is_usable(loupe.content_x) &&
           is_usable(loupe.content_y) && is_usable(loupe.radius) && loupe.radius >= 0.5 &&
           is_usable(loupe.scale);
}

bool is_drawn(const PlacedTexture& picture) {
    return picture.texture != 0 && picture.size.area() > 0 && is_usable(picture.content);
}

/// One direction. False when the numbers do not fit.
bool place_axis(int side, double start, double length, int area_start, std::size_t axis,
                TexturePlace& place) {
    const double step = side / length;
    const double first = (area_start - start) * step;
    if (!is_usable(step) || !is_usable(first)) return false;
    place.whole[axis] = static_cast<int>(std::floor(first));
    place.part[axis] = static_cast<float>(first - std::floor(first));
    place.step[axis] = static_cast<float>(step);
    return true;
}

/// The picture with more pixels, of those that can be drawn.
const PlacedTexture* larger_picture(const CompareDraw& draw) {
    const PlacedTexture& first = draw.pictures[0];
    const PlacedTexture& second = draw.pictures[1];
    const bool second_counts = draw.look.mode != image::CompareMode::Plain && is_drawn(second);
    if (second_counts && (!is_drawn(first) || second.size.area() > first.size.area())) return &second;
    return is_drawn(first) ? &first : nullptr;
}

ScreenPart part_of(const Loupe& loupe) {
    const int left = static_cast<int>(std::lround(loupe.screen_x - loupe.radius));
    const int top = static_cast<int>(std::lround(loupe.screen_y - loupe.radius));
    const int side = static_cast<int>(std::lround(2 * loupe.radius));
    return {left, top, side, side};
}

/// Screen position x becomes factor * x + shift.
struct Magnification {
    double factor = 1;
    double shift_x = 0;
    double shift_y = 0;

    ScreenRect operator()(const ScreenRect& rect) const {
        return {factor * rect.x + shift_x, factor * rect.y + shift_y, factor * rect.width,
                factor * rect.height};
    }
};

Magnification magnification_of(const Loupe& loupe, const PlacedTexture& picture) {
    const ScreenRect& content = picture.content;
    const double scale = std::max(1.0, loupe.scale);
    Magnification result;
    result.factor = scale * picture.size.width / content.width;
    result.shift_x = loupe.screen_x - result.factor * (content.x + loupe.content_x * content.width);
    result.shift_y = loupe.screen_y - result.factor * (content.y + loupe.content_y * content.height);
    return result;
}

}  // namespace

std::optional<TexturePlace> place_texture(const PlacedTexture& texture, const ScreenPart& area) {
    if (!is_drawn(texture)) return std::nullopt;
    TexturePlace place;
    const ScreenRect& content = texture.content;
    if (!place_axis(texture.size.width, content.x, content.width, area.x, 0, place)) return std::nullopt;
    if (!place_axis(texture.size.height, content.y, content.height, area.y, 1, place)) return std::nullopt;
    const double largest = std::max(texture.size.width / content.width, texture.size.height / content.height);
    if (largest > 1 + kSmallestReduction) place.level = static_cast<float>(std::log2(largest));
    place.is_exact = place.step[0] == 1 && place.step[1] == 1 && place.part[0] == 0 && place.part[1] == 0;
    return place;
}

Reading reading_for(const TexturePlace& place, image::Kernel kernel) {
    if (place.level > 0) return Reading::Levels;
    if (place.is_exact || kernel == image::Kernel::Nearest) return Reading::Pixel;
    return kernel == image::Kernel::Bilinear ? Reading::Bilinear : Reading::Lanczos;
}

ScreenPart common_part(const ScreenPart& one, const ScreenPart& other) {
    const int left = std::max(one.x, other.x);
    const int top = std::max(one.y, other.y);
    const auto side = [](std::int64_t one_end, std::int64_t other_end, int start) {
        return static_cast<int>(std::max<std::int64_t>(0, std::min(one_end, other_end) - start));
    };
    return {left, top, side(std::int64_t{one.x} + one.width, std::int64_t{other.x} + other.width, left),
            side(std::int64_t{one.y} + one.height, std::int64_t{other.y} + other.height, top)};
}

std::optional<CompareDraw> magnified(const CompareDraw& draw) {
    const PlacedTexture* picture = larger_picture(draw);
    if (picture == nullptr || !draw.loupe || !is_usable(*draw.loupe)) return std::nullopt;
    const Magnification magnify = magnification_of(*draw.loupe, *picture);
    CompareDraw result = draw;
    result.loupe.reset();
    result.look.kernel = image::Kernel::Nearest;
    const bool is_vertical = draw.look.mode == image::CompareMode::WipeVertical;
    result.look.wipe_px =
        magnify.factor * draw.look.wipe_px + (is_vertical ? magnify.shift_x : magnify.shift_y);
    result.area = common_part(draw.area, part_of(*draw.loupe));
    for (PlacedTexture& placed : result.pictures) placed.content = magnify(placed.content);
    result.map.content = magnify(result.map.content);
    return result;
}

}  // namespace proofsheet::gpu
