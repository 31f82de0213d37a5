#pragma once

#include "gpu/gl_framebuffer.h"
#include "image/pixels.h"
#include "shell/platform.h"
#include "tasks/wake_signal.h"

namespace proofsheet::shell {

/// A framebuffer in memory and events from a script. Needs a current OpenGL context for its whole life.
class OffscreenPlatform final : public Platform {
public:
    OffscreenPlatform(gpu::GlFramebuffer framebuffer, SizePx size, float scale);

    /// Adds an event as if it arrived now.
    void post(ui::InputKind kind);
    void resize(SizePx size);
    /// The last frame, rows top to bottom, alpha 255.
    image::Pixels read_pixels() const;

    std::vector<ui::InputEvent> take_events() override;
    void wait(std::optional<std::chrono::milliseconds> at_most) override;
    void wake() override;
    SizePx framebuffer_size() const override { return size_; }
    float scale() const override { return scale_; }
    void begin_frame() override;
    void present() override;
    std::string clipboard() const override { return clipboard_; }
    void set_clipboard(const std::string& text) override { clipboard_ = text; }
    void set_cursor(Cursor) override {}
    void set_fullscreen(bool) override {}
    void set_title(const std::string&) override {}
    bool is_visible() const override { return true; }

private:
    gpu::GlFramebuffer framebuffer_;
    SizePx size_;
    float scale_;
    std::string clipboard_;
    std::vector<ui::InputEvent> events_;
    tasks::WakeSignal signal_;
};

}  // namespace proofsheet::shell
