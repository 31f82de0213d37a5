#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "app/camera.h"
#include "cache/texture_cache.h"
#include "cache/texture_uploader.h"
#include "core/error.h"
#include "image/compare_look.h"
#include "ui/theme.h"

struct ImDrawList;

namespace proofsheet::ui {

/// A resident texture and where the whole picture lies on the screen (`app::picture_box`). Pictures of
/// different size that show the same get the same box.
struct ComparedPicture {
    cache::TextureHandle texture = 0;
    SizePx size;  ///< of the texture: of the proxy, where that is shown
    app::Box content;
};

/// A measured map of errors, shape [size.height, size.width], 0..1. Uploaded when another one is drawn.
struct ErrorMapView {
    std::shared_ptr<const std::vector<float>> errors;
    SizePx size;
    app::Box content;  ///< where the measured part lies on the screen
};

enum class LoupeShape : std::uint8_t { Circle, Square };

/// A magnified part around a content position, above the rest.
struct LoupeView {
    LoupeShape shape = LoupeShape::Circle;
    app::Vec2 content{0.5, 0.5};  ///< over the larger picture, 0..1
    app::Vec2 center;             ///< on the screen
    double radius = 0;            ///< half a side of the square
    double scale = 8;             ///< device pixels for a pixel of the larger picture
};

/// Two pictures over each other, or one (Plain, the first).
struct CompareView {
    image::CompareLook look;
    app::Box area;  ///< on the screen; nothing is drawn outside
    std::array<ComparedPicture, 2> pictures;
    ErrorMapView map;
    Colour surround = 0;  ///< behind transparent pixels
    std::optional<LoupeView> loupe;
    bool only_loupe = false;  ///< what the loupe lies over is drawn already, in another way
};

/// Straight alpha, as in the file.
using Rgba8 = std::array<std::uint8_t, 4>;

/// Draws pictures in a way that a draw list alone cannot. Null in tests without a renderer.
class CompareCanvas {
public:
    virtual ~CompareCanvas() = default;
    /// Adds the drawing to the list, in order and within the list's clip rectangle. The view is copied; its
    /// textures stay valid until the list is rendered, in the same frame. Render thread.
    virtual void draw(ImDrawList& list, const CompareView& view) = 0;
    /// One pixel of a resident texture of this size; none outside it. Waits for nothing but the copy: the
    /// frame before is finished.
    virtual std::optional<Rgba8> pixel(const cache::CachedTexture& texture, int x, int y) = 0;
    /// Why the last drawing is missing; null when it is not.
    virtual const Error* failure() const = 0;
};

}  // namespace proofsheet::ui
