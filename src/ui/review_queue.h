#pragma once

#include "ui/panel_state.h"

namespace proofsheet::ui {

/// Orders the pictures of the view anew when the view, the query or a score changed.
void follow_queue(const app::AppState& app, ReviewQueue& queue);

/// Index of the focused picture among those that pass; nullopt when it does not.
std::optional<std::size_t> place_in_queue(const app::AppState& app, const ReviewQueue& queue);

}  // namespace proofsheet::ui
