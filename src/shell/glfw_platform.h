#pragma once

#include <memory>

#include "core/result.h"
#include "shell/platform.h"

struct GLFWwindow;
struct GLFWcursor;

namespace proofsheet::shell {

/// Where the window was the last time.
struct WindowPlace {
    int x = 0, y = 0;
    int width = 1440, height = 900;  ///< screen coordinates
    bool placed = false;             ///< x and y are known
    bool maximized = false;
    bool operator==(const WindowPlace&) const = default;
};

/// A real window with an OpenGL 3.3 core context, current on the calling thread. Main thread, but for `wake`.
class GlfwPlatform final : public Platform {
public:
    /// `scale` wins over what the monitor says. Errors: Unsupported with what to install or set.
    static Result<std::unique_ptr<GlfwPlatform>> open(const WindowPlace& place, std::optional<double> scale);
    ~GlfwPlatform() override;

    WindowPlace place() const;
    /// The function that finds OpenGL functions.
    static void (*find_function(const char* name))();

    std::vector<ui::InputEvent> take_events() override;
    void wait(std::optional<std::chrono::milliseconds> at_most) override;
    void wake() override;
    SizePx framebuffer_size() const override;
    float scale() const override;
    void begin_frame() override;
    void present() override;
    std::string clipboard() const override;
    void set_clipboard(const std::string& text) override;
    void set_cursor(Cursor cursor) override;
    void set_fullscreen(bool on) override;
    void set_title(const std::string& title) override;
    bool is_visible() const override;

private:
    GlfwPlatform(GLFWwindow* window, std::optional<double> scale);
    void connect();
    void push(ui::InputKind kind);
    void on_key(int key, int scancode, int action, int mods);

    GLFWwindow* window_;
    std::optional<double> scale_;
    std::vector<ui::InputEvent> events_;
    std::vector<GLFWcursor*> cursors_;
    Cursor cursor_ = Cursor::Arrow;
    WindowPlace before_fullscreen_;
};

}  // namespace proofsheet::shell
