#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/panels.h"
#include "ui/scroll_bar.h"

namespace proofsheet::ui {
namespace {

enum class Axis : std::uint8_t { Column, Row };

std::string indexed(std::string_view name, int index) {
    std::string text(name);
    return text.append("[").append(std::to_string(index)).append("]");
}

bool is_soloed(const app::AppState& app, const std::string& dimension, const std::string& value) {
    const auto filter = app.query.filters.find(dimension);
    return filter != app.query.filters.end() && filter->second.selected.size() == 1 &&
           filter->second.selected.contains(value);
}

/// A header solos its value; the value of a soloed one lets all through again.
void header(const Context& context, const app::AppState& app, std::string_view name, const Rect& area,
            const std::string& dimension, const std::string& value, Align align) {
    const Press press = touch_area(context, name, area);
    const bool solo = is_soloed(app, dimension, value);
    if (press.hovered || solo)
        fill_control(context, area.inset(0, context.px(2)),
                     press.hovered ? context.theme.control_hover : context.theme.control);
    const Rect inner = area.inset(context.px(6), 0);
    const std::string label = axis_label(app, dimension, value);
    const bool elided = draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Body, inner.min, inner.max,
                                     solo ? context.theme.accent : context.theme.text, label, align);
    if (press.hovered) {
        std::string hint = solo ? "Show all values again" : "Show only this value";
        if (elided) hint = label + " — " + hint;
        tooltip(context, hint);
    }
    if (press.clicked && value != grid::kNoValueLabel) context.emit(app::SoloValue{dimension, value});
}

/// Dragging one boundary resizes all columns (rows) together; a double click goes back to the automatic size.
void divider(const Context& context, const app::AppState& app, const GridLayout& layout, Axis axis, int index,
             const Rect& area) {
    const bool column = axis == Axis::Column;
    const Press press = touch_area(context, indexed(column ? "grid.divider.x" : "grid.divider.y", index),
                                   area, TargetKind::Surface);
    if (press.hovered || press.held) {
        ImGui::SetMouseCursor(column ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
        const ImVec2 center = area.center();
        const Rect mark = column ? Rect{{center.x - 1, area.min.y}, {center.x + 1, area.max.y}}
                                 : Rect{{area.min.x, center.y - 1}, {area.max.x, center.y + 1}};
        ImGui::GetWindowDrawList()->AddRectFilled(mark.min, mark.max, context.theme.accent);
    }
    if (press.double_clicked) {
        app::CellSize size = app.cell_size;
        (column ? size.column_width : size.row_height).reset();
        context.emit(app::ResizeCells{size});
        return;
    }
    const ImVec2 delta = ImGui::GetIO().MouseDelta;
    if (!press.held || (column ? delta.x : delta.y) == 0) return;
    // The boundary follows the hand: it is the sum of all columns before it.
    const float share = static_cast<float>(index + 1);
    app::CellSize size = app.cell_size;
    if (column)
        size.column_width = std::clamp((layout.column_px + delta.x / share) / context.scale, 24.0f, 2048.0f);
    else
        size.row_height = std::clamp((layout.row_px + delta.y / share) / context.scale, 24.0f, 2048.0f);
    context.emit(app::ResizeCells{size});
}

void column_headers(const Context& context, const app::AppState& app, const GridLayout& layout) {
    if (!app.query.mapping.x) return;
    ImGui::PushClipRect({layout.cells.min.x, layout.area.min.y}, {layout.cells.max.x, layout.cells.min.y},
                        true);
    for (int column = layout.first_column(); column <= layout.last_column(); ++column) {
        const Rect area = layout.column_header(column);
        header(context, app, indexed("grid.header.x", column), area, *app.query.mapping.x,
               app.view->columns[column], Align::Center);
        const Rect edge =
            rect(area.max.x - context.px(3), area.min.y, layout.gap_px + context.px(6), area.height());
        divider(context, app, layout, Axis::Column, column, edge);
    }
    ImGui::PopClipRect();
}

void row_headers(const Context& context, const app::AppState& app, const GridLayout& layout) {
    if (!app.query.mapping.y) return;
    ImGui::PushClipRect({layout.area.min.x, layout.cells.min.y}, {layout.cells.min.x, layout.cells.max.y},
                        true);
    for (int row = layout.first_row(); row <= layout.last_row(); ++row) {
        const Rect area = layout.row_header(row).inset(context.px(space::k4), 0);
        header(context, app, indexed("grid.header.y", row), area, *app.query.mapping.y, app.view->rows[row],
               Align::Right);
        const Rect edge =
            rect(area.min.x, area.max.y - context.px(3), area.width(), layout.gap_px + context.px(6));
        divider(context, app, layout, Axis::Row, row, edge);
    }
    ImGui::PopClipRect();
}

}  // namespace

void grid_headers(const Context& context, const app::AppState& app, const GridLayout& layout) {
    column_headers(context, app, layout);
    row_headers(context, app, layout);
}

void grid_scroll_bars(const Context& context, PanelState& panel, const GridLayout& layout) {
    const float bar = context.px(metric::kScrollBar);
    const Rect right = {{layout.area.max.x - bar, layout.cells.min.y},
                        {layout.area.max.x, layout.cells.max.y}};
    const Rect bottom = {{layout.cells.min.x, layout.area.max.y - bar},
                         {layout.cells.max.x, layout.area.max.y}};
    panel.grid.scroll_y = scroll_bar(context, "grid.scroll.y", right, panel.grid.scroll_y,
                                     layout.cells.height(), layout.content_height(), ScrollWay::Down);
    panel.grid.scroll_x = scroll_bar(context, "grid.scroll.x", bottom, panel.grid.scroll_x,
                                     layout.cells.width(), layout.content_width(), ScrollWay::Across);
}

}  // namespace proofsheet::ui
