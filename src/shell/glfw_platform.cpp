#include "shell/glfw_platform.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>
#include <glad/gl.h>

#include <algorithm>

#include "shell/glfw_keys.h"

namespace proofsheet::shell {
namespace {

GlfwPlatform& self(GLFWwindow* window) {
    return *static_cast<GlfwPlatform*>(glfwGetWindowUserPointer(window));
}

std::string last_glfw_error() {
    const char* text = nullptr;
    glfwGetError(&text);
    return text == nullptr ? std::string("unknown reason") : std::string(text);
}

/// A place that lies on no monitor any more is forgotten.
bool is_on_a_monitor(const WindowPlace& place) {
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    for (int i = 0; i < count; ++i) {
        int x = 0, y = 0, width = 0, height = 0;
        glfwGetMonitorWorkarea(monitors[i], &x, &y, &width, &height);
        if (place.x + place.width / 2 >= x && place.x + place.width / 2 < x + width && place.y >= y - 50 &&
            place.y < y + height - 50)
            return true;
    }
    return false;
}

ui::MouseButton button_from_glfw(int button) {
    return button == GLFW_MOUSE_BUTTON_RIGHT    ? ui::MouseButton::Right
           : button == GLFW_MOUSE_BUTTON_MIDDLE ? ui::MouseButton::Middle
                                                : ui::MouseButton::Left;
}

ui::Mods current_mods(GLFWwindow* window) {
    const auto down = [&](int left, int right) {
        return glfwGetKey(window, left) == GLFW_PRESS || glfwGetKey(window, right) == GLFW_PRESS;
    };
    return {down(GLFW_KEY_LEFT_CONTROL, GLFW_KEY_RIGHT_CONTROL),
            down(GLFW_KEY_LEFT_SHIFT, GLFW_KEY_RIGHT_SHIFT), down(GLFW_KEY_LEFT_ALT, GLFW_KEY_RIGHT_ALT),
            down(GLFW_KEY_LEFT_SUPER, GLFW_KEY_RIGHT_SUPER)};
}

}  // namespace

Result<std::unique_ptr<GlfwPlatform>> GlfwPlatform::open(const WindowPlace& place,
                                                         std::optional<double> scale) {
    if (glfwInit() != GLFW_TRUE)
        return Error{ErrorKind::Unsupported, fmt::format("No display can be used ({}). Start from a desktop, "
                                                         "or use --offscreen 1600x1000 --script FILE",
                                                         last_glfw_error())};
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    glfwWindowHint(GLFW_MAXIMIZED, place.maximized ? GLFW_TRUE : GLFW_FALSE);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "proofsheet");
    glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "proofsheet");
    GLFWwindow* window = glfwCreateWindow(std::max(320, place.width), std::max(240, place.height),
                                          "Proofsheet", nullptr, nullptr);
    if (window == nullptr) {
        const std::string why = last_glfw_error();
        glfwTerminate();
        return Error{ErrorKind::Unsupported, fmt::format("No OpenGL 3.3 window ({}). Install a graphics "
                                                         "driver, for example the package libgl1-mesa-dri",
                                                         why)};
    }
    if (place.placed && !place.maximized && is_on_a_monitor(place))
        glfwSetWindowPos(window, place.x, place.y);
    glfwSetWindowSizeLimits(window, 320, 240, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(window);
    glfwSwapInterval(1);
    return std::unique_ptr<GlfwPlatform>(new GlfwPlatform(window, scale));
}

GlfwPlatform::GlfwPlatform(GLFWwindow* window, std::optional<double> scale) : window_(window), scale_(scale) {
    for (const int shape : {GLFW_ARROW_CURSOR, GLFW_IBEAM_CURSOR, GLFW_HAND_CURSOR, GLFW_HRESIZE_CURSOR,
                            GLFW_VRESIZE_CURSOR, GLFW_CROSSHAIR_CURSOR})
        cursors_.push_back(glfwCreateStandardCursor(shape));
    connect();
}

GlfwPlatform::~GlfwPlatform() {
    for (GLFWcursor* cursor : cursors_) glfwDestroyCursor(cursor);
    glfwDestroyWindow(window_);
    glfwTerminate();
}

void GlfwPlatform::push(ui::InputKind kind) {
    events_.push_back({std::move(kind), std::chrono::steady_clock::now()});
}

void GlfwPlatform::on_key(int key, int scancode, int action, int mods) {
    const ui::Key ours = key_from_glfw(key, glfwGetKeyName(key, scancode));
    if (action == GLFW_RELEASE)
        push(ui::KeyReleased{ours, mods_from_glfw(mods)});
    else
        push(ui::KeyPressed{ours, mods_from_glfw(mods), action == GLFW_REPEAT});
}

