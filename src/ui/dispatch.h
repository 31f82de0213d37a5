#pragma once

#include <optional>

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

/// The wish that follows when the key of an action is released.
std::optional<app::Command> release_command_for(Action action, const app::AppState& app);

}  // namespace proofsheet::ui
