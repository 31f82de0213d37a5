#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ui/input.h"

namespace proofsheet::ui {

/// A key with modifiers, or a character whose key differs between layouts ('?', '+', '-').
struct Chord {
    Key key = Key::None;
    Mods mods;
    char32_t character = 0;
    bool operator==(const Chord&) const = default;
};

/// "Ctrl+Shift+Z", "PgDn", "?", "." ... nullopt for what is no chord. Case of the words does not matter.
std::optional<Chord> parse_chord(std::string_view text);

/// The chord as people read it: "Ctrl+Shift+Z", "Page down", "←".
std::string display_chord(const Chord& chord);

/// The character that a US keyboard types for this key; 0 for none.
char32_t typed_character(Key key, const Mods& mods);

/// The key and modifiers that type a character on a US keyboard; nullopt for others.
std::optional<Chord> key_for_character(char32_t character);

}  // namespace proofsheet::ui
