#include "ui/keyboard.h"
#include "app/sampling_state.h"
#include "ui/sampling_panel_state.h"

namespace proofsheet::ui {
namespace {

constexpr int kPageRows = 8;
constexpr int kPageLines = 12;
constexpr int kAllLines = 1'000'000;  // to the end of any text

void move_to(const Targets& targets, KeyFocus& keyboard, FocusMove move) {
    const std::string from = keyboard.active() ? keyboard.target : keyboard.typing;
    keyboard.target = moved_focus(targets, from, move);
    keyboard.reveal = true;
    keyboard.leave_text = true;
}

/// Cards in which one types and chooses a row at the same time.
bool has_cursor(app::Overlay overlay) {
    return overlay == app::Overlay::Palette || overlay == app::Overlay::OpenFolder;
}

bool move_cursor(const KeyPressed& pressed, ListCursor& cursor) {
    const auto by = [&](int rows) {
        cursor.index += rows;  // clamped where the rows are known
        cursor.reveal = true;
        return true;
    };
    switch (pressed.key) {
        case Key::Up:
            return by(-1);
        case Key::Down:
            return by(1);
        case Key::PageUp:
            return by(-kPageRows);
        case Key::PageDown:
            return by(kPageRows);
        case Key::Enter:
            return cursor.accept = true;
        case Key::Tab:
            return cursor.enter = !pressed.mods.shift;  // with Shift it leaves the field
        default:
            return false;
    }
}

/// Cards that are only read.
bool is_text(app::Overlay overlay) {
    return overlay == app::Overlay::Help || overlay == app::Overlay::Problems;
}

/// Whether the arrow keys scroll: where nothing else has them.
enum class Arrows : std::uint8_t { Too, Not };

/// Keys that scroll a long text.
bool scroll_text(const KeyPressed& pressed, Arrows take, int& lines) {
    const bool arrows = take == Arrows::Too;
    const auto by = [&](int count) {
        lines += count;
        return true;
    };
    switch (pressed.key) {
        case Key::Up:
            return arrows && by(-1);
        case Key::Down:
            return arrows && by(1);
        case Key::PageUp:
            return by(-kPageLines);
        case Key::PageDown:
            return by(kPageLines);
        case Key::Home:
            return by(-kAllLines);
        case Key::End:
            return by(kAllLines);
        default:
            return false;
    }
}

/// Elements beside a text that scrolls with them.
bool stands_by_text(const std::string& target) {
    return target.starts_with("detail.") || target.starts_with("card.");
}

bool is_track(const Targets& targets, const std::string& name) {
    const Target* target = targets.find(name);
    return target != nullptr && target->kind == TargetKind::Track;
}

/// Keys of the element that has the keyboard.
bool move_element(const KeyPressed& key, const Targets& targets, KeyFocus& keyboard) {
    const auto to = [&](FocusMove move) {
        move_to(targets, keyboard, move);
        return true;
    };
    const auto along = [&](int step, FocusMove otherwise) {
        if (!is_track(targets, keyboard.target)) return to(otherwise);
        keyboard.nudge = step;
        return true;
    };
    switch (key.key) {
        case Key::Tab:
            return to(key.mods.shift ? FocusMove::Previous : FocusMove::Next);
        case Key::Left:
            return along(-1, FocusMove::Left);
        case Key::Right:
            return along(1, FocusMove::Right);
        case Key::Up:
            return to(FocusMove::Up);
        case Key::Down:
            return to(FocusMove::Down);
        case Key::Enter:
        case Key::Space:
            return keyboard.press = !key.repeat, true;
        case Key::Escape:
            return keyboard = {}, true;
        default:
            return false;
    }
}

/// While a text field is typed in, it gets everything but the way out.
bool take_while_typing(const KeyPressed& key, const app::AppState& app, const Targets& targets,
                       KeyFocus& keyboard) {
    if (key.key == Key::Tab) {
        keyboard.target = keyboard.typing;
        move_to(targets, keyboard, key.mods.shift ? FocusMove::Previous : FocusMove::Next);
        return true;
    }
    // Escape closes a card; a field that is part of a screen only gives the keyboard back.
    return key.key != Key::Escape || app.overlay == app::Overlay::None;
}

/// The key that the Settings screen waits for.
bool record(const KeyPressed& key, SettingsPanelState& settings) {
    if (key.key == Key::Escape)
        settings.recording.reset();
    else if (!key.repeat)
        settings.recorded = chord_of(key);
    return true;
}

/// Where no picture has the arrow keys, they and Tab go from element to element.
bool starts_by_itself(const app::AppState& app, const PanelState& panel) {
    const bool controls_only = app.screen == app::Screen::Start || app.screen == app::Screen::Settings ||
                               app.screen == app::Screen::Sampling || app.screen == app::Screen::Experiments;
    return controls_only || app.overlay != app::Overlay::None || !panel.open_list.empty();
}

bool is_move(Key key) {
    return key == Key::Tab || key == Key::Left || key == Key::Right || key == Key::Up || key == Key::Down;
}

}  // namespace

bool take_key(const KeyPressed& key, const app::AppState& app, const Targets& targets, PanelState& panel) {
    if (panel.settings.recording) return record(key, panel.settings);
    const bool plain = !key.mods.ctrl && !key.mods.alt && !key.mods.super;
    KeyFocus& keyboard = panel.keyboard;
    if (has_cursor(app.overlay) && plain && !keyboard.active() && move_cursor(key, panel.cursor)) return true;
    if (!keyboard.typing.empty()) return take_while_typing(key, app, targets, keyboard);
    if (key.key == Key::Escape && !panel.open_list.empty()) {
        if (keyboard.active()) keyboard.target = panel.open_list;
        panel.open_list.clear();
        return true;
    }
    if (!plain) return false;
    if (is_text(app.overlay) &&
        scroll_text(key, keyboard.active() ? Arrows::Not : Arrows::Too, panel.scroll_keys))
        return true;
    if (stands_by_text(keyboard.target) && scroll_text(key, Arrows::Not, panel.scroll_keys)) return true;
    if (keyboard.active()) return move_element(key, targets, keyboard);
    if (app.overlay == app::Overlay::Launch && key.key == Key::Enter) {
        panel.sampling->confirm = !key.repeat;
        return true;
    }
    if (starts_by_itself(app, panel) && is_move(key.key)) return move_element(key, targets, keyboard);
    // The arrows move the row; Tab goes to the controls around it.
    if (app.screen == app::Screen::Analysis && key.key == Key::Tab)
        return move_element(key, targets, keyboard);
    return false;
}

bool awaits_text(const app::AppState& app, const PanelState& panel) {
    const bool has_field = has_cursor(app.overlay) || app.overlay == app::Overlay::Sheet;
    const bool card_opens = has_field && panel.overlay != app.overlay;
    return card_opens || !panel.focus_text.empty() || panel.keyboard.awaits_text > 0;
}

bool moves_controls(Action action) {
    return action == Action::NextControl || action == Action::PreviousControl ||
           action == Action::ScrollTextDown || action == Action::ScrollTextUp;
}

void prepare_panel(Action action, const Targets& targets, PanelState& panel) {
    const auto has = [&](std::string_view name) { return targets.find(name) != nullptr; };
    switch (action) {
        case Action::SearchRuns:
            panel.focus_text = has("analysis.search") ? "analysis.search" : "drawer.search";
            return;
        case Action::SaveSheet:
            if (has("analysis.export")) panel.open_list = "analysis.export";
            return;
        case Action::SavePreset:
            panel.preset_edited = "new";
            panel.preset_text.clear();
            panel.focus_text = "preset.name";
            return;
        case Action::NextControl:
            return move_to(targets, panel.keyboard, FocusMove::Next);
        case Action::PreviousControl:
            return move_to(targets, panel.keyboard, FocusMove::Previous);
        case Action::ScrollTextDown:
            panel.scroll_keys += kPageLines;
            return;
        case Action::ScrollTextUp:
            panel.scroll_keys -= kPageLines;
            return;
        default:
            return;
    }
}

}  // namespace proofsheet::ui
