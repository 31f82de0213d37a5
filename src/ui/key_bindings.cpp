#include "ui/key_bindings.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace proofsheet::ui {
namespace {

constexpr std::string_view kNone = "none";
/// The configuration takes no longer text for one action.
constexpr std::size_t kLongestText = 64;

/// One form for chords that the same press asks for.
Chord canonical(const Chord& chord) {
    if (chord.character != 0) return {Key::None, {}, chord.character};
    const char32_t typed = typed_character(chord.key, chord.mods);
    if (typed == 0 || typed > 0x7E) return chord;
    const auto parsed = parse_chord(std::string(1, static_cast<char>(typed)));
    return parsed && parsed->character != 0 ? *parsed : chord;
}

bool holds(std::span<const Chord> chords, const Chord& chord) {
    return std::any_of(chords.begin(), chords.end(),
                       [&](const Chord& each) { return canonical(each) == canonical(chord); });
}

bool same_chords(std::span<const Chord> left, std::span<const Chord> right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const Chord& a, const Chord& b) { return canonical(a) == canonical(b); });
}

std::vector<Chord> without(std::vector<Chord> chords, std::span<const Chord> gone) {
    std::erase_if(chords, [&](const Chord& chord) { return holds(gone, chord); });
    return chords;
}

std::vector<Chord> default_chords(Action action) {
    return Keymap().chords_of(action);
}

bool give(Keymap& keymap, const app::KeyBinding& binding) {
    return keymap.rebind(binding.action, ascii_lower(binding.chord) == kNone ? "" : binding.chord);
}

/// What a binding of the file alone gives its action.
std::vector<Chord> asked_by(const app::KeyBinding& binding) {
    Keymap keymap;
    give(keymap, binding);
    for (const ActionInfo& info : action_table())
        if (info.name == binding.action) return keymap.chords_of(info.action);
    return {};
}

std::optional<std::string> refusal_of(const Chord& chord, Action action) {
    const bool escape_of_back = action == Action::GoBack && chord == Chord{Key::Escape, {}, 0};
    if (escape_of_back) return std::nullopt;
    if (auto reason = reserved_reason(chord)) return reason;
    const auto read_back = parse_chord(chord_text(chord));
    if (!read_back || canonical(*read_back) != canonical(chord))
        return std::string("This key cannot be written into the configuration; choose another one");
    return std::nullopt;
}

std::string_view word_of_arrow(Key key) {
    switch (key) {
        case Key::Left:
            return "Left";
        case Key::Right:
            return "Right";
        case Key::Up:
            return "Up";
        case Key::Down:
            return "Down";
        default:
            return {};
    }
}

/// The bindings of a file while they change, with the edits that do so.
class BindingsEdit {
public:
    explicit BindingsEdit(std::span<const app::KeyBinding> bindings)
        : bindings_(bindings.begin(), bindings.end()) {}

    void set(Action action, std::span<const Chord> chords) {
        const std::string_view name = info_of(action).name;
        const std::string text = chords_text(chords);
        edits_.push_back({app::binding_key(name), app::SetText{text}});
        for (app::KeyBinding& binding : bindings_)
            if (binding.action == name) return void(binding.chord = text);
        bindings_.push_back({std::string(name), text, 0});
    }
    void remove(Action action) {
        const std::string_view name = info_of(action).name;
        edits_.push_back({app::binding_key(name), app::RemoveKey{}});
        std::erase_if(bindings_, [&](const app::KeyBinding& binding) { return binding.action == name; });
    }
    void finish(Rebinding& rebinding) && {
        rebinding.after = std::move(bindings_);
        rebinding.edits = std::move(edits_);
    }

private:
    std::vector<app::KeyBinding> bindings_;
    std::vector<app::ConfigEdit> edits_;
};

/// Bindings of other actions name what is left to them, so that the order in the file does not matter.
void settle_others(std::span<const app::KeyBinding> bindings, const Keymap& before, const Rebinding& planned,
                   BindingsEdit& edit) {
    for (const app::KeyBinding& binding : bindings) {
        Keymap probe;
        if (!give(probe, binding) || binding.action == info_of(planned.action).name) continue;
        for (const ActionInfo& info : action_table()) {
            if (info.name != binding.action) continue;
            const auto left = without(before.chords_of(info.action), planned.chords);
            if (!same_chords(left, asked_by(binding))) edit.set(info.action, left);
        }
    }
}

