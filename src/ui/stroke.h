#pragma once

#include <imgui.h>

#include "ui/theme.h"

/// Strokes that compile with every version of the user interface library: from 1.92.8 on it takes thickness
/// and flags the other way round.
namespace proofsheet::ui {

/// The border of a rectangle, `thickness` device pixels wide, half of it outside.
inline void outline(ImDrawList& list, const ImVec2& min, const ImVec2& max, Colour colour, float radius,
                    float thickness) {
#if IMGUI_VERSION_NUM < 19280
    list.AddRect(min, max, colour, radius, 0, thickness);
#else
    list.AddRect(min, max, colour, radius, thickness);
#endif
}

enum class PathEnds : std::uint8_t { Open, Closed };

/// Draws the path that was put together in the list, and forgets it.
inline void stroke_path(ImDrawList& list, Colour colour, PathEnds ends, float thickness) {
    const ImDrawFlags flags = ends == PathEnds::Closed ? ImDrawFlags_Closed : ImDrawFlags_None;
#if IMGUI_VERSION_NUM < 19280
    list.PathStroke(colour, flags, thickness);
#else
    list.PathStroke(colour, thickness, flags);
#endif
}

}  // namespace proofsheet::ui
