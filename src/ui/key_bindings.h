#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/config.h"
#include "app/config_edit.h"
#include "core/result.h"
#include "ui/action.h"

namespace proofsheet::ui {

/// The keymap of a configuration, and what in `keys` names no action or no chord.
struct BoundKeys {
    Keymap keymap;
    std::vector<app::KeyBinding> refused;
};
/// The defaults with the bindings of the file, in its order: a chord belongs to the last one that names it.
/// The chord "none" leaves an action without a key.
BoundKeys bind_keys(std::span<const app::KeyBinding> bindings);

/// A chord as `keys` writes it: "Left", "kp5", "Ctrl+Shift+Z". It reads back with `parse_chord`.
std::string chord_text(const Chord& chord);
/// Chords as `keys` writes them, separated by spaces; "none" for none.
std::string chords_text(std::span<const Chord> chords);

/// What a pressed key means as a shortcut; nullopt while only modifiers are held. Keys that type '?', '+',
/// '-' or
/// '/' on a US keyboard become the character, which is found on other layouts too.
std::optional<Chord> chord_of(const KeyPressed& pressed);

/// Why no action may have this chord, as a sentence; nullopt when it is free to use.
std::optional<std::string> reserved_reason(const Chord& chord);

/// A chord that somebody else has.
struct KeyConflict {
    Chord chord;
    Action holder = Action::Count;
    bool operator==(const KeyConflict&) const = default;
};
/// "Ctrl+Q is the key for "Quit", which would lose it".
std::string to_text(const KeyConflict& conflict);

/// What follows when an action gets other chords.
struct Rebinding {
    Action action = Action::Count;
    std::vector<Chord> chords;           ///< what it has afterwards
    std::vector<KeyConflict> conflicts;  ///< who loses what; nothing is lost without being listed
    std::vector<app::KeyBinding> after;  ///< the bindings of the file afterwards
    std::vector<app::ConfigEdit> edits;  ///< that make them
};

/// Gives `action` exactly these chords; none is allowed. "One level up" keeps Esc. Errors: InvalidInput for a
/// reserved chord, one that cannot be written down, and for too many; the sentence is for the user.
Result<Rebinding> plan_binding(std::span<const app::KeyBinding> bindings, Action action,
                               std::vector<Chord> chords);
/// Gives `action` the chords that it comes with, and takes them from whom they were given to.
Rebinding plan_reset(std::span<const app::KeyBinding> bindings, Action action);
/// Takes all bindings out of the file.
std::vector<app::ConfigEdit> reset_all_edits();

/// Whether the file binds this action, so that there is something to reset.
bool is_rebound(std::span<const app::KeyBinding> bindings, Action action);

}  // namespace proofsheet::ui
