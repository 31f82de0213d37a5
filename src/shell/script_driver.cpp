#include "shell/script_driver.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/file_bytes.h"
#include "image/encode.h"
#include "shell/expectation.h"
#include "shell/state_dump.h"
#include "ui/chord.h"

namespace proofsheet::shell {
namespace {

constexpr double kDefaultReadySeconds = 30;
constexpr app::Millis kLongestIdle{20};

Error usage(std::string_view form) {
    return {ErrorKind::InvalidInput, fmt::format("expected: {}", form)};
}

std::optional<double> number_in(const std::string& word) {
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

/// The numbers in words[from] ...; nullopt when there are not `count` of them.
std::optional<std::vector<double>> numbers(const std::vector<std::string>& words, std::size_t from,
                                           std::size_t count) {
    if (words.size() < from + count) return std::nullopt;
    std::vector<double> values;
    for (std::size_t i = from; i < from + count; ++i) {
        const auto value = number_in(words[i]);
        if (!value) return std::nullopt;
        values.push_back(*value);
    }
    return values;
}

std::span<const std::byte> as_bytes(const std::string& text) {
    return std::as_bytes(std::span(text));
}

void set_modifier(ui::Mods& mods, ui::Key key, bool down) {
    if (key == ui::Key::LeftCtrl) mods.ctrl = down;
    if (key == ui::Key::LeftShift) mods.shift = down;
    if (key == ui::Key::LeftAlt) mods.alt = down;
}

std::vector<char32_t> code_points(std::string_view text) {
    std::vector<char32_t> points;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t point = length == 1 ? lead : lead & (0x7Fu >> length);
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k)
            point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
        points.push_back(point);
        i += length;
    }
    return points;
}

}  // namespace

app::Millis DriverClock::now() const {
    return fixed_step_ ? fixed_now_ : app::Millis(std::chrono::steady_clock::now() - start_);
}

app::Millis DriverClock::advance() {
    if (fixed_step_) fixed_now_ += *fixed_step_;
    return now();
}

ScriptDriver::ScriptDriver(Application& application, OffscreenPlatform& platform, DriverClock clock)
    : application_(application), platform_(platform), clock_(clock) {}

Status ScriptDriver::run(const std::vector<ScriptLine>& lines) {
    for (const ScriptLine& line : lines) {
        const Status done = execute(line.words);
        if (!done) return with_context(done.error(), std::to_string(line.number));
        if (quit_ || application_.quit()) break;
    }
    return {};
}

void ScriptDriver::frame() {
    application_.frame(clock_.advance());
}

void ScriptDriver::frames(int count) {
    for (int i = 0; i < count; ++i) frame();
}

void ScriptDriver::idle() {
    const app::Millis due =
        std::min(application_.next_turn_in(clock_.now()).value_or(kLongestIdle), kLongestIdle);
    if (clock_.is_fixed()) {
        // Decoding takes real time, whatever the clock says.
        if (application_.pending().decode > 0) platform_.wait(std::chrono::milliseconds(5));
        return frame();
    }
    if (due.count() > 0) platform_.wait(std::chrono::ceil<std::chrono::milliseconds>(due));
    application_.turn(clock_.advance());
}

Status ScriptDriver::wait_ready(double seconds) {
    const auto start = std::chrono::steady_clock::now();
    frame();
    while (!application_.settled()) {
        if (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > seconds) {
            const PendingWork work = application_.pending();
            return Error{ErrorKind::Cancelled,
                         fmt::format("not ready after {:g} s: scan {}, decode {}, upload {}", seconds,
                                     work.scan, work.decode, work.upload)};
        }
        idle();
    }
    return {};
}

void ScriptDriver::post(ui::InputKind kind) {
    platform_.post(std::move(kind));
}

void ScriptDriver::move_to(app::Vec2 at) {
    post(ui::MouseMoved{static_cast<float>(at.x), static_cast<float>(at.y)});
}

