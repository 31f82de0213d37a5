#pragma once

#include "core/size.h"

namespace proofsheet::app {

/// A point or extent in device pixels of the framebuffer.
struct Vec2 {
    double x = 0;
    double y = 0;
    bool operator==(const Vec2&) const = default;
};

/// A rectangle in device pixels.
struct Box {
    Vec2 min;
    Vec2 size;
    bool operator==(const Box&) const = default;
    Vec2 center() const { return {min.x + size.x / 2, min.y + size.y / 2}; }
    bool contains(Vec2 point) const {
        return point.x >= min.x && point.y >= min.y && point.x < min.x + size.x && point.y < min.y + size.y;
    }
};

/// What part of every picture is looked at. `zoom` is relative to "whole picture fits its box", `x` and `y`
/// are the content position in the middle of the box, 0..1 over the picture, so that pictures of different
/// size stay aligned.
struct Camera {
    double zoom = 1;
    double x = 0.5;
    double y = 0.5;
    bool operator==(const Camera&) const = default;
    bool is_fit() const { return zoom == 1 && x == 0.5 && y == 0.5; }
};

/// Device pixels per picture pixel when the picture just fits the box.
double fit_scale(SizePx picture, Vec2 box);

/// Device pixels per picture pixel under this camera.
double scale_of(const Camera& camera, SizePx picture, Vec2 box);

/// The zoom at which one picture pixel covers `scale` device pixels.
double zoom_for_scale(double scale, SizePx picture, Vec2 box);

/// The camera moved so that the box shows no more than needed of what lies outside the picture.
Camera clamped(Camera camera, SizePx picture, Vec2 box);

/// Where the whole picture lies on the screen. At 1:1 and whole multiples it starts on whole pixels.
Box picture_box(const Camera& camera, SizePx picture, const Box& box);

/// Content position (0..1 over the picture) under a point on the screen.
Vec2 content_from_screen(const Camera& camera, SizePx picture, const Box& box, Vec2 point);

/// Zooms to `zoom` (within sensible limits) and keeps the content under `point` where it is.
Camera zoomed_at(const Camera& camera, SizePx picture, const Box& box, Vec2 point, double zoom);

/// Drags the picture by `delta` device pixels.
Camera panned(const Camera& camera, SizePx picture, const Box& box, Vec2 delta);

/// Fit when zoomed, else one picture pixel per device pixel at `point`.
Camera toggled_fit(const Camera& camera, SizePx picture, const Box& box, Vec2 point);

/// The shared camera with one cell's own deviation on top.
Camera combined(const Camera& shared, const Camera& offset);

/// The deviation that turns `shared` into `wanted`.
Camera offset_between(const Camera& shared, const Camera& wanted);

}  // namespace proofsheet::app
