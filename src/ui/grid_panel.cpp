#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/sampling_command.h"
#include "ui/loupe.h"
#include "ui/panels.h"
#include "ui/sampling_parts.h"

namespace proofsheet::ui {
namespace {

/// Cells are told apart by place; another arrangement must not hold the pictures of the one before.
void forget_other_views(const app::AppState& app, GridPanelState& grid) {
    const auto stamp = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(app.view.get()));
    if (stamp == grid.view_stamp) return;
    grid.view_stamp = stamp;
    grid.shown.clear();
    grid.shown_pairs.clear();
}

void follow_focus(const app::AppState& app, GridPanelState& grid, const GridLayout& layout) {
    if (app.focus == grid.last_focus) return;
    const bool first = grid.last_focus.column < 0;
    grid.last_focus = app.focus;
    if (first) return;
    const float column = layout.column_px * static_cast<float>(app.focus.column);
    const float row = layout.row_px * static_cast<float>(app.focus.row);
    grid.scroll_x = scrolled_into_view(grid.scroll_x, column, layout.column_px, layout.cells.width());
    grid.scroll_y = scrolled_into_view(grid.scroll_y, row, layout.row_px, layout.cells.height());
}

void scroll_by_wheel(GridPanelState& grid, const GridLayout& layout) {
    const ImGuiIO& io = ImGui::GetIO();
    const app::Box area = box_of(layout.area);
    if (!ImGui::IsWindowHovered() || !area.contains({io.MousePos.x, io.MousePos.y})) return;
    const bool over_cell = grid.hovered.has_value();
    if (over_cell && !io.KeyCtrl) return;  // there the wheel zooms
    const float step = std::max(40.0f, layout.row_px / 3);
    if (io.KeyShift)
        grid.scroll_x -= io.MouseWheel * step;
    else
        grid.scroll_y -= io.MouseWheel * step;
    grid.scroll_x -= io.MouseWheelH * step;
}

/// A job makes pictures of the open run, or will.
bool is_being_sampled(const app::AppState& app) {
    const auto& views = app.sampling->jobs;
    return std::any_of(views.begin(), views.end(), [&](const app::JobView& view) {
        return app::is_open(view.job) && view.job.run == app.library.selected_run;
    });
}

/// Buttons side by side, below an empty grid's text.
void next_steps(const Context& context, const app::AppState& app, ImVec2 top) {
    const float width = context.px(176);
    const float gap = context.px(space::k8);
    const bool generate = can_generate(app);
    const float left = top.x - (generate ? width + gap / 2 : width / 2);
    const float height = context.px(metric::kControl);
    if (generate) {
        const bool makes = is_being_sampled(app);
        const Rect place = rect(left, top.y, width, height);
        if (text_button(context, "grid.generate", place, makes ? "Show the job" : "Generate samples…",
                        ButtonLook::Accent)
                .clicked) {
            if (makes)
                context.emit(app::ShowScreen{app::Screen::Sampling});
            else
                context.emit(app::on_sampling(app::OpenLaunch{app.library.selected_run}));
        }
    }
    const Rect other = rect(generate ? left + width + gap : left, top.y, width, height);
    if (text_button(context, "grid.choose_run", other, "Choose another run").clicked)
        context.emit(app::SetDrawer{true});
}

void nothing_found(const Context& context, const app::AppState& app, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool busy = app.scan.scanning || app.scan.discovering;
    const bool filtered = app.view->filtered_out > 0;
    const bool makes = is_being_sampled(app);
    const std::string_view title = busy       ? "Looking for pictures…"
                                   : filtered ? "Every picture is filtered out"
                                   : makes    ? "Pictures are being made"
                                              : "No pictures yet";
    const std::string_view advice =
        busy       ? "The first ones appear as soon as they are found."
        : filtered ? "Select more values in the filters, or click a soloed header again."
        : makes    ? "The first ones appear here as soon as they are made."
        : can_generate(app)
            ? "No samples yet for this run. Have them made, or choose another run."
            : "This run has no sample pictures. Choose another run, or drop a folder of pictures here.";
    const float middle = area.center().y;
    draw_icon(context, list, filtered ? Icon::Filter : Icon::Grid, {area.center().x, middle - context.px(44)},
              context.theme.text_dim, 32);
    draw_text_in(context, list, Type::Title, {area.min.x, middle - context.px(20)},
                 {area.max.x, middle + context.px(4)}, context.theme.text, title, Align::Center);
    draw_text_in(context, list, Type::Body, {area.min.x, middle + context.px(8)},
                 {area.max.x, middle + context.px(30)}, context.theme.text_dim, advice, Align::Center);
    if (busy || filtered) return;
    next_steps(context, app, {area.center().x, middle + context.px(44)});
}

/// Loupe and pixel value of the picture under the pointer; the loupe may reach over the cells around it.
void look_closer(const Context& context, const app::AppState& app, PanelState& panel,
                 cache::TextureCache& textures, const GridLayout& layout) {
    const GridPanelState& grid = panel.grid;
    if (!app.peek.loupe && !app.pixel_value) return;
    if (!grid.hovered || !grid.hovered_sample || grid.hovered_size.area() == 0) return;
    const Rect cell = layout.cell(grid.hovered->column, grid.hovered->row);
    LookedAt picture{
        *grid.hovered_sample, grid.hovered_size,
        app::picture_box(app::camera_of(app, *grid.hovered), grid.hovered_size, grid.hovered_box), cell};
    const auto content = pointed_content(picture);
    if (!content) return;
    picture.area = layout.cells;
    hold_loupe(context, app, textures, picture);
    picture.area = cell;
    tell_pixels(context, app, panel, textures, {&picture, 1}, *content);
}

}  // namespace

