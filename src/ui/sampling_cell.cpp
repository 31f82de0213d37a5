#include <imgui.h>

#include <algorithm>

#include "app/sampling_command.h"
#include "core/text.h"
#include "ui/panels.h"
#include "ui/picture_view.h"
#include "ui/sampling_panel_state.h"
#include "ui/sampling_parts.h"

namespace proofsheet::ui {
namespace {

grid::Place place_of(const app::AppState& app, app::CellAt cell) {
    return {cell.column, cell.row, app::position_of(app, cell)};
}

const jobs::JobItem& item_of(const app::AppState& app, const app::PlannedCell& cell) {
    return app.sampling->jobs[cell.job].items[cell.item];
}

std::string cell_target(std::string_view part, app::CellAt cell) {
    return "grid." + std::string(part) + "[" + std::to_string(cell.column) + "," + std::to_string(cell.row) +
           "]";
}

/// A button in the lower part of a cell; Enter does the same on the focused one.
bool cell_button(const Context& context, const std::string& name, const Rect& area, std::string_view label) {
    const float width = std::min(text_size(context, Type::Body, label).x + context.px(space::k24),
                                 area.width() - context.px(space::k8));
    const float height = context.px(metric::kDenseRow);
    const float y = area.max.y - height - context.px(24);
    if (area.height() < context.px(110) || width < context.px(60)) return false;
    const Rect place = rect(area.center().x - width / 2, y, width, height);
    const Press press = touch_area(context, name, place, TargetKind::Surface);
    fill_control(context, place, press.hovered ? context.theme.control_hover : context.theme.control);
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Small, place.min, place.max, context.theme.text,
                 label, Align::Center);
    return press.clicked;
}

void planned_notice(const Context& context, const app::AppState& app, const app::PlannedCell& planned,
                    const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const app::JobView& view = app.sampling->jobs[planned.job];
    const jobs::JobItem& item = view.items[planned.item];
    const bool runs = item.status == jobs::ItemStatus::Running;
    if (item.status == jobs::ItemStatus::Failed)
        return cell_notice(context, list, area, Icon::Broken, context.theme.bad, "Failed",
                           to_display(item.message));
    const bool halted = !app::is_open(view.job);
    cell_notice(context, list, area, runs ? Icon::Play : Icon::Sampling,
                runs ? context.theme.accent : context.theme.text_dim,
                runs     ? "Being made"
                : halted ? "Planned, job stopped"
                         : "Planned",
                "");
    if (!runs || view.live.steps <= 0) return;
    const float y = area.center().y + context.px(30);
    const Rect bar = {{area.min.x + area.width() * 0.2f, y},
                      {area.max.x - area.width() * 0.2f, y + context.px(4)}};
    if (bar.max.y < area.max.y)
        progress_bar(context, bar, static_cast<std::size_t>(std::max(0, view.live.step)), 0,
                     static_cast<std::size_t>(view.live.steps));
}

}  // namespace

const app::PlannedCell* planned_at(const app::AppState& app, PanelState& panel, const grid::Place& place) {
    PlannedCells& planned = panel.sampling->planned;
    const std::uint64_t revision = app.sampling->items_revision;
    if (planned.view != app.view || planned.revision != revision)
        planned = {app.view, revision, app::planned_cells(app)};
    const auto found = planned.cells.find(place);
    return found == planned.cells.end() ? nullptr : &found->second;
}

bool can_generate(const app::AppState& app) {
    const grid::TrainingRun* run = app::selected_run(app);
    return run != nullptr && !jobs::checkpoints_of(*run).empty();
}

void missing_cell(const Context& context, const app::AppState& app, PanelState& panel, app::CellAt cell,
                  const Rect& area, CellPointer pointer, std::string_view reason) {
    const app::PlannedCell* planned = planned_at(app, panel, place_of(app, cell));
    const bool near = pointer == CellPointer::Near || app.focus == cell;
    if (planned == nullptr) {
        cell_notice(context, *ImGui::GetWindowDrawList(), area, Icon::Missing, context.theme.text_dim,
                    "No picture", reason);
        if (near && can_generate(app) &&
            cell_button(context, cell_target("generate", cell), area, "Generate…"))
            context.emit(app::on_sampling(app::OpenLaunch{app.library.selected_run}));
        return;
    }
    planned_notice(context, app, *planned, area);
    const jobs::JobItem& item = item_of(app, *planned);
    if (item.status == jobs::ItemStatus::Failed &&
        cell_button(context, cell_target("again", cell), area, "Generate this one again"))
        context.emit(app::on_sampling(app::RetryJobItem{app.sampling->jobs[planned->job].job.id, item.id}));
}

std::optional<app::Command> missing_cell_command(const app::AppState& app, const PanelState& panel,
                                                 app::CellAt cell) {
    const PlannedCells& planned = panel.sampling->planned;
    const auto found = planned.cells.find(place_of(app, cell));
    const bool current = planned.view == app.view && planned.revision == app.sampling->items_revision;
    if (current && found != planned.cells.end()) {
        const jobs::JobItem& item = item_of(app, found->second);
        if (item.status != jobs::ItemStatus::Failed) return std::nullopt;
        return app::on_sampling(app::RetryJobItem{app.sampling->jobs[found->second.job].job.id, item.id});
    }
    if (!can_generate(app)) return std::nullopt;
    return app::on_sampling(app::OpenLaunch{app.library.selected_run});
}

}  // namespace proofsheet::ui
