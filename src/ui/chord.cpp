#include "ui/chord.h"

#include <array>

#include "core/text.h"

namespace proofsheet::ui {
namespace {

struct KeyName {
    Key key;
    std::string_view written;  ///< in scripts and the configuration
    std::string_view shown;
};

constexpr std::array kKeyNames{
    KeyName{Key::Left, "left", "←"},
    KeyName{Key::Right, "right", "→"},
    KeyName{Key::Up, "up", "↑"},
    KeyName{Key::Down, "down", "↓"},
    KeyName{Key::Home, "home", "Home"},
    KeyName{Key::End, "end", "End"},
    KeyName{Key::PageUp, "pgup", "PgUp"},
    KeyName{Key::PageDown, "pgdn", "PgDn"},
    KeyName{Key::PageUp, "pageup", "PgUp"},
    KeyName{Key::PageDown, "pagedown", "PgDn"},
    KeyName{Key::Space, "space", "Space"},
    KeyName{Key::Enter, "enter", "Enter"},
    KeyName{Key::Enter, "return", "Enter"},
    KeyName{Key::Escape, "esc", "Esc"},
    KeyName{Key::Escape, "escape", "Esc"},
    KeyName{Key::Tab, "tab", "Tab"},
    KeyName{Key::Backspace, "backspace", "Backspace"},
    KeyName{Key::Delete, "delete", "Delete"},
    KeyName{Key::Insert, "insert", "Insert"},
    KeyName{Key::LeftShift, "shift", "Shift"},
    KeyName{Key::LeftCtrl, "ctrl", "Ctrl"},
    KeyName{Key::LeftAlt, "alt", "Alt"},
};

struct Typed {
    Key key;
    char plain;
    char shifted;
};

constexpr std::array kTyped{
    Typed{Key::Digit0, '0', ')'},      Typed{Key::Digit1, '1', '!'},       Typed{Key::Digit2, '2', '@'},
    Typed{Key::Digit3, '3', '#'},      Typed{Key::Digit4, '4', '$'},       Typed{Key::Digit5, '5', '%'},
    Typed{Key::Digit6, '6', '^'},      Typed{Key::Digit7, '7', '&'},       Typed{Key::Digit8, '8', '*'},
    Typed{Key::Digit9, '9', '('},      Typed{Key::Comma, ',', '<'},        Typed{Key::Period, '.', '>'},
    Typed{Key::Slash, '/', '?'},       Typed{Key::Minus, '-', '_'},        Typed{Key::Equal, '=', '+'},
    Typed{Key::Grave, '`', '~'},       Typed{Key::Semicolon, ';', ':'},    Typed{Key::Apostrophe, '\'', '"'},
    Typed{Key::LeftBracket, '[', '{'}, Typed{Key::RightBracket, ']', '}'}, Typed{Key::Backslash, '\\', '|'},
    Typed{Key::Space, ' ', ' '},
};

Key offset_key(Key first, int offset) {
    return static_cast<Key>(static_cast<int>(first) + offset);
}
int offset_of(Key key, Key first) {
    return static_cast<int>(key) - static_cast<int>(first);
}
bool between(Key key, Key first, Key last) {
    return key >= first && key <= last;
}

Key key_named(std::string_view word) {
    if (word.size() == 1) {
        const auto typed = key_for_character(static_cast<unsigned char>(word[0]));
        return typed ? typed->key : Key::None;
    }
    for (const KeyName& name : kKeyNames)
        if (name.written == word) return name.key;
    if (word.size() == 3 && word.starts_with("kp") && word[2] >= '0' && word[2] <= '9')
        return offset_key(Key::Keypad0, word[2] - '0');
    if (word.size() >= 2 && word.size() <= 3 && word[0] == 'f') {
        int number = 0;
        for (const char c : word.substr(1)) number = c >= '0' && c <= '9' ? number * 10 + (c - '0') : 100;
        if (number >= 1 && number <= 12) return offset_key(Key::F1, number - 1);
    }
    return Key::None;
}

/// Characters that sit on different keys around the world are matched as characters.
bool is_layout_dependent(char c) {
    return c == '?' || c == '+' || c == '-' || c == '/';
}

std::string name_of_key(Key key) {
    for (const KeyName& name : kKeyNames)
        if (name.key == key) return std::string(name.shown);
    if (between(key, Key::A, Key::Z)) return std::string(1, static_cast<char>('A' + offset_of(key, Key::A)));
    if (between(key, Key::F1, Key::F12)) return "F" + std::to_string(offset_of(key, Key::F1) + 1);
    if (between(key, Key::Keypad0, Key::Keypad9))
        return "Keypad " + std::to_string(offset_of(key, Key::Keypad0));
    const char32_t typed = typed_character(key, {});
    return typed == 0 ? std::string() : std::string(1, static_cast<char>(typed));
}

}  // namespace

char32_t typed_character(Key key, const Mods& mods) {
    if (mods.ctrl || mods.alt || mods.super) return 0;
    if (between(key, Key::A, Key::Z))
        return static_cast<char32_t>((mods.shift ? 'A' : 'a') + offset_of(key, Key::A));
    for (const Typed& typed : kTyped)
        if (typed.key == key) return static_cast<unsigned char>(mods.shift ? typed.shifted : typed.plain);
    return 0;
}

std::optional<Chord> key_for_character(char32_t character) {
    if (character >= 'a' && character <= 'z')
        return Chord{offset_key(Key::A, static_cast<int>(character - 'a')), {}, 0};
    if (character >= 'A' && character <= 'Z')
        return Chord{offset_key(Key::A, static_cast<int>(character - 'A')), {.shift = true}, 0};
    for (const Typed& typed : kTyped) {
        if (static_cast<unsigned char>(typed.plain) == character) return Chord{typed.key, {}, 0};
        if (static_cast<unsigned char>(typed.shifted) == character)
            return Chord{typed.key, {.shift = true}, 0};
    }
    return std::nullopt;
}

std::optional<Chord> parse_chord(std::string_view text) {
    Chord chord;
    std::string rest = ascii_lower(text);
    const auto take = [&](std::string_view word) {
        if (!std::string_view(rest).starts_with(word) || rest.size() == word.size()) return false;
        rest.erase(0, word.size());
        return true;
    };
    while (true) {
        if (take("ctrl+"))
            chord.mods.ctrl = true;
        else if (take("shift+"))
            chord.mods.shift = true;
        else if (take("alt+"))
            chord.mods.alt = true;
        else if (take("super+"))
            chord.mods.super = true;
        else
            break;
    }
    if (rest.size() == 1 && is_layout_dependent(rest[0]) && !chord.mods.ctrl && !chord.mods.alt) {
        chord.character = static_cast<unsigned char>(rest[0]);
        return chord;
    }
    chord.key = key_named(rest);
    if (chord.key == Key::None) return std::nullopt;
    return chord;
}

std::string display_chord(const Chord& chord) {
    std::string text;
    if (chord.mods.ctrl) text += "Ctrl+";
    if (chord.mods.shift) text += "Shift+";
    if (chord.mods.alt) text += "Alt+";
    if (chord.mods.super) text += "Super+";
    return text + (chord.character != 0 ? std::string(1, static_cast<char>(chord.character))
                                        : name_of_key(chord.key));
}

}  // namespace proofsheet::ui
