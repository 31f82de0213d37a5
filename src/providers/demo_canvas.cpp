#include "providers/demo_canvas.h"

#include <limits>

namespace proofsheet::providers {
namespace {

void blend(Light& pixel, Light colour, float opacity) {
    pixel += (colour - pixel) * opacity;
}

}  // namespace

Area area_around(const Canvas& canvas, std::span<const Place> places, float margin) {
    constexpr float kFar = std::numeric_limits<float>::max();
    Place low{kFar, kFar};
    Place high{-kFar, -kFar};
    for (const Place& place : places) {
        low = {std::min(low.x, place.x), std::min(low.y, place.y)};
        high = {std::max(high.x, place.x), std::max(high.y, place.y)};
    }
    const auto pixel = [&](float x, int end) {
        return static_cast<int>(std::clamp(std::floor(x * canvas.unit()), 0.0F, static_cast<float>(end)));
    };
    const float one = 1 / canvas.unit();
    const SizePx size = canvas.size();
    return {pixel(low.x - margin - one, size.width), pixel(low.y - margin - one, size.height),
            pixel(high.x + margin + 2 * one, size.width), pixel(high.y + margin + 2 * one, size.height)};
}

void stroke(Canvas& canvas, const Stroke& stroke, Light colour, float opacity) {
    const Place along = stroke.to - stroke.from;
    const float inverse = 1 / std::max(dot(along, along), 1e-12F);
    const Place ends[] = {stroke.from, stroke.to};
    const float unit = canvas.unit();
    for_pixels(canvas, area_around(canvas, ends, std::max(stroke.from_width, stroke.to_width)),
               [&](Place place, Light& pixel) {
                   const Place off = place - stroke.from;
                   const float share = clamp01(dot(off, along) * inverse);
                   const float width = mix(stroke.from_width, stroke.to_width, share) * unit;
                   const float distance = length(off - along * share) * unit;
                   // A stroke thinner than a pixel covers that part of it.
                   const float cover =
                       width >= 1 ? clamp01(0.5F * width - distance + 0.5F) : width * clamp01(1 - distance);
                   if (cover > 0) blend(pixel, colour, cover * opacity);
               });
}

void ellipse(Canvas& canvas, Place centre, Place radius, Light colour, float opacity) {
    const Place ends[] = {centre - radius, centre + radius};
    const float edge = std::min(radius.x, radius.y) * canvas.unit();
    for_pixels(canvas, area_around(canvas, ends, 0), [&](Place place, Light& pixel) {
        const Place off = place - centre;
        const float cover = clamp01((1 - length({off.x / radius.x, off.y / radius.y})) * edge + 0.5F);
        if (cover > 0) blend(pixel, colour, cover * opacity);
    });
}

void polygon(Canvas& canvas, std::span<const Place> corners, Light colour, float opacity) {
    float twice_area = 0;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const Place a = corners[i];
        const Place b = corners[(i + 1) % corners.size()];
        twice_area += a.x * b.y - a.y * b.x;
    }
    const float sense = twice_area > 0 ? 1.0F : -1.0F;
    for_pixels(canvas, area_around(canvas, corners, 0), [&](Place place, Light& pixel) {
        float inside = 1;
        for (std::size_t i = 0; i < corners.size() && inside > 0; ++i) {
            const Place side = corners[(i + 1) % corners.size()] - corners[i];
            const Place off = place - corners[i];
            const float distance =
                sense * (side.x * off.y - side.y * off.x) / std::max(length(side), 1e-6F) * canvas.unit();
            inside = std::min(inside, distance + 0.5F);
        }
        if (inside > 0) blend(pixel, colour, std::min(inside, 1.0F) * opacity);
    });
}

void glow(Canvas& canvas, Place centre, float radius, Light light) {
    glow(canvas, centre, Place{radius, radius}, light);
}

void glow(Canvas& canvas, Place centre, Place radius, Light light) {
    const Place ends[] = {centre - radius, centre + radius};
    for_pixels(canvas, area_around(canvas, ends, 0), [&](Place place, Light& pixel) {
        const Place off{(place.x - centre.x) / radius.x, (place.y - centre.y) / radius.y};
        const float rest = std::max(0.0F, 1 - dot(off, off));
        const float near = 0.03F / (0.03F + dot(off, off));
        pixel += light * (rest * rest * near);
    });
}

}  // namespace proofsheet::providers
