#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "shell/application.h"
#include "shell/offscreen_platform.h"
#include "shell/script.h"

namespace proofsheet::shell {

/// The application's clock offscreen: real, or one fixed step a frame.
class DriverClock {
public:
    explicit DriverClock(std::optional<app::Millis> fixed_step) : fixed_step_(fixed_step) {}
    bool is_fixed() const { return fixed_step_.has_value(); }
    app::Millis now() const;
    /// Called once a frame.
    app::Millis advance();

private:
    std::optional<app::Millis> fixed_step_;
    app::Millis fixed_now_{0};
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Plays a script on the real application: the same events, the same frames, no window. Main thread.
class ScriptDriver {
public:
    ScriptDriver(Application& application, OffscreenPlatform& platform, DriverClock clock);

    /// Runs all lines; the first failure ends it. Errors carry the line number in front: "LINE: why".
    Status run(const std::vector<ScriptLine>& lines);
    /// Draws frames until nothing is pending. Errors: Cancelled when it takes longer than `seconds`.
    Status wait_ready(double seconds);

private:
    using Words = std::vector<std::string>;
    Status execute(const Words& words);
    Status wait(const Words& words);
    /// Lets time pass until an expectation holds.
    Status wait_for(const Words& words);
    Status key(const Words& words, bool down, bool up);
    Status type(const Words& words);
    Status pointer(const Words& words);
    Status click(app::Vec2 at, ui::MouseButton button, int times);
    Status drag(app::Vec2 from, app::Vec2 to);
    Status click_on(const Words& words);
    Status drag_on(const Words& words);
    Status write(const Words& words);
    Status expect(const Words& words);
    Status resize(const Words& words);

    void frame();
    void frames(int count);
    /// Lets time pass as a window does: the next turn when it is due, or when something wakes us.
    void idle();
    void post(ui::InputKind kind);
    void move_to(app::Vec2 at);
    Result<app::Vec2> center_of(const std::string& target);

    Application& application_;
    OffscreenPlatform& platform_;
    DriverClock clock_;
    ui::Mods held_;
    bool quit_ = false;
};

}  // namespace proofsheet::shell
