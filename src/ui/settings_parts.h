#pragma once

#include "ui/panel_state.h"
#include "ui/widgets.h"

/// The parts of the Settings screen.
namespace proofsheet::ui {

/// Draws one setting with its field from `top` down; returns its height in device pixels. Saves what is
/// entered once the configuration would take it.
float setting_row(const Context& context, const app::SettingField& field, PanelState& panel, ImVec2 top,
                  float width);

/// The table of actions and their keys; returns its height in device pixels.
float key_rows(const Context& context, const app::AppState& app, PanelState& panel, ImVec2 top, float width);

}  // namespace proofsheet::ui
