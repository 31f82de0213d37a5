#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/panels.h"

namespace proofsheet::ui {
namespace {

grid::Filter filter_of(const app::AppState& app, const std::string& dimension) {
    const auto found = app.query.filters.find(dimension);
    return found == app.query.filters.end() ? grid::Filter{} : found->second;
}

std::string filter_text(const app::AppState& app, const grid::Dimension& dimension) {
    const grid::Filter filter = filter_of(app, dimension.name);
    const bool mapped = grid::role_of(app.query.mapping, dimension.name) != grid::Role::None;
    if (!mapped && filter.mode == grid::FilterMode::Hide) return "all";
    if (filter.mode == grid::FilterMode::Single)
        return filter.selected.empty() ? dimension.values.front() : *filter.selected.begin();
    if (filter.selected.empty()) return "all " + std::to_string(dimension.values.size());
    if (filter.selected.size() == 1) return *filter.selected.begin();
    return std::to_string(filter.selected.size()) + " of " + std::to_string(dimension.values.size());
}

struct Chip {
    const grid::Dimension* dimension;
    std::string text;
    Rect area;
};

/// Chips from left to right, in as many rows as they need.
std::vector<Chip> place_chips(const Context& context, const app::AppState& app, const Rect& area) {
    std::vector<Chip> chips;
    const float gap = context.px(space::k8);
    float x = area.min.x + gap;
    float y = area.min.y + context.px(6);
    for (const grid::Dimension& dimension : app.library.catalog->dimensions) {
        std::string text = filter_text(app, dimension);
        const float wanted = text_size(context, Type::Small, dimension.name).x +
                             text_size(context, Type::Body, text).x + context.px(46);
        const float width = std::min(wanted, context.px(260));
        if (x + width > area.max.x - gap && !chips.empty()) {
            x = area.min.x + gap;
            y += context.px(metric::kControl + 6);
        }
        chips.push_back({&dimension, std::move(text), rect(x, y, width, context.px(metric::kControl))});
        x += width + gap;
    }
    return chips;
}

Rect content_area(const Context& context) {
    return rect(context.px(metric::kRail), 0, ImGui::GetIO().DisplaySize.x - context.px(metric::kRail), 1);
}

}  // namespace

float filter_bar_height(const Context& context, const app::AppState& app) {
    if (!app.filters_open) return 0;
    const auto chips = place_chips(context, app, content_area(context));
    return chips.empty() ? 0 : chips.back().area.max.y + context.px(6);
}

void filter_bar_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface);
    list.AddLine({area.min.x, area.max.y - 1}, {area.max.x, area.max.y - 1}, context.theme.line, 1);
    for (const Chip& chip : place_chips(context, app, area)) {
        const std::string name = "filter." + chip.dimension->name;
        if (choice_field(context, name, chip.area, chip.dimension->name, chip.text, panel.open_list == name)
                .clicked)
            panel.open_list = panel.open_list == name ? std::string() : name;
    }
}

}  // namespace proofsheet::ui
