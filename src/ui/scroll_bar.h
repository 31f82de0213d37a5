#pragma once

#include "ui/widgets.h"

namespace proofsheet::ui {

enum class ScrollWay : std::uint8_t { Down, Across };

/// A bar that is dragged; returns the new offset. Offset, visible part and content are in one unit. Nothing
/// is drawn when everything is visible.
float scroll_bar(const Context& context, std::string_view name, const Rect& area, float offset, float visible,
                 float content, ScrollWay way);

}  // namespace proofsheet::ui
