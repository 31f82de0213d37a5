#include <imgui.h>

#include <algorithm>
#include <vector>

#include "ui/analysis_parts.h"
#include "ui/layer.h"

namespace proofsheet::ui {
namespace {

constexpr float kColumnsWidthPt = 420;

bool is_shown(const app::AnalysisState& analysis, const std::string& key) {
    const auto found = std::find_if(analysis.columns.begin(), analysis.columns.end(),
                                    [&](const app::ColumnPlace& place) { return place.key == key; });
    return found != analysis.columns.end() && found->shown;
}

/// How the table is sorted by a column, in words.
std::string sort_text(const review::TableQuery& query, const std::string& key) {
    for (std::size_t i = 0; i < query.sort.size(); ++i)
        if (query.sort[i].column == key)
            return std::to_string(i + 1) +
                   (query.sort[i].order == review::SortOrder::Ascending ? ". ascending" : ". descending");
    return "Sort";
}

void column_row(const Context& context, const app::AnalysisState& analysis,
                const std::vector<const review::TableColumn*>& columns, std::size_t index, const Rect& row) {
    const review::TableColumn& column = *columns[index];
    const std::string name = place_name("analysis.column", static_cast<int>(index));
    const float side = row.height();
    const Rect down = rect(row.max.x - side, row.min.y, side, side);
    const Rect up = rect(down.min.x - side, row.min.y, side, side);
    const Rect sort = rect(up.min.x - context.px(118), row.min.y, context.px(114), side);
    const Rect check = {row.min, {sort.min.x - context.px(space::k4), row.max.y}};
    if (check_row(context, name, check, column.title, is_shown(analysis, column.key)).clicked)
        context.emit(app::on_analysis(app::ToggleColumn{column.key}));
    const std::string sorted = sort_text(analysis.query, column.key);
    if (text_button(context, name + ".sort", sort, sorted,
                    sorted == "Sort" ? ButtonLook::Plain : ButtonLook::Selected)
            .clicked)
        context.emit(app::on_analysis(app::SortTable{column.key, app::SortStep::Add}));
    const bool up_clicked = icon_button(context, name + ".up", up, Icon::Up, "Move to the left").clicked;
    if (up_clicked && index > 0)
        context.emit(app::on_analysis(app::MoveColumn{column.key, columns[index - 1]->key}));
    const bool down_clicked =
        icon_button(context, name + ".down", down, Icon::ChevronDown, "Move to the right").clicked;
    if (!down_clicked || index + 1 == columns.size()) return;
    const std::string before = index + 2 < columns.size() ? columns[index + 2]->key : std::string();
    context.emit(app::on_analysis(app::MoveColumn{column.key, before}));
}

}  // namespace

void analysis_columns(const Context& context, const app::AppState& app, PanelState& panel,
                      const Rect& screen) {
    if (panel.open_list != "analysis.columns" || !app.analysis->view) return;
    const Target* found = context.targets.find("analysis.columns");
    if (found == nullptr) return panel.open_list.clear();
    const Target field = *found;
    const Layer layer(context, "analysis columns", screen, Layer::Order::Modal);
    const auto columns = app::ordered_columns(*app.analysis);
    const float row = context.px(metric::kControl);
    const ImVec2 size(context.px(kColumnsWidthPt),
                      row * static_cast<float>(columns.size() + 1) + context.px(space::k16));
    const Rect plate = list_plate(context, panel, field, size, screen);
    const Rect inner = plate.inset(context.px(4), context.px(4));
    const Rect reset = rect(inner.min.x, inner.min.y, inner.width(), row);
    if (text_button(context, "analysis.columns.reset", reset, "All columns as they were at first").clicked)
        context.emit(app::on_analysis(app::ResetColumns{}));
    const Rect rows = {{inner.min.x, reset.max.y + context.px(space::k4)}, inner.max};
    const ScrollArea scroll(context, "analysis column rows", rows);
    for (std::size_t i = 0; i < columns.size(); ++i)
        column_row(
            context, *app.analysis, columns, i,
            rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(i), scroll.width(), row));
    scroll.set_content_height(row * static_cast<float>(columns.size()));
}

}  // namespace proofsheet::ui