bool shows_single(const app::AppState& app) {
    return app.lightbox || app.screen == app::Screen::Review || app.screen == app::Screen::Compare;
}

bool all_shown(const PanelState& panel, const app::AppState& app) {
    if (shows_single(app)) return panel.lightbox.report.level != CellLevel::Loading;
    return std::none_of(panel.grid.visible.begin(), panel.grid.visible.end(),
                        [](const CellReport& report) { return report.level == CellLevel::Loading; });
}

bool any_held(const PanelState& panel, const app::AppState& app) {
    if (shows_single(app)) return panel.lightbox.report.is_held;
    return std::any_of(panel.grid.visible.begin(), panel.grid.visible.end(),
                       [](const CellReport& report) { return report.is_held; });
}

std::string_view name_of(CellLevel level) {
    switch (level) {
        case CellLevel::Missing:
            return "missing";
        case CellLevel::Loading:
            return "loading";
        case CellLevel::Proxy:
            return "proxy";
        case CellLevel::Full:
            return "full";
        case CellLevel::Failed:
            return "failed";
    }
    return "missing";
}

std::string axis_label(const app::AppState& app, const std::optional<std::string>& dimension,
                       const std::string& value) {
    if (!dimension) return value;
    const grid::Catalog& catalog = *app.library.catalog;
    const std::size_t index = catalog.find_dimension(*dimension);
    const bool number =
        index < catalog.dimensions.size() && catalog.dimensions[index].type == grid::DimensionType::Number;
    return number ? *dimension + " " + value : value;
}

void grid_panel(const Context& context, const app::AppState& app, PanelState& panel,
                cache::TextureCache& textures, const Rect& area) {
    GridPanelState& grid = panel.grid;
    grid.visible.clear();
    if (app.view->samples.empty() && app.sampling->planned.empty()) {
        grid.last_column = grid.last_row = -1;
        return nothing_found(context, app, area);
    }
    forget_other_views(app, grid);
    scroll_by_wheel(grid, layout_grid(app, area, grid.typical, grid.scroll_x, grid.scroll_y, context.scale));
    follow_focus(app, grid,
                 layout_grid(app, area, grid.typical, grid.scroll_x, grid.scroll_y, context.scale));
    const GridLayout layout =
        layout_grid(app, area, grid.typical, grid.scroll_x, grid.scroll_y, context.scale);
    grid.scroll_x = layout.scroll_x;
    grid.scroll_y = layout.scroll_y;
    grid.column_pt = layout.column_px / context.scale;
    grid.row_pt = layout.row_px / context.scale;
    grid.first_column = layout.first_column();
    grid.last_column = layout.last_column();
    grid.first_row = layout.first_row();
    grid.last_row = layout.last_row();
    grid.hovered.reset();
    grid.hovered_sample.reset();
    grid.wants_full = false;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    ImGui::PushClipRect(layout.cells.min, layout.cells.max, true);
    for (int row = grid.first_row; row <= grid.last_row; ++row)
        for (int column = grid.first_column; column <= grid.last_column; ++column)
            grid_cell(context, app, panel, textures, layout, {column, row});
    const Rect focused = layout.cell(app.focus.column, app.focus.row);
    focus_ring(context, list, focused.inset(context.px(1), context.px(1)));
    look_closer(context, app, panel, textures, layout);
    ImGui::PopClipRect();
    grid_headers(context, app, layout);
    grid_scroll_bars(context, panel, layout);
    want_ahead(app, panel, textures);
}

}  // namespace proofsheet::ui