/// The plan for chords that are allowed.
Rebinding plan(std::span<const app::KeyBinding> bindings, Action action, std::vector<Chord> chords) {
    const Keymap before = bind_keys(bindings).keymap;
    Rebinding planned;
    planned.action = action;
    planned.chords = std::move(chords);
    for (const Chord& chord : planned.chords)
        for (const ActionInfo& info : action_table())
            if (info.action != action && holds(before.chords_of(info.action), chord))
                planned.conflicts.push_back({chord, info.action});
    BindingsEdit edit(bindings);
    settle_others(bindings, before, planned, edit);
    const bool as_it_comes = same_chords(planned.chords, default_chords(action));
    if (!as_it_comes)
        edit.set(action, planned.chords);
    else if (is_rebound(bindings, action))
        edit.remove(action);
    std::move(edit).finish(planned);
    return planned;
}

}  // namespace

BoundKeys bind_keys(std::span<const app::KeyBinding> bindings) {
    BoundKeys bound;
    for (const app::KeyBinding& binding : bindings)
        if (!give(bound.keymap, binding)) bound.refused.push_back(binding);
    return bound;
}

std::string chord_text(const Chord& chord) {
    const Chord written = canonical(chord);
    const bool keypad = written.key >= Key::Keypad0 && written.key <= Key::Keypad9;
    const std::string_view arrow = word_of_arrow(written.key);
    if (!keypad && arrow.empty()) return display_chord(written);
    std::string modifiers = display_chord({Key::None, written.mods, 0});
    if (!keypad) return modifiers + std::string(arrow);
    return modifiers + fmt::format("kp{}", static_cast<int>(written.key) - static_cast<int>(Key::Keypad0));
}

std::string chords_text(std::span<const Chord> chords) {
    std::string text;
    for (const Chord& chord : chords) text += (text.empty() ? "" : " ") + chord_text(chord);
    return text.empty() ? std::string(kNone) : text;
}

std::optional<Chord> chord_of(const KeyPressed& pressed) {
    if (pressed.key == Key::None || pressed.key >= Key::LeftShift) return std::nullopt;
    return canonical({pressed.key, pressed.mods, 0});
}

std::optional<std::string> reserved_reason(const Chord& chord) {
    const auto& [key, mods, character] = chord;
    if (character == 0 && (key == Key::None || key >= Key::LeftShift))
        return "A shortcut needs a key beside Ctrl, Shift and Alt";
    if (mods.super) return "Shortcuts with the Super key belong to the desktop; choose another one";
    if (key == Key::Escape) return "Esc always goes one level up; choose another key";
    if (key == Key::Tab) return "Tab always moves between the controls; choose another key";
    if (key == Key::F4 && mods.alt) return "Alt+F4 closes the window; choose another key";
    const bool function_key = key >= Key::F1 && key <= Key::F12;
    if (function_key && mods.ctrl && mods.alt)
        return "Ctrl+Alt+F1 to F12 belong to the system; choose another key";
    return std::nullopt;
}

std::string to_text(const KeyConflict& conflict) {
    return fmt::format("{} is the key for \"{}\", which would lose it", display_chord(conflict.chord),
                       info_of(conflict.holder).title);
}

Result<Rebinding> plan_binding(std::span<const app::KeyBinding> bindings, Action action,
                               std::vector<Chord> chords) {
    std::vector<Chord> wanted;
    for (const Chord& chord : chords) {
        if (auto refusal = refusal_of(chord, action))
            return Error{ErrorKind::InvalidInput, *std::move(refusal)};
        if (!holds(wanted, chord)) wanted.push_back(canonical(chord));
    }
    const Chord escape{Key::Escape, {}, 0};
    if (action == Action::GoBack && !holds(wanted, escape)) wanted.insert(wanted.begin(), escape);
    if (chords_text(wanted).size() > kLongestText)
        return Error{ErrorKind::InvalidInput, "One action cannot have that many keys; take one away first"};
    return plan(bindings, action, std::move(wanted));
}

Rebinding plan_reset(std::span<const app::KeyBinding> bindings, Action action) {
    return plan(bindings, action, default_chords(action));
}

std::vector<app::ConfigEdit> reset_all_edits() {
    return {{"keys", app::RemoveKey{}}};
}

bool is_rebound(std::span<const app::KeyBinding> bindings, Action action) {
    return std::any_of(bindings.begin(), bindings.end(), [&](const app::KeyBinding& binding) {
        return binding.action == info_of(action).name;
    });
}

}  // namespace proofsheet::ui
