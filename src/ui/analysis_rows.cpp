#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/analysis_parts.h"
#include "ui/score_marks.h"
#include "ui/scroll_bar.h"

namespace proofsheet::ui {
namespace {

constexpr float kWheelRows = 3;

/// How much of a text fits into a width; looks at no more of it than that.
struct Fitting {
    std::string_view text;
    float width = 0;
    bool is_whole = false;
};

Fitting fitting(const Context& context, Type type, std::string_view text, float width) {
    const char* rest = nullptr;
    const ImVec2 size = context.fonts[type]->CalcTextSizeA(context.px(size_pt(type)), width, 0.0f,
                                                           text.data(), text.data() + text.size(), &rest);
    const auto bytes = static_cast<std::size_t>(rest - text.data());
    return {text.substr(0, bytes), size.x, bytes >= text.size()};
}

}  // namespace

bool draw_text_cut(const Context& context, ImDrawList& list, Type type, ImVec2 min, ImVec2 max, Colour colour,
                   std::string_view text, Align align) {
    const float width = max.x - min.x;
    if (text.empty() || width <= 0) return false;
    const float y = (min.y + max.y - context.px(size_pt(type))) / 2;
    const Fitting whole = fitting(context, type, text, width);
    if (whole.is_whole) {
        const float slack = std::max(0.0f, width - whole.width);
        const float shift = align == Align::Left ? 0 : align == Align::Center ? slack / 2 : slack;
        draw_text(context, list, type, {min.x + shift, y}, colour, text);
        return false;
    }
    const float dots = text_size(context, type, "…").x;
    const Fitting cut = fitting(context, type, text, std::max(0.0f, width - dots));
    draw_text(context, list, type, {min.x, y}, colour, cut.text);
    draw_text(context, list, type, {min.x + cut.width, y}, colour, "…");
    return true;
}

void scroll_rows(const Context& context, std::string_view name, RowWindow& rows, const Rect& area,
                 float row_px, int count, int cursor) {
    const float visible = std::max(0.0f, area.height() / row_px);
    rows.page = std::max(1, static_cast<int>(visible));
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool over = box_of(area).contains({mouse.x, mouse.y}) && ImGui::IsWindowHovered();
    if (over && !ImGui::GetIO().KeyShift) rows.top -= ImGui::GetIO().MouseWheel * kWheelRows;
    if (rows.last_cursor != cursor) {
        rows.last_cursor = cursor;
        rows.top = std::clamp(rows.top, static_cast<float>(cursor + 1) - visible, static_cast<float>(cursor));
    }
    const float most = std::max(0.0f, static_cast<float>(count) - visible);
    rows.top = std::clamp(rows.top, 0.0f, most);
    const float bar = context.px(metric::kScrollBar);
    rows.top = scroll_bar(context, name, {{area.max.x - bar, area.min.y}, area.max}, rows.top, visible,
                          static_cast<float>(count), ScrollWay::Down);
    rows.first = std::min(count, static_cast<int>(rows.top));
    rows.last = std::min(count - 1, static_cast<int>(rows.top + visible));
}

Rect row_area(const RowWindow& rows, const Rect& area, float row_px, int place) {
    const float y = area.min.y + (static_cast<float>(place) - rows.top) * row_px;
    return {{area.min.x, std::round(y)}, {area.max.x, std::round(y + row_px)}};
}

void row_ground(const Context& context, const Rect& row, bool is_cursor, bool hovered) {
    if (!is_cursor && !hovered) return;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(row.min, row.max,
                       is_cursor ? context.theme.control_active : context.theme.control_hover);
    if (is_cursor) list.AddRectFilled(row.min, {row.min.x + context.px(3), row.max.y}, context.theme.accent);
}

std::string place_name(std::string_view list, int place) {
    return std::string(list) + "[" + std::to_string(place) + "]";
}

void score_badge(const Context& context, ImDrawList& list, const Rect& area, std::string_view text,
                 double score, int least, int most) {
    const Colour colour = score_colour(static_cast<int>(std::lround(score)), least, most);
    const float width = std::max(context.px(26), text_size(context, Type::Small, text).x + context.px(10));
    const float height = std::min(area.height() - context.px(4), context.px(18));
    const Rect badge = rect(std::floor(area.center().x - width / 2), std::floor(area.center().y - height / 2),
                            width, height);
    list.AddRectFilled(badge.min, badge.max, colour, context.px(4));
    draw_text_in(context, list, Type::Small, badge.min, badge.max, ink_on(colour), text, Align::Center);
}

}  // namespace proofsheet::ui
