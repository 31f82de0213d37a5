#pragma once

#include <memory>
#include <set>
#include <string>

#include "core/result.h"
#include "shell/platform.h"
#include "ui/context.h"
#include "ui/input.h"

struct ImGuiContext;
struct ImGuiIO;

namespace proofsheet::shell {

/// The user interface library's context, its input and its renderer. Compiles with versions from 1.86 on.
/// Needs the same current OpenGL 3.3 core context from the constructor to the destructor. Main thread.
class ImguiBridge {
public:
    explicit ImguiBridge(Platform& platform);
    ~ImguiBridge();
    ImguiBridge(const ImguiBridge&) = delete;
    ImguiBridge& operator=(const ImguiBridge&) = delete;

    void feed(const ui::InputEvent& event);
    /// `seconds` since the frame before.
    void begin_frame(SizePx framebuffer, float seconds);
    /// Closes the frame: what was drawn becomes vertices.
    void end_frame();
    /// Gives the vertices to OpenGL, for the framebuffer that is bound.
    void render();

    /// A text field has the keyboard: shortcuts stay quiet.
    bool wants_text() const;
    app::Vec2 pointer() const { return pointer_; }
    Cursor cursor() const;

    /// The typefaces for this scale with all characters that were missing so far. Rebuilds the atlas when
    /// needed.
    const ui::Fonts& fonts(float scale, const std::set<char32_t>& missing);
    /// Binds the filter that keeps a picture pixel one sharp square. Called while drawing.
    void bind_nearest() const;
    /// Switches of the texture filter for pictures.
    ui::PictureSampling sampling() const;

private:
    void connect_clipboard(ImGuiIO& io);
    const char* clipboard_text();

    Platform& platform_;
    ImGuiContext* context_;
    app::Vec2 pointer_{-1, -1};
    ui::Fonts fonts_;
    float font_scale_ = 0;
    std::set<char32_t> characters_;
    std::string clipboard_;
    struct Samplers;
    std::unique_ptr<Samplers> samplers_;
};

}  // namespace proofsheet::shell
