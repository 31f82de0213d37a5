#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/layer.h"
#include "ui/palette.h"
#include "ui/panels.h"
#include "ui/stroke.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

constexpr int kMostRows = 14;

/// The plate that a list lies on; below its field where there is room.
Rect list_area(const Context& context, const app::Box& field, int rows, float extra, const Rect& screen) {
    const float row = context.px(metric::kControl);
    const float width = std::max(static_cast<float>(field.size.x), context.px(220));
    const float room = screen.max.y - static_cast<float>(field.min.y + field.size.y) - context.px(space::k16);
    const float wanted =
        row * static_cast<float>(std::clamp(rows, 1, kMostRows)) + extra + context.px(space::k8);
    const float height = std::min(wanted, std::max(room, context.px(120)));
    const float x = std::clamp(static_cast<float>(field.min.x), screen.min.x,
                               std::max(screen.min.x, screen.max.x - width - context.px(4)));
    return rect(x, static_cast<float>(field.min.y + field.size.y) + context.px(4), width, height);
}

void plate(const Context& context, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface, context.px(metric::kCardRadius));
    outline(list, area.min, area.max, context.theme.line, context.px(metric::kCardRadius), 1);
}

std::string row_name(const std::string& list, int index) {
    return list + "[" + std::to_string(index) + "]";
}

bool is_listed(const app::AppState& app, const PanelState& panel, const grid::TrainingRun& run) {
    if (app.library.only_with_samples && !run.has_samples()) return false;
    return panel.list_search.empty() || match_score(run.name, panel.list_search).has_value();
}

void run_rows(const Context& context, const app::AppState& app, PanelState& panel, Rect area) {
    const float row = context.px(metric::kControl);
    text_field(context, "run.picker.search", rect(area.min.x, area.min.y, area.width(), row),
               panel.list_search, "Search runs", panel.focus_text);
    area.min.y += row + context.px(4);
    const ScrollArea scroll(context, "rows", area);
    int shown = 0;
    for (const grid::TrainingRun& run : app.library.runs) {
        if (!is_listed(app, panel, run)) continue;
        const Rect place =
            rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(shown), scroll.width(), row);
        const bool near = place.max.y >= area.min.y - row && place.min.y <= area.max.y + row;
        if (near && list_row(context, row_name("run.picker", shown), place, run.name,
                             run.name == app.library.selected_run)
                        .clicked) {
            context.emit(app::SelectRun{run.name});
            panel.open_list.clear();
        }
        ++shown;
    }
    scroll.set_content_height(row * static_cast<float>(shown));
}

void role_rows(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area,
               grid::Role role) {
    const ScrollArea scroll(context, "rows", area);
    const float row = context.px(metric::kControl);
    const std::string list = panel.open_list;
    const auto choose = [&](int index, std::string_view label, const std::string& dimension, bool selected,
                            grid::Role wanted) {
        const Rect place =
            rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(index), scroll.width(), row);
        if (!list_row(context, row_name(list, index), place, label, selected).clicked) return;
        if (!dimension.empty()) context.emit(app::AssignRole{dimension, wanted});
        panel.open_list.clear();
    };
    const grid::Mapping& mapping = app.query.mapping;
    const auto& holder = role == grid::Role::X   ? mapping.x
                         : role == grid::Role::Y ? mapping.y
                                                 : mapping.slider;
    int index = 0;
    for (const grid::Dimension& dimension : app.library.catalog->dimensions) {
        const std::string label = dimension.name + " · " + std::to_string(dimension.values.size());
        choose(index++, label, dimension.name, holder == dimension.name, role);
    }
    choose(index++, "none", holder.value_or(""), !holder, grid::Role::None);
    scroll.set_content_height(row * static_cast<float>(index));
}

/// The box takes or leaves a value, the label solos it.
void value_row(const Context& context, const std::string& dimension, const std::string& value,
               const std::string& name, const Rect& place, bool checked, bool single) {
    const Rect box = {place.min, {place.min.x + context.px(34), place.max.y}};
    const Rect label = {{box.max.x, place.min.y}, place.max};
    const Press press = single ? list_row(context, name, place, value, checked)
                               : list_row(context, name + ".label", label, value, false);
    if (single) {
        if (press.clicked) context.emit(app::ToggleValue{dimension, value});
        return;
    }
    if (check_row(context, name, box, "", checked).clicked) context.emit(app::ToggleValue{dimension, value});
    if (press.hovered) tooltip(context, "Only this value");
    if (press.clicked) context.emit(app::SoloValue{dimension, value});
}

