#pragma once

#include "ui/widgets.h"

namespace proofsheet::ui {

/// A plate with a thin border, in the middle of `area`, at most as large as it leaves room.
Rect card_plate(const Context& context, const Rect& area, ImVec2 size_points);

/// A card over a dimmed ground with its title; the ground and the cross close it. Returns the inner area.
Rect card(const Context& context, std::string_view name, std::string_view title, const Rect& screen,
          ImVec2 size_points);

/// A dim heading; returns the y below it.
float heading(const Context& context, float x, float y, std::string_view text);

/// "Title  (Ctrl+X)".
std::string with_hint(const Context& context, std::string_view title, Action action);

}  // namespace proofsheet::ui