void GlfwPlatform::connect() {
    glfwSetWindowUserPointer(window_, this);
    glfwSetKeyCallback(window_, [](GLFWwindow* window, int key, int scancode, int action, int mods) {
        self(window).on_key(key, scancode, action, mods);
    });
    glfwSetCharCallback(
        window_, [](GLFWwindow* window, unsigned int point) { self(window).push(ui::CharTyped{point}); });
    glfwSetCursorPosCallback(window_, [](GLFWwindow* window, double x, double y) {
        int width = 1, height = 1;
        glfwGetWindowSize(window, &width, &height);
        const SizePx framebuffer = self(window).framebuffer_size();
        self(window).push(ui::MouseMoved{static_cast<float>(x * framebuffer.width / std::max(1, width)),
                                         static_cast<float>(y * framebuffer.height / std::max(1, height))});
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* window, int button, int action, int mods) {
        if (button > GLFW_MOUSE_BUTTON_MIDDLE) return;
        if (action == GLFW_PRESS)
            self(window).push(ui::MousePressed{button_from_glfw(button), mods_from_glfw(mods)});
        else
            self(window).push(ui::MouseReleased{button_from_glfw(button), mods_from_glfw(mods)});
    });
    glfwSetScrollCallback(window_, [](GLFWwindow* window, double dx, double dy) {
        self(window).push(
            ui::WheelTurned{static_cast<float>(dx), static_cast<float>(dy), current_mods(window)});
    });
    glfwSetDropCallback(window_, [](GLFWwindow* window, int count, const char** paths) {
        self(window).push(ui::PathsDropped{std::vector<std::string>(paths, paths + count)});
    });
    glfwSetWindowFocusCallback(window_, [](GLFWwindow* window, int focused) {
        self(window).push(ui::FocusChanged{focused == GLFW_TRUE});
    });
    glfwSetWindowCloseCallback(window_, [](GLFWwindow* window) { self(window).push(ui::CloseRequested{}); });
    glfwSetFramebufferSizeCallback(window_,
                                   [](GLFWwindow* window, int, int) { self(window).push(ui::Resized{}); });
    glfwSetWindowRefreshCallback(window_, [](GLFWwindow* window) { self(window).push(ui::Resized{}); });
    glfwSetWindowContentScaleCallback(
        window_, [](GLFWwindow* window, float, float) { self(window).push(ui::Resized{}); });
}

void (*GlfwPlatform::find_function(const char* name))() {
    return glfwGetProcAddress(name);
}

std::vector<ui::InputEvent> GlfwPlatform::take_events() {
    glfwPollEvents();
    return std::exchange(events_, {});
}

void GlfwPlatform::wait(std::optional<std::chrono::milliseconds> at_most) {
    if (!events_.empty()) return;
    if (!at_most)
        glfwWaitEvents();
    else if (at_most->count() > 0)
        glfwWaitEventsTimeout(std::chrono::duration<double>(*at_most).count());
    else
        glfwPollEvents();
}

void GlfwPlatform::wake() {
    glfwPostEmptyEvent();
}

SizePx GlfwPlatform::framebuffer_size() const {
    SizePx size;
    glfwGetFramebufferSize(window_, &size.width, &size.height);
    return {std::max(1, size.width), std::max(1, size.height)};
}

float GlfwPlatform::scale() const {
    if (scale_) return static_cast<float>(*scale_);
    float x = 1, y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    return std::clamp(x, 0.5f, 4.0f);
}

void GlfwPlatform::begin_frame() {
    const SizePx size = framebuffer_size();
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glViewport(0, 0, size.width, size.height);
}

void GlfwPlatform::present() {
    glfwSwapBuffers(window_);
}

std::string GlfwPlatform::clipboard() const {
    const char* text = glfwGetClipboardString(window_);
    return text == nullptr ? std::string() : std::string(text);
}

void GlfwPlatform::set_clipboard(const std::string& text) {
    glfwSetClipboardString(window_, text.c_str());
}

void GlfwPlatform::set_cursor(Cursor cursor) {
    if (cursor == cursor_) return;
    cursor_ = cursor;
    glfwSetCursor(window_, cursors_[static_cast<std::size_t>(cursor)]);
}

void GlfwPlatform::set_fullscreen(bool on) {
    if (on == (glfwGetWindowMonitor(window_) != nullptr)) return;
    if (!on) {
        glfwSetWindowMonitor(window_, nullptr, before_fullscreen_.x, before_fullscreen_.y,
                             before_fullscreen_.width, before_fullscreen_.height, GLFW_DONT_CARE);
        return;
    }
    before_fullscreen_ = place();
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    const GLFWvidmode* mode = monitor == nullptr ? nullptr : glfwGetVideoMode(monitor);
    if (mode != nullptr)
        glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
}

void GlfwPlatform::set_title(const std::string& title) {
    glfwSetWindowTitle(window_, title.c_str());
}

bool GlfwPlatform::is_visible() const {
    return glfwGetWindowAttrib(window_, GLFW_ICONIFIED) == GLFW_FALSE;
}

WindowPlace GlfwPlatform::place() const {
    if (glfwGetWindowMonitor(window_) != nullptr) return before_fullscreen_;
    WindowPlace place;
    glfwGetWindowPos(window_, &place.x, &place.y);
    glfwGetWindowSize(window_, &place.width, &place.height);
    place.placed = true;
    place.maximized = glfwGetWindowAttrib(window_, GLFW_MAXIMIZED) == GLFW_TRUE;
    return place;
}

}  // namespace proofsheet::shell