Status ScriptDriver::execute(const Words& words) {
    const std::string& command = words.front();
    if (command == "wait") return wait(words);
    if (command == "key") return key(words, true, true);
    if (command == "key-down") return key(words, true, false);
    if (command == "key-up") return key(words, false, true);
    if (command == "text") return type(words);
    if (command == "move" || command == "click" || command == "double-click" || command == "drag" ||
        command == "wheel")
        return pointer(words);
    if (command == "click-on") return click_on(words);
    if (command == "drag-on") return drag_on(words);
    if (command == "targets" || command == "screenshot" || command == "state") return write(words);
    if (command == "expect") return expect(words);
    if (command == "resize") return resize(words);
    if (command == "quit") {
        quit_ = true;
        return {};
    }
    return Error{ErrorKind::InvalidInput, fmt::format("unknown command \"{}\"", command)};
}

Status ScriptDriver::wait(const Words& words) {
    const std::string form =
        "wait ready [SECONDS] | wait frames N | wait ms N | wait for POINTER OPERATOR VALUE [SECONDS]";
    if (words.size() < 2) return usage(form);
    if (words[1] == "for") return wait_for(words);
    const bool has_amount = words.size() > 2;
    const double amount = has_amount ? number_in(words[2]).value_or(-1.0) : -1.0;
    if (has_amount && amount < 0) return usage(form);
    if (words[1] == "ready") return wait_ready(has_amount ? amount : kDefaultReadySeconds);
    if (!has_amount) return usage(form);
    if (words[1] == "frames") {
        frames(static_cast<int>(amount));
        return {};
    }
    if (words[1] != "ms") return usage(form);
    const app::Millis end = clock_.now() + app::Millis(amount);
    while (clock_.now() < end && !application_.quit()) idle();
    return {};
}

Status ScriptDriver::wait_for(const Words& words) {
    const bool has_time = words.size() == 6;
    const double seconds = has_time ? number_in(words[5]).value_or(-1.0) : kDefaultReadySeconds;
    if ((words.size() != 5 && !has_time) || seconds < 0)
        return usage("wait for POINTER ==|!=|<|<=|>|>=|contains VALUE [SECONDS]");
    const auto start = std::chrono::steady_clock::now();
    while (true) {
        const Status holds = check_expectation(dump_state(application_), words[2], words[3], words[4]);
        if (holds) return holds;
        if (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() > seconds)
            return Error{ErrorKind::Cancelled,
                         fmt::format("not so after {:g} s: {}", seconds, holds.error().message)};
        idle();
    }
}

Status ScriptDriver::key(const Words& words, bool down, bool up) {
    const auto chord = words.size() == 2 ? ui::parse_chord(words[1]) : std::nullopt;
    if (!chord) return usage(words.front() + " CHORD, for example Ctrl+Shift+Z");
    ui::Chord press = *chord;
    if (press.character != 0) press = ui::key_for_character(press.character).value_or(press);
    ui::Mods mods{press.mods.ctrl || held_.ctrl, press.mods.shift || held_.shift, press.mods.alt || held_.alt,
                  press.mods.super};
    if (down) {
        set_modifier(held_, press.key, true);
        post(ui::KeyPressed{press.key, mods, false});
        const char32_t typed = ui::typed_character(press.key, mods);
        if (typed != 0) post(ui::CharTyped{typed});
        frame();
    }
    if (up) {
        set_modifier(held_, press.key, false);
        post(ui::KeyReleased{press.key, held_});  // the chord's own modifiers go up with it
        frame();
    }
    return {};
}

Status ScriptDriver::type(const Words& words) {
    if (words.size() != 2) return usage("text \"…\"");
    for (const char32_t point : code_points(words[1])) {
        post(ui::CharTyped{point});
        frame();
    }
    return {};
}

Status ScriptDriver::click(app::Vec2 at, ui::MouseButton button, int times) {
    move_to(at);
    frame();
    for (int i = 0; i < times; ++i) {
        post(ui::MousePressed{button, held_});
        frame();
        post(ui::MouseReleased{button, held_});
        frame();
    }
    frame();
    return {};
}

