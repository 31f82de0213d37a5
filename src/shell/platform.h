#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/size.h"
#include "ui/input.h"

namespace proofsheet::shell {

enum class Cursor : std::uint8_t { Arrow, Text, Hand, ResizeHorizontal, ResizeVertical, Move };

/// Where frames are shown and events come from: a window, or a framebuffer in memory. Main thread, but for
/// `wake`.
class Platform {
public:
    virtual ~Platform() = default;

    /// Events since the last call, in order of arrival.
    virtual std::vector<ui::InputEvent> take_events() = 0;
    /// Sleeps until an event arrives, `wake` is called, or the time is over. Without a time it waits for the
    /// first two.
    virtual void wait(std::optional<std::chrono::milliseconds> at_most) = 0;
    /// Ends a `wait`. Any thread.
    virtual void wake() = 0;

    virtual SizePx framebuffer_size() const = 0;
    /// Device pixels per point.
    virtual float scale() const = 0;
    /// Binds the framebuffer that a frame is drawn into.
    virtual void begin_frame() = 0;
    /// Shows the frame; returns when the commands of the frame are finished.
    virtual void present() = 0;

    virtual std::string clipboard() const = 0;
    virtual void set_clipboard(const std::string& text) = 0;
    virtual void set_cursor(Cursor cursor) = 0;
    virtual void set_fullscreen(bool on) = 0;
    virtual void set_title(const std::string& title) = 0;
    virtual bool is_visible() const = 0;
};

}  // namespace proofsheet::shell
