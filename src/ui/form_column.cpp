#include "ui/form_column.h"

#include <cmath>

namespace proofsheet::ui {

Rect FormColumn::next(float points) {
    const Rect area = rect(left_, y_, width_, std::round(context_.px(points)));
    y_ = area.max.y;
    return area;
}

void FormColumn::section(std::string_view title) {
    if (y_ > top_) gap(space::k24);
    const Rect area = next(space::k24);
    draw_text_in(context_, *ImGui::GetWindowDrawList(), Type::Title, area.min, area.max, context_.theme.text,
                 title);
    gap(space::k8);
}

void FormColumn::label(std::string_view text) {
    const Rect area = next(20);
    draw_text_in(context_, *ImGui::GetWindowDrawList(), Type::Small, area.min, area.max,
                 context_.theme.text_dim, text);
}

void FormColumn::text(std::string_view text) {
    y_ += draw_wrapped(context_, *ImGui::GetWindowDrawList(), Type::Body, {left_, y_}, width_,
                       context_.theme.text, text);
}

void FormColumn::help(std::string_view text) {
    gap(space::k4);
    y_ += draw_wrapped(context_, *ImGui::GetWindowDrawList(), Type::Small, {left_, y_}, width_,
                       context_.theme.text_dim, text);
}

void FormColumn::error(std::string_view text) {
    if (text.empty()) return;
    gap(space::k4);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float icon = context_.px(18);
    draw_icon(context_, list, Icon::Warning,
              {left_ + icon / 2 - context_.px(1), y_ + line_height(context_, Type::Small) / 2},
              context_.theme.bad, 12);
    y_ += draw_wrapped(context_, list, Type::Small, {left_ + icon, y_}, width_ - icon, context_.theme.bad,
                       text);
}

Rect part_of(const Context& context, const Rect& area, int index, int count) {
    const float gap = context.px(space::k12);
    const float width = (area.width() - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
    return rect(std::round(area.min.x + (width + gap) * static_cast<float>(index)), area.min.y,
                std::round(width), area.height());
}

}  // namespace proofsheet::ui
