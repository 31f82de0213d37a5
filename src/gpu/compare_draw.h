#pragma once

#include <array>
#include <optional>

#include "cache/texture_uploader.h"
#include "core/size.h"
#include "image/compare_look.h"

namespace proofsheet::gpu {

/// A rectangle of the framebuffer in pixels, rows counted from the top.
struct ScreenRect {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    bool operator==(const ScreenRect&) const = default;
};

/// Whole pixels of the framebuffer, rows counted from the top.
struct ScreenPart {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool operator==(const ScreenPart&) const = default;
};

/// A texture and where the whole of it lies. Two pictures of different size that show the same have the same
/// rectangle, then they are drawn at one content scale. Texture 0 is none.
struct PlacedTexture {
    cache::TextureHandle texture = 0;
    SizePx size;  ///< of the texture's level 0
    ScreenRect content;
    bool operator==(const PlacedTexture&) const = default;
};

enum class LoupeShape : std::uint8_t { Circle, Square };

/// A magnified part, above the rest. What the mode shows is magnified, the wipe's line too. Pixels stay
/// squares.
struct Loupe {
    LoupeShape shape = LoupeShape::Circle;
    double content_x = 0.5;  ///< what lies in the middle: position over the larger picture, 0..1
    double content_y = 0.5;
    double screen_x = 0;  ///< where the middle is
    double screen_y = 0;
    double radius = 0;  ///< of the circle; half a side of the square
    double scale = 8;   ///< pixels of the screen for a pixel of the larger picture, at least 1
    bool operator==(const Loupe&) const = default;
};

/// What is drawn, and where.
struct CompareDraw {
    image::CompareLook look;
    SizePx framebuffer;
    ScreenPart area;  ///< nothing outside is touched
    /// RGBA8 with a mip chain. Plain shows the first alone.
    std::array<PlacedTexture, 2> pictures;
    /// Errors from 0 to 1 in one channel, see GlMapTexture. For PerceptualDifference alone; its rectangle is
    /// that of the part of the pictures that was measured.
    PlacedTexture map;
    image::Rgb8 surround;  ///< behind transparent pixels
    std::optional<Loupe> loupe;
    bool only_loupe = false;  ///< what the loupe lies over is drawn already, in another way
    bool operator==(const CompareDraw&) const = default;
};

}  // namespace proofsheet::gpu
