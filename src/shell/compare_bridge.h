#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "gpu/compare_renderer.h"
#include "gpu/gl_map_texture.h"
#include "ui/compare_canvas.h"

struct ImDrawCmd;

namespace proofsheet::shell {

/// Draws what the compare screen asks for, when its place in the draw list has come. Needs the same current
/// OpenGL 3.3 core context from the constructor to the destructor. Main thread.
class CompareBridge final : public ui::CompareCanvas {
public:
    CompareBridge();
    ~CompareBridge() override;
    CompareBridge(const CompareBridge&) = delete;
    CompareBridge& operator=(const CompareBridge&) = delete;

    /// Forgets the drawings of the frame before; its draw lists must not be rendered again.
    void begin_frame(SizePx framebuffer);

    void draw(ImDrawList& list, const ui::CompareView& view) override;
    std::optional<ui::Rgba8> pixel(const cache::CachedTexture& texture, int x, int y) override;
    const Error* failure() const override { return failure_ ? &*failure_ : nullptr; }

private:
    struct Drawing {
        CompareBridge* bridge = nullptr;
        gpu::CompareDraw draw;
    };
    /// A map on the graphics side, kept while it is drawn in each frame.
    struct HeldMap {
        std::shared_ptr<const std::vector<float>> errors;
        std::optional<gpu::GlMapTexture> texture;
        bool is_used = false;
    };

    static void on_draw(const ImDrawList* list, const ImDrawCmd* command);
    void render(const gpu::CompareDraw& draw);
    cache::TextureHandle texture_of(const ui::ErrorMapView& map);

    gpu::CompareRenderer renderer_;
    SizePx framebuffer_;
    std::deque<Drawing> drawings_;  ///< of this frame; draw lists point at them
    std::deque<HeldMap> maps_;
    std::optional<Error> failure_;
};

}  // namespace proofsheet::shell
