#include "ui/scroll_bar.h"

#include <algorithm>

namespace proofsheet::ui {

float scroll_bar(const Context& context, std::string_view name, const Rect& area, float offset, float visible,
                 float content, ScrollWay way) {
    if (content <= visible + 0.5f) return offset;
    const bool down = way == ScrollWay::Down;
    const float length = down ? area.height() : area.width();
    const float thumb = std::max(context.px(24), length * visible / content);
    const float travel = std::max(1.0f, length - thumb);
    const float most = content - visible;
    const float start = travel * offset / most;
    const Rect grip = down ? rect(area.min.x, area.min.y + start, area.width(), thumb)
                           : rect(area.min.x + start, area.min.y, thumb, area.height());
    const Press press = touch_area(context, name, grip, TargetKind::Surface);
    const Rect slim = down ? grip.inset(context.px(2), 0) : grip.inset(0, context.px(2));
    const Colour ink = press.held || press.hovered ? context.theme.text_dim : context.theme.line;
    ImGui::GetWindowDrawList()->AddRectFilled(slim.min, slim.max, ink, context.px(3));
    if (!press.held) return offset;
    const ImVec2 delta = ImGui::GetIO().MouseDelta;
    return std::clamp(offset + (down ? delta.y : delta.x) * most / travel, 0.0f, most);
}

}  // namespace proofsheet::ui