Status ScriptDriver::drag(app::Vec2 from, app::Vec2 to) {
    move_to(from);
    frame();
    post(ui::MousePressed{ui::MouseButton::Left, held_});
    frame();
    constexpr int kSteps = 8;
    for (int i = 1; i <= kSteps; ++i) {
        const double t = static_cast<double>(i) / kSteps;
        move_to({from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t});
        frame();
    }
    post(ui::MouseReleased{ui::MouseButton::Left, held_});
    frames(2);
    return {};
}

Status ScriptDriver::pointer(const Words& words) {
    const std::string& command = words.front();
    if (command == "wheel") {
        const auto turn = numbers(words, 1, 1);
        if (!turn) return usage("wheel DY");
        post(ui::WheelTurned{0, static_cast<float>(turn->front()), held_});
        frames(2);
        return {};
    }
    if (command == "drag") {
        const auto at = numbers(words, 1, 4);
        if (!at) return usage("drag X1 Y1 X2 Y2");
        return drag({(*at)[0], (*at)[1]}, {(*at)[2], (*at)[3]});
    }
    const auto at = numbers(words, 1, 2);
    if (!at) return usage(command + " X Y");
    const app::Vec2 place{(*at)[0], (*at)[1]};
    if (command == "move") {
        move_to(place);
        frames(2);
        return {};
    }
    const bool right = words.size() > 3 && words[3] == "right";
    if (words.size() > 3 && words[3] != "left" && !right) return usage(command + " X Y [left|right]");
    return click(place, right ? ui::MouseButton::Right : ui::MouseButton::Left, command == "click" ? 1 : 2);
}

Result<app::Vec2> ScriptDriver::center_of(const std::string& target) {
    frame();
    const ui::Target* found = application_.targets().find(target);
    if (found != nullptr && found->is_clipped) {
        application_.reveal(target);
        frames(3);
        found = application_.targets().find(target);
    }
    if (found == nullptr)
        return Error{ErrorKind::NotFound, fmt::format("no target \"{}\" on the screen", target)};
    return found->box.center();
}

Status ScriptDriver::click_on(const Words& words) {
    if (words.size() < 2) return usage("click-on NAME [left|right]");
    const auto at = center_of(words[1]);
    if (!at) return at.error();
    const bool right = words.size() > 2 && words[2] == "right";
    return click(*at, right ? ui::MouseButton::Right : ui::MouseButton::Left, 1);
}

Status ScriptDriver::drag_on(const Words& words) {
    const auto delta = numbers(words, 2, 2);
    if (!delta) return usage("drag-on NAME DX DY");
    const auto at = center_of(words[1]);
    if (!at) return at.error();
    return drag(*at, {at->x + (*delta)[0], at->y + (*delta)[1]});
}

Status ScriptDriver::write(const Words& words) {
    const std::string& command = words.front();
    if (words.size() != 2) return usage(command + " FILE");
    frame();
    if (command == "screenshot") {
        const auto png = image::encode_png(platform_.read_pixels(), {}, 4, image::PngAlpha::Drop);
        if (!png) return png.error();
        return write_file_atomically(words[1], *png);
    }
    const auto document =
        command == "state" ? dump_state(application_) : dump_targets(application_.targets());
    return write_file_atomically(
        words[1], as_bytes(document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n"));
}

Status ScriptDriver::expect(const Words& words) {
    if (words.size() < 4) return usage("expect POINTER ==|!=|<|<=|>|>=|contains VALUE");
    std::string expected = words[3];
    for (std::size_t i = 4; i < words.size(); ++i) expected += " " + words[i];
    return check_expectation(dump_state(application_), words[1], words[2], expected);
}

Status ScriptDriver::resize(const Words& words) {
    const auto size = numbers(words, 1, 2);
    constexpr double kLargest = 16384;
    if (!size || (*size)[0] < 1 || (*size)[1] < 1 || (*size)[0] > kLargest || (*size)[1] > kLargest)
        return usage("resize W H");
    platform_.resize({static_cast<int>((*size)[0]), static_cast<int>((*size)[1])});
    frames(2);
    return {};
}

}  // namespace proofsheet::shell
