#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace proofsheet::ui {

/// Keys of our own, so that shortcuts do not depend on a window library or on the version of the user
/// interface library. Digits are positional (the key right of the tab row's upper end is Digit1 on every
/// layout), letters and punctuation go by the label on the key.
enum class Key : std::uint8_t {
    None,
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M,
    N,
    O,
    P,
    Q,
    R,
    S,
    T,
    U,
    V,
    W,
    X,
    Y,
    Z,
    Digit0,
    Digit1,
    Digit2,
    Digit3,
    Digit4,
    Digit5,
    Digit6,
    Digit7,
    Digit8,
    Digit9,
    Keypad0,
    Keypad1,
    Keypad2,
    Keypad3,
    Keypad4,
    Keypad5,
    Keypad6,
    Keypad7,
    Keypad8,
    Keypad9,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    F10,
    F11,
    F12,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    Space,
    Enter,
    Escape,
    Tab,
    Backspace,
    Delete,
    Insert,
    Comma,
    Period,
    Slash,
    Minus,
    Equal,
    Grave,
    Semicolon,
    Apostrophe,
    LeftBracket,
    RightBracket,
    Backslash,
    LeftShift,
    LeftCtrl,
    LeftAlt,
    LeftSuper,
    Count
};

struct Mods {
    bool ctrl = false;
    bool shift = false;
    bool alt = false;
    bool super = false;
    bool operator==(const Mods&) const = default;
};

enum class MouseButton : std::uint8_t { Left, Right, Middle };

struct KeyPressed {
    Key key = Key::None;
    Mods mods;
    bool repeat = false;
};
struct KeyReleased {
    Key key = Key::None;
    Mods mods;
};
/// A character that was typed, after the layout and dead keys.
struct CharTyped {
    char32_t character = 0;
};
/// Positions are device pixels of the framebuffer.
struct MouseMoved {
    float x = 0;
    float y = 0;
};
struct MousePressed {
    MouseButton button = MouseButton::Left;
    Mods mods;
};
struct MouseReleased {
    MouseButton button = MouseButton::Left;
    Mods mods;
};
/// One notch of a common wheel is 1; up is positive.
struct WheelTurned {
    float dx = 0;
    float dy = 0;
    Mods mods;
};
struct PathsDropped {
    std::vector<std::string> paths;
};
struct FocusChanged {
    bool focused = true;
};
struct CloseRequested {};
struct Resized {};

using InputKind = std::variant<KeyPressed, KeyReleased, CharTyped, MouseMoved, MousePressed, MouseReleased,
                               WheelTurned, PathsDropped, FocusChanged, CloseRequested, Resized>;

/// One event and when it arrived.
struct InputEvent {
    InputKind kind;
    std::chrono::steady_clock::time_point arrived;
};

}  // namespace proofsheet::ui
