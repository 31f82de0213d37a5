#include <imgui.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "ui/card.h"
#include "ui/format.h"
#include "ui/layer.h"
#include "ui/panels.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

bool matches(const grid::TrainingRun& run, const app::AppState& app, const std::string& search) {
    if (app.library.only_with_samples && !run.has_samples()) return false;
    return search.empty() || ascii_lower(run.name).find(ascii_lower(search)) != std::string::npos;
}

std::string samples_text(const grid::TrainingRun& run) {
    const auto with = std::count_if(run.checkpoints.begin(), run.checkpoints.end(),
                                    [](const auto& one) { return one.has_samples(); });
    return std::to_string(with) + " of " +
           counted(static_cast<std::int64_t>(run.checkpoints.size()), "checkpoint", "checkpoints");
}

void run_row(const Context& context, const app::AppState& app, const grid::TrainingRun& run,
             const std::string& name, const Rect& area) {
    const Press press = list_row(context, name, area, "", run.name == app.library.selected_run);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Rect inner = area.inset(context.px(space::k12), context.px(4));
    const float middle = inner.center().y;
    const bool elided = draw_text_in(context, list, Type::Body, inner.min, {inner.max.x, middle},
                                     context.theme.text, run.name);
    draw_text_in(context, list, Type::Small, {inner.min.x, middle}, inner.max, context.theme.text_dim,
                 samples_text(run));
    if (press.hovered && (elided || !run.note.empty()))
        tooltip(context, run.note.empty() ? run.name : run.name + ": " + run.note);
    if (press.clicked) context.emit(app::SelectRun{run.name});
}

void run_list(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    const ScrollArea scroll(context, "runs", area);
    const float row = context.px(44);
    int shown = 0;
    for (const grid::TrainingRun& run : app.library.runs) {
        if (!matches(run, app, panel.run_search)) continue;
        const Rect place = rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(shown),
                                scroll.width(), row - context.px(2));
        // One more on both sides, so that the keyboard can go on there.
        if (place.max.y >= area.min.y - row && place.min.y <= area.max.y + row)
            run_row(context, app, run, "drawer.run[" + std::to_string(shown) + "]", place);
        ++shown;
    }
    if (shown == 0) {
        const bool filtered = !app.library.runs.empty();
        draw_wrapped(context, *ImGui::GetWindowDrawList(), Type::Body,
                     {area.min.x + context.px(4), area.min.y + context.px(4)}, scroll.width() - context.px(8),
                     context.theme.text_dim,
                     filtered ? "No run matches. Clear the search or show runs without samples."
                              : "No training runs found. Drop a folder on the window to open it.");
    }
    scroll.set_content_height(row * static_cast<float>(shown));
}

constexpr std::array<std::string_view, 4> kRoleLabels{"–", "X", "Y", "Slider"};

/// One row a dimension: name, number of values, and its role as four places.
void dimension_row(const Context& context, const app::AppState& app, const grid::Dimension& dimension,
                   const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float roles = context.px(164);
    const Rect left = {area.min, {area.max.x - roles - context.px(8), area.max.y}};
    const std::string count = std::to_string(dimension.values.size());
    const float count_width = context.px(30);
    draw_text_in(context, list, Type::Body, left.min, {left.max.x - count_width, left.max.y},
                 context.theme.text, dimension.name);
    draw_text_in(context, list, Type::Small, {left.max.x - count_width, left.min.y}, left.max,
                 context.theme.text_dim, count, Align::Right);
    const Rect places = {{area.max.x - roles, area.min.y + context.px(2)},
                         {area.max.x, area.max.y - context.px(2)}};
    const int role = static_cast<int>(grid::role_of(app.query.mapping, dimension.name));
    if (const auto chosen = segmented(context, "drawer.role." + dimension.name, places, kRoleLabels, role))
        context.emit(app::AssignRole{dimension.name, static_cast<grid::Role>(*chosen)});
}

void dimension_list(const Context& context, const app::AppState& app, const Rect& area) {
    const ScrollArea scroll(context, "dimensions", area);
    const float row = context.px(34);
    const auto& dimensions = app.library.catalog->dimensions;
    for (std::size_t i = 0; i < dimensions.size(); ++i)
        dimension_row(context, app, dimensions[i],
                      rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(i), scroll.width(),
                           row - context.px(4)));
    scroll.set_content_height(row * static_cast<float>(dimensions.size()));
}

/// What the drawer needs at least; in a lower window all of it scrolls.
constexpr float kLeastDrawerPt = 440;

Rect drawer_content(const Context& context, const ScrollArea& whole, const Rect& seen) {
    const float height = std::max(seen.height(), context.px(kLeastDrawerPt));
    const float width = height > seen.height() ? whole.width() : seen.width();
    return rect(whole.origin().x, whole.origin().y, width, height);
}

}  // namespace

void drawer_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    const Layer layer(context, "drawer", area, Layer::Order::Above);
    ImGui::GetWindowDrawList()->AddRectFilled(area.min, area.max, context.theme.surface);
    ImGui::GetWindowDrawList()->AddLine({area.max.x - 1, area.min.y}, {area.max.x - 1, area.max.y},
                                        context.theme.line, 1);
    const Rect seen = area.inset(context.px(space::k12), context.px(space::k12));
    const ScrollArea whole(context, "drawer content", seen);
    const Rect inner = drawer_content(context, whole, seen);
    const float close = context.px(26);
    if (icon_button(context, "drawer.close",
                    rect(inner.max.x - close, inner.min.y - context.px(5), close, close), Icon::Close, "Hide")
            .clicked)
        context.emit(app::SetDrawer{false});
    float y = heading(context, inner.min.x, inner.min.y, "Training run");
    text_field(context, "drawer.search", rect(inner.min.x, y, inner.width(), context.px(metric::kControl)),
               panel.run_search, "Search runs", panel.focus_text);
    y += context.px(metric::kControl + 4);
    if (check_row(context, "drawer.only_with_samples",
                  rect(inner.min.x, y, inner.width(), context.px(metric::kControl)), "Only runs with samples",
                  app.library.only_with_samples)
            .clicked)
        context.emit(app::ShowOnlyRunsWithSamples{!app.library.only_with_samples});
    y += context.px(metric::kControl + 4);
    const auto count = static_cast<float>(app.library.catalog->dimensions.size());
    const bool arranged = count > 0;
    const float dimensions =
        arranged ? std::min(inner.height() * 0.4f, context.px(34) * count + context.px(28)) : 0;
    const float presets =
        arranged ? preset_section_height(context, app, inner.height() * 0.22f) + context.px(space::k12) : 0;
    whole.set_content_height(inner.height());
    const float list_end = inner.max.y - dimensions - presets - (arranged ? context.px(space::k12) : 0);
    run_list(context, app, panel, {{inner.min.x, y}, {inner.max.x, list_end}});
    if (!arranged) return;
    const auto rule = [&](float at) {
        ImGui::GetWindowDrawList()->AddLine({inner.min.x, at}, {inner.max.x, at}, context.theme.line, 1);
    };
    rule(list_end + context.px(4));
    y = list_end + context.px(space::k12);
    preset_section(context, app, panel,
                   {{inner.min.x, y}, {inner.max.x, y + presets - context.px(space::k12)}});
    y += presets;
    rule(y - context.px(space::k8));
    y = heading(context, inner.min.x, y, "Dimensions");
    dimension_list(context, app, {{inner.min.x, y}, inner.max});
}

}  // namespace proofsheet::ui
