#pragma once

#include <nlohmann/json.hpp>

#include "app/state.h"
#include "ui/panel_state.h"

namespace proofsheet::shell {

/// What the Analysis screen shows, for scripts: page, filters, sorting, columns, visible rows, ranking.
nlohmann::ordered_json dump_analysis(const app::AppState& state, const ui::PanelState& panel);

}  // namespace proofsheet::shell
