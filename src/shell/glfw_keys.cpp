#include "shell/glfw_keys.h"

#include <GLFW/glfw3.h>

#include <array>

#include "ui/chord.h"

namespace proofsheet::shell {
namespace {

using ui::Key;

Key offset(Key first, int by) {
    return static_cast<Key>(static_cast<int>(first) + by);
}

struct Pair {
    int glfw;
    Key key;
};

constexpr std::array kByPosition{
    Pair{GLFW_KEY_LEFT, Key::Left},
    Pair{GLFW_KEY_RIGHT, Key::Right},
    Pair{GLFW_KEY_UP, Key::Up},
    Pair{GLFW_KEY_DOWN, Key::Down},
    Pair{GLFW_KEY_HOME, Key::Home},
    Pair{GLFW_KEY_END, Key::End},
    Pair{GLFW_KEY_PAGE_UP, Key::PageUp},
    Pair{GLFW_KEY_PAGE_DOWN, Key::PageDown},
    Pair{GLFW_KEY_SPACE, Key::Space},
    Pair{GLFW_KEY_ENTER, Key::Enter},
    Pair{GLFW_KEY_KP_ENTER, Key::Enter},
    Pair{GLFW_KEY_ESCAPE, Key::Escape},
    Pair{GLFW_KEY_TAB, Key::Tab},
    Pair{GLFW_KEY_BACKSPACE, Key::Backspace},
    Pair{GLFW_KEY_DELETE, Key::Delete},
    Pair{GLFW_KEY_INSERT, Key::Insert},
    Pair{GLFW_KEY_GRAVE_ACCENT, Key::Grave},
    Pair{GLFW_KEY_LEFT_SHIFT, Key::LeftShift},
    Pair{GLFW_KEY_RIGHT_SHIFT, Key::LeftShift},
    Pair{GLFW_KEY_LEFT_CONTROL, Key::LeftCtrl},
    Pair{GLFW_KEY_RIGHT_CONTROL, Key::LeftCtrl},
    Pair{GLFW_KEY_LEFT_ALT, Key::LeftAlt},
    Pair{GLFW_KEY_RIGHT_ALT, Key::LeftAlt},
    Pair{GLFW_KEY_LEFT_SUPER, Key::LeftSuper},
    Pair{GLFW_KEY_RIGHT_SUPER, Key::LeftSuper},
};

/// Where the layout has no label for a key, its place on a US keyboard decides.
constexpr std::array kUnlabelled{
    Pair{GLFW_KEY_COMMA, Key::Comma},
    Pair{GLFW_KEY_PERIOD, Key::Period},
    Pair{GLFW_KEY_SLASH, Key::Slash},
    Pair{GLFW_KEY_MINUS, Key::Minus},
    Pair{GLFW_KEY_EQUAL, Key::Equal},
    Pair{GLFW_KEY_SEMICOLON, Key::Semicolon},
    Pair{GLFW_KEY_APOSTROPHE, Key::Apostrophe},
    Pair{GLFW_KEY_LEFT_BRACKET, Key::LeftBracket},
    Pair{GLFW_KEY_RIGHT_BRACKET, Key::RightBracket},
    Pair{GLFW_KEY_BACKSLASH, Key::Backslash},
};

bool is_digit(Key key) {
    return key >= Key::Digit0 && key <= Key::Digit9;
}

}  // namespace

ui::Key key_from_glfw(int key, const char* label) {
    if (key >= GLFW_KEY_0 && key <= GLFW_KEY_9) return offset(Key::Digit0, key - GLFW_KEY_0);
    if (key >= GLFW_KEY_KP_0 && key <= GLFW_KEY_KP_9) return offset(Key::Keypad0, key - GLFW_KEY_KP_0);
    if (key >= GLFW_KEY_F1 && key <= GLFW_KEY_F12) return offset(Key::F1, key - GLFW_KEY_F1);
    for (const Pair& pair : kByPosition)
        if (pair.glfw == key) return pair.key;
    if (label != nullptr && label[0] != '\0' && label[1] == '\0') {
        const auto chord = ui::key_for_character(static_cast<unsigned char>(label[0]));
        if (chord && !chord->mods.shift && !is_digit(chord->key)) return chord->key;
    }
    if (key >= GLFW_KEY_A && key <= GLFW_KEY_Z) return offset(Key::A, key - GLFW_KEY_A);
    for (const Pair& pair : kUnlabelled)
        if (pair.glfw == key) return pair.key;
    return Key::None;
}

ui::Mods mods_from_glfw(int mods) {
    return {(mods & GLFW_MOD_CONTROL) != 0, (mods & GLFW_MOD_SHIFT) != 0, (mods & GLFW_MOD_ALT) != 0,
            (mods & GLFW_MOD_SUPER) != 0};
}

}  // namespace proofsheet::shell
