#include "ui/card.h"
#include "ui/stroke.h"

#include <algorithm>

namespace proofsheet::ui {

Rect card_plate(const Context& context, const Rect& area, ImVec2 size_points) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float margin = context.px(space::k24);
    const float width = std::min(context.px(size_points.x), area.width() - 2 * margin);
    const float height = std::min(context.px(size_points.y), area.height() - 2 * margin);
    const Rect plate = rect(area.center().x - width / 2, area.center().y - height / 2, std::max(1.0f, width),
                            std::max(1.0f, height));
    list.AddRectFilled(plate.min, plate.max, context.theme.surface, context.px(metric::kCardRadius));
    outline(list, plate.min, plate.max, context.theme.line, context.px(metric::kCardRadius), context.px(1));
    return plate;
}

Rect card(const Context& context, std::string_view name, std::string_view title, const Rect& screen,
          ImVec2 size_points) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(screen.min, screen.max, context.theme.shade);
    const Rect area = card_plate(context, screen, size_points);
    const Rect inner = area.inset(context.px(space::k24), context.px(space::k16));
    const float side = context.px(metric::kControl);
    draw_text_in(context, list, Type::Title, inner.min, {inner.max.x - side, inner.min.y + side},
                 context.theme.text, title);
    const std::string cross = std::string(name) + ".close";
    if (icon_button(context, cross, rect(inner.max.x - side, inner.min.y, side, side), Icon::Close,
                    "Close  (Esc)")
            .clicked)
        context.emit(app::CloseOverlay{});
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool on_ground = ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
    if (on_ground && ImGui::IsMouseClicked(0) && !box_of(area).contains({mouse.x, mouse.y}))
        context.emit(app::CloseOverlay{});
    return {{inner.min.x, inner.min.y + side + context.px(space::k12)}, inner.max};
}

float heading(const Context& context, float x, float y, std::string_view text) {
    draw_text(context, *ImGui::GetWindowDrawList(), Type::Small, {x, y}, context.theme.text_dim, text);
    return y + context.px(20);
}

std::string with_hint(const Context& context, std::string_view title, Action action) {
    const std::string hint = context.keymap.hint(action);
    return hint.empty() ? std::string(title) : std::string(title) + "  (" + hint + ")";
}

}  // namespace proofsheet::ui