void filter_rows(const Context& context, const app::AppState& app, const grid::Dimension& dimension,
                 Rect area) {
    const auto found = app.query.filters.find(dimension.name);
    const grid::Filter filter = found == app.query.filters.end() ? grid::Filter{} : found->second;
    const bool mapped = grid::role_of(app.query.mapping, dimension.name) != grid::Role::None;
    const float row = context.px(metric::kControl);
    const std::string name = "filter." + dimension.name;
    if (!mapped) {
        constexpr std::array<std::string_view, 3> kModes{"Hide", "Single", "Multi"};
        const Rect modes = rect(area.min.x, area.min.y, area.width(), row);
        if (const auto mode =
                segmented(context, name + ".mode", modes, kModes, static_cast<int>(filter.mode)))
            context.emit(app::SetFilterMode{dimension.name, static_cast<grid::FilterMode>(*mode)});
        area.min.y += row + context.px(4);
        if (filter.mode == grid::FilterMode::Hide) {
            const ImVec2 at(area.min.x + context.px(space::k8), area.min.y + context.px(space::k8));
            draw_wrapped(context, *ImGui::GetWindowDrawList(), Type::Small, at,
                         area.width() - context.px(space::k16), context.theme.text_dim,
                         "All values are included. Choose Single or Multi to narrow them down.");
            return;
        }
    }
    const bool single = !mapped && filter.mode == grid::FilterMode::Single;
    if (!single) {
        if (text_button(context, name + ".all", rect(area.min.x, area.min.y, area.width(), row), "Select all")
                .clicked)
            context.emit(app::SelectAllValues{dimension.name});
        area.min.y += row + context.px(4);
    }
    const ScrollArea scroll(context, "rows", area);
    const float top = ImGui::GetScrollY();
    const int count = static_cast<int>(dimension.values.size());
    // One more on both sides, so that the keyboard can go on there.
    const int first = std::max(0, static_cast<int>(top / row) - 1);
    const int last = std::min(count - 1, static_cast<int>((top + area.height()) / row) + 1);
    for (int i = first; i <= last; ++i) {
        const Rect place =
            rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(i), scroll.width(), row);
        const std::string& value = dimension.values[i];
        const bool checked = filter.selected.empty() ? !single || i == 0 : filter.selected.contains(value);
        value_row(context, dimension.name, value, row_name(name, i), place, checked, single);
    }
    scroll.set_content_height(row * static_cast<float>(count));
}

int row_count(const app::AppState& app, const std::string& list) {
    if (list == "run.picker") return static_cast<int>(app.library.runs.size());
    if (list.starts_with("mapping.")) return static_cast<int>(app.library.catalog->dimensions.size()) + 1;
    const std::size_t index =
        app.library.catalog->find_dimension(list.substr(std::string_view("filter.").size()));
    return index < app.library.catalog->dimensions.size()
               ? static_cast<int>(app.library.catalog->dimensions[index].values.size())
               : 0;
}

/// What stands above the rows of a list.
float extra_height(const Context& context, const std::string& list) {
    if (list.starts_with("filter.")) return context.px(2 * (metric::kControl + 4));
    return list == "run.picker" ? context.px(metric::kControl + 4) : 0;
}

}  // namespace

void open_list_panel(const Context& context, const app::AppState& app, PanelState& panel,
                     const Rect& screen) {
    if (panel.open_list.empty()) return;
    const std::string list = panel.open_list;
    const Target* field = context.targets.find(list);
    const int rows = row_count(app, list);
    if (field == nullptr || rows == 0) return panel.open_list.clear();
    const Rect area = list_area(context, field->box, rows, extra_height(context, list), screen);
    const Layer layer(context, "list", screen, Layer::Order::Modal);
    plate(context, area);
    const Rect inner = area.inset(context.px(4), context.px(4));
    if (list == "run.picker")
        run_rows(context, app, panel, inner);
    else if (list == "mapping.X")
        role_rows(context, app, panel, inner, grid::Role::X);
    else if (list == "mapping.Y")
        role_rows(context, app, panel, inner, grid::Role::Y);
    else if (list == "mapping.slider")
        role_rows(context, app, panel, inner, grid::Role::Slider);
    else
        filter_rows(context, app,
                    app.library.catalog->dimensions[app.library.catalog->find_dimension(list.substr(7))],
                    inner);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (ImGui::IsMouseClicked(0) && !box_of(area).contains({mouse.x, mouse.y})) panel.open_list.clear();
}

}  // namespace proofsheet::ui
