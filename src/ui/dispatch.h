#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/command.h"
#include "ui/action.h"
#include "ui/panel_state.h"

namespace proofsheet::ui {

/// The wish behind an action in this state; none when it is not allowed now. `pointer` is the mouse position
/// in device pixels.
std::optional<app::Command> command_for(Action action, const app::AppState& app, const PanelState& panel,
                                        app::Vec2 pointer);

/// The same as if no card lay over the screen: what the palette offers.
std::optional<app::Command> screen_command(Action action, const app::AppState& app, const PanelState& panel,
                                           app::Vec2 pointer);

/// What it means that files were dropped on the window: on the form of a run the init image, else to open
/// them.
app::Command command_for_drop(const std::vector<std::string>& paths, const app::AppState& app);

/// What a chord asks for in this state: Tab goes through the criteria while the card with all of them is
/// open.
std::optional<Action> action_for(const Keymap& keymap, const Chord& chord, const app::AppState& app);

/// A digit that is bound acts by its place; what its key prints as well, on AZERTY a minus, means nothing
/// more.
bool takes_character(const Keymap& keymap, const KeyPressed& pressed);

/// Actions that end when their key goes up.
inline constexpr std::array kHeldActions{Action::StepNext, Action::StepPrevious, Action::HoldLoupe,
                                         Action::HoldReference};
/// The wish that follows when the key of an action is released.
std::optional<app::Command> release_command_for(Action action, const app::AppState& app);

}  // namespace proofsheet::ui
