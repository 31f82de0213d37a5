#pragma once

#include "ui/action.h"
#include "ui/panel_state.h"

namespace proofsheet::ui {

/// Gives a key to lists, text fields and the element that has the keyboard, before actions get it; true when
/// one of them took it. `targets` are those of the frame before.
bool take_key(const KeyPressed& key, const app::AppState& app, const Targets& targets, PanelState& panel);

/// A text field is about to get the keyboard: keys and characters wait until it has it.
bool awaits_text(const app::AppState& app, const PanelState& panel);

/// Actions that only concern the panels: which element has the keyboard, how far a text is scrolled. They are
/// always allowed.
bool moves_controls(Action action);

/// What an action changes in the panels themselves: which field or element has the keyboard.
void prepare_panel(Action action, const Targets& targets, PanelState& panel);

}  // namespace proofsheet::ui
