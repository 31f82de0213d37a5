#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/analysis_parts.h"

namespace proofsheet::ui {
namespace {

/// Place in the order of sorting, from 1; 0 when the table is not sorted by it.
int sort_place(const review::TableQuery& query, const std::string& key) {
    for (std::size_t i = 0; i < query.sort.size(); ++i)
        if (query.sort[i].column == key) return static_cast<int>(i) + 1;
    return 0;
}

/// An arrow up or down, and its place among several.
void sort_mark(const Context& context, ImDrawList& list, const review::TableQuery& query, int place,
               const Rect& area) {
    const bool up = query.sort[static_cast<std::size_t>(place - 1)].order == review::SortOrder::Ascending;
    const float half = context.px(4);
    const ImVec2 at(area.max.x - context.px(10), area.center().y);
    const float tip = up ? -half / 1.4f : half / 1.4f;
    list.AddTriangleFilled({at.x - half, at.y - tip}, {at.x + half, at.y - tip}, {at.x, at.y + tip},
                           context.theme.accent);
    if (query.sort.size() < 2) return;
    draw_text_in(context, list, Type::Small, {at.x - context.px(18), area.min.y},
                 {at.x - context.px(5), area.max.y}, context.theme.accent, std::to_string(place),
                 Align::Center);
}

bool is_right_aligned(const review::TableColumn& column) {
    return column.kind == review::ValueKind::Number;
}

/// A line where the dragged column would come, and its wish when the button goes up.
void drop_column(const Context& context, AnalysisPanelState& own, const std::vector<ColumnAt>& columns,
                 const Rect& area) {
    const float mouse = ImGui::GetIO().MousePos.x;
    float x = columns.empty() ? area.min.x : columns.back().x + columns.back().width;
    std::string before;
    for (const ColumnAt& column : columns)
        if (mouse < column.x + column.width / 2) {
            x = column.x;
            before = column.column->key;
            break;
        }
    ImGui::GetWindowDrawList()->AddRectFilled({x - context.px(1), area.min.y},
                                              {x + context.px(1), area.max.y}, context.theme.accent);
    if (ImGui::IsMouseDown(0)) return;
    context.emit(app::on_analysis(app::MoveColumn{std::exchange(own.dragged, {}), before}));
}

void header_cell(const Context& context, const review::TableQuery& query, AnalysisPanelState& own,
                 const ColumnAt& column, const Rect& bar) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Rect area = rect(column.x, bar.min.y, column.width, bar.height());
    const std::string& key = column.column->key;
    const Press press = touch_area(context, "analysis.header[" + key + "]", area);
    if (press.hovered || own.dragged == key)
        list.AddRectFilled(area.min, area.max, context.theme.control_hover);
    const int place = sort_place(query, key);
    const float mark = place == 0 ? 0 : context.px(query.sort.size() < 2 ? 16 : 28);
    const Rect text = {{area.min.x + context.px(space::k8), area.min.y},
                       {area.max.x - context.px(space::k8) - mark, area.max.y}};
    const Align align = is_right_aligned(*column.column)                  ? Align::Right
                        : column.column->kind == review::ValueKind::Score ? Align::Center
                                                                          : Align::Left;
    draw_text_cut(context, list, Type::Small, text.min, text.max,
                  place == 0 ? context.theme.text_dim : context.theme.text, column.column->title, align);
    if (place != 0) sort_mark(context, list, query, place, area);
    if (press.hovered && own.dragged.empty())
        tooltip(context, "Click sorts, Shift+click sorts by this too, drag moves the column");
    const float pulled = std::abs(ImGui::GetIO().MousePos.x - ImGui::GetIO().MouseClickedPos[0].x);
    if (press.held && ImGui::IsMouseDown(0) && pulled > context.px(6)) own.dragged = key;
    if (!press.clicked || !own.dragged.empty()) return;
    const bool adds = ImGui::GetIO().KeyShift;
    context.emit(app::on_analysis(app::SortTable{key, adds ? app::SortStep::Add : app::SortStep::Only}));
}

}  // namespace

void analysis_header(const Context& context, const app::AnalysisState& analysis, AnalysisPanelState& own,
                     const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface);
    list.AddLine({area.min.x, area.max.y - 1}, {area.max.x, area.max.y - 1}, context.theme.line, 1);
    const Rect fields = {{area.min.x + picture_column_width(context), area.min.y}, area.max};
    const auto columns = columns_at(context, analysis, fields);
    ImGui::PushClipRect(fields.min, fields.max, true);
    for (const ColumnAt& column : columns) header_cell(context, analysis.query, own, column, fields);
    if (!own.dragged.empty()) drop_column(context, own, columns, fields);
    ImGui::PopClipRect();
}

}  // namespace proofsheet::ui
