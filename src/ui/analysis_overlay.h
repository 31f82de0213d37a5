#pragma once

#include "ui/panels.h"

namespace proofsheet::ui {

/// Lists and cards that the Analysis screen has opened; drawn after all that lies below them.
void analysis_overlay(const Context& context, const app::AppState& app, PanelState& panel,
                      const Rect& screen);

}  // namespace proofsheet::ui
