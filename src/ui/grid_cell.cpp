#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "ui/change_map.h"
#include "ui/panels.h"
#include "ui/picture_view.h"
#include "ui/sampling_parts.h"
#include "ui/score_marks.h"

namespace proofsheet::ui {
namespace {

constexpr float kCellSliderPt = 14;  // height of the cell's own slider

std::uint64_t shown_key(app::CellAt cell) {
    return (static_cast<std::uint64_t>(cell.row) << 32) | static_cast<std::uint32_t>(cell.column);
}

std::string cell_name(std::string_view part, app::CellAt cell) {
    std::string name("grid.");
    name.append(part)
        .append("[")
        .append(std::to_string(cell.column))
        .append(",")
        .append(std::to_string(cell.row))
        .append("]");
    return name;
}

/// A short text on a plate at a corner of a picture.
Rect plate_text(const Context& context, ImDrawList& list, ImVec2 corner, bool right, std::string_view text) {
    const ImVec2 size = text_size(context, Type::Small, text);
    const float pad = context.px(6);
    const float width = size.x + 2 * pad;
    const Rect plate = rect(right ? corner.x - width : corner.x, corner.y, width, context.px(metric::kBadge));
    list.AddRectFilled(plate.min, plate.max, context.theme.plate, context.px(4));
    draw_text_in(context, list, Type::Small, {plate.min.x + pad, plate.min.y}, {plate.max.x, plate.max.y},
                 context.theme.on_plate, text);
    return plate;
}

std::string missing_reason(const app::AppState& app, app::CellAt cell) {
    const auto& positions = app.view->positions;
    const int position = app::position_of(app, cell);
    const std::vector<int> others = app.view->positions_of(cell.column, cell.row);
    if (others.empty()) return "not at any slider position";
    const std::string name = app.query.mapping.slider.value_or("position");
    return position < static_cast<int>(positions.size()) ? "not at " + name + " " + positions[position]
                                                         : std::string();
}

void zoom_by_wheel(const Context& context, const app::AppState& app, app::CellAt cell, const app::Box& box,
                   SizePx picture) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseWheel == 0 || io.KeyCtrl || picture.area() == 0) return;
    const app::Camera camera = app::camera_of(app, cell);
    const app::Camera zoomed = app::zoomed_at(camera, picture, box, {io.MousePos.x, io.MousePos.y},
                                              camera.zoom * std::pow(kWheelZoom, io.MouseWheel));
    if (io.KeyShift)
        context.emit(app::SetCellCamera{cell, zoomed});
    else
        context.emit(app::SetCamera{app::combined(app.camera, app::offset_between(camera, zoomed))});
}

DragKind drag_kind(const app::AppState& app, app::CellAt cell) {
    if (ImGui::GetIO().KeyShift) return DragKind::PanCell;
    return app::camera_of(app, cell).zoom > 1 ? DragKind::Pan : DragKind::Scroll;
}

void drag_cell(const Context& context, const app::AppState& app, GridPanelState& grid, app::CellAt cell,
               const app::Box& box, SizePx picture) {
    const ImVec2 delta = ImGui::GetIO().MouseDelta;
    if (grid.drag == DragKind::None) {
        grid.drag = drag_kind(app, cell);
        grid.drag_cell = cell;
        grid.dragged = 0;
    }
    if (!(grid.drag_cell == cell)) return;
    grid.dragged += std::abs(delta.x) + std::abs(delta.y);
    if (grid.dragged < context.px(kDragThresholdPt) || (delta.x == 0 && delta.y == 0)) return;
    if (grid.drag == DragKind::Scroll) {
        grid.scroll_x -= delta.x;
        grid.scroll_y -= delta.y;
    } else if (picture.area() > 0) {
        const app::Camera before = app::camera_of(app, cell);
        const app::Camera after = app::panned(before, picture, box, {delta.x, delta.y});
        if (grid.drag == DragKind::PanCell)
            context.emit(app::SetCellCamera{cell, after});
        else
            context.emit(app::SetCamera{app::combined(app.camera, app::offset_between(before, after))});
    }
}

void handle_mouse(const Context& context, const app::AppState& app, GridPanelState& grid, app::CellAt cell,
                  const Press& press, const app::Box& box, SizePx picture, const Rect& stack_badge) {
    if (press.hovered) zoom_by_wheel(context, app, cell, box, picture);
    const bool was_drag = grid.dragged >= context.px(kDragThresholdPt);
    if (press.held) drag_cell(context, app, grid, cell, box, picture);
    if (press.clicked && !was_drag) {
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        const auto sample = app::sample_at(app, cell);
        if (box_of(stack_badge).contains({mouse.x, mouse.y}))
            context.emit(app::CycleStack{cell, 1});
        else if (ImGui::GetIO().KeyAlt) {
            if (sample) context.emit(app::PinPicture{*sample});
        } else
            context.emit(app::OpenLightbox{cell});
        context.emit(app::Focus{cell});
    }
    if (press.right_clicked) context.emit(app::Focus{cell});
    if (!press.held && grid.drag_cell == cell && !ImGui::IsMouseDown(0)) {
        grid.drag = DragKind::None;
        grid.dragged = 0;
    }
}

/// The cell's own slider: under the pointer, or always when a hand moved it.
void cell_slider(const Context& context, const app::AppState& app, app::CellAt cell, const Rect& area,
                 bool near) {
    const int count = static_cast<int>(app.view->positions.size());
    if (count < 2) return;
    const app::CellOverride* own = app::override_of(app, cell);
    const bool moved = own != nullptr && own->position.has_value();
    const Rect strip{{area.min.x, area.max.y - context.px(kCellSliderPt)}, area.max};
    if (!near && !moved)
        return context.targets.add(cell_name("slider", cell), box_of(strip), TargetKind::Surface);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(strip.min, strip.max, context.theme.plate);
    const int position = app::position_of(app, cell);
    const auto wish = position_track(context, cell_name("slider", cell), strip, position, count,
                                     {.thickness_pt = 4, .knob_pt = 4});
    if (wish && *wish != position) context.emit(app::SetCellSlider{cell, *wish});
    if (ImGui::IsItemHovered()) {
        tooltip(context, app.view->positions[position] +
                             (moved ? " (this cell only; double click puts it back)" : ""));
        if (ImGui::IsMouseDoubleClicked(0)) context.emit(app::ResetCell{cell});
    }
}

/// Which part its picture has in a comparison: "reference", "pinned"; in a change map what it lacks.
std::string compared_as(const app::AppState& app, const CellReport& report) {
    if (!report.sample) return {};
    const app::CompareState& compare = app.compare;
    if (!compare.reference.empty()) {
        const std::string path = app::path_of(app, *report.sample);
        if (path == compare.reference) return "reference";
        if (std::ranges::find(compare.pinned, path) != compare.pinned.end()) return "pinned";
    }
    const bool alone = compare.change_map != app::ChangeMap::Off && !app::change_partner(app, report.cell);
    return alone ? "nothing to compare with" : "";
}

/// Marks on the picture: how many share the cell, what was moved by hand, labels when they are switched on.
Rect draw_marks(const Context& context, const app::AppState& app, const CellReport& report,
                const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float pad = context.px(space::k4);
    Rect stack = rect(-1, -1, 0, 0);
    const app::CellOverride* own = app::override_of(app, report.cell);
    if (report.of > 1) {
        const int index = own == nullptr ? 0 : own->stacked % report.of;
        stack = plate_text(context, list, {area.max.x - pad, area.min.y + pad}, true,
                           std::to_string(index + 1) + " of " + std::to_string(report.of));
        context.targets.add(cell_name("stack", report.cell), box_of(stack), TargetKind::Surface);
    }
    std::string label = compared_as(app, report);
    if (own != nullptr && own->position) label += (label.empty() ? "" : " · ") + *own->position;
    if (own != nullptr && !own->offset.is_fit()) label += label.empty() ? "own view" : " · own view";
    if (app.overlay_info && report.sample) {
        if (!label.empty()) label += " · ";
        label += to_display(app.library.catalog->sample(*report.sample).path);
    }
    if (label.empty()) return stack;
    const float room = area.width() - 2 * pad - context.px(12) - stack.width();
    plate_text(context, list, {area.min.x + pad, area.min.y + pad}, false,
               elide_middle(context, Type::Small, label, room));
    return stack;
}

/// What the cell's picture is held against in a change map; none for the reference itself.
std::optional<grid::SampleId> partner_of(const app::AppState& app, const CellReport& report) {
    const auto partner = app::change_partner(app, report.cell);
    return partner == report.sample ? std::nullopt : partner;
}

PictureOutcome show_changed(const Context& context, const app::AppState& app, PanelState& panel,
                            cache::TextureCache& textures, const PictureRequest& request,
                            const CellReport& report, grid::SampleId partner) {
    auto& pairs = panel.grid.shown_pairs;
    const auto found = pairs.find(shown_key(report.cell));
    std::optional<ShownPair> shown;
    if (found != pairs.end()) shown = found->second;
    const PictureOutcome outcome = show_change(context, app, textures, shown, request, partner);
    if (shown)
        pairs.insert_or_assign(shown_key(report.cell), *shown);
    else
        pairs.erase(shown_key(report.cell));
    return outcome;
}

void draw_content(const Context& context, const app::AppState& app, PanelState& panel,
                  cache::TextureCache& textures, const Rect& area, CellReport& report, SizePx& picture) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.picture_surround);
    ShownCell& shown = panel.grid.shown[shown_key(report.cell)];
    if (!report.sample) {
        shown = {};  // what stands there instead is drawn above what takes the mouse
        return;
    }
    if (!app::is_let_through(app, *report.sample)) {
        shown = {};
        return cell_notice(context, list, area, Icon::Filter, context.theme.text_dim, "Filtered out",
                           app.review.queue.unscored_only ? "It has a score" : "Its score is lower");
    }
    const app::CellAt focus = app.focus;
    const int distance = std::abs(focus.column - report.cell.column) + std::abs(focus.row - report.cell.row);
    const PictureRequest request{key_of(*app.library.catalog, *report.sample, cache::Level::Proxy),
                                 app::camera_of(app, report.cell),
                                 box_of(area),
                                 {cache::Priority::Visible, distance},
                                 false,
                                 app.now};
    const auto partner = partner_of(app, report);
    const PictureOutcome outcome =
        partner ? show_changed(context, app, panel, textures, request, report, *partner)
                : show_picture(context, list, textures, shown, request);
    report.level = outcome.level;
    panel.grid.wants_full |= outcome.needs_full;
    report.is_held = outcome.is_held;
    report.error = outcome.error;
    picture = outcome.full_size.area() > 0 ? outcome.full_size : shown.full_size;
    if (panel.grid.typical.area() == 0 && outcome.full_size.area() > 0)
        panel.grid.typical = outcome.full_size;
    if (outcome.level == CellLevel::Failed)
        cell_notice(context, list, area, Icon::Broken, context.theme.bad, "Cannot be shown", outcome.error);
}

}  // namespace

void cell_notice(const Context& context, ImDrawList& list, const Rect& area, Icon icon, Colour ink,
                 std::string_view title, std::string_view detail) {
    const Rect inner = area.inset(context.px(space::k8), context.px(space::k8));
    const bool roomy = inner.height() > context.px(72) && inner.width() > context.px(90);
    const float middle = inner.center().y - (roomy ? context.px(22) : context.px(8));
    draw_icon(context, list, icon, {inner.center().x, middle}, ink, 20);
    if (inner.height() < context.px(44)) return;
    draw_text_in(context, list, Type::Small, {inner.min.x, middle + context.px(14)},
                 {inner.max.x, middle + context.px(30)}, ink, title, Align::Center);
    if (roomy && !detail.empty())
        draw_wrapped(context, list, Type::Small, {inner.min.x, middle + context.px(34)}, inner.width(),
                     context.theme.text_dim, detail);
}

void grid_cell(const Context& context, const app::AppState& app, PanelState& panel,
               cache::TextureCache& textures, const GridLayout& layout, app::CellAt cell) {
    const Rect area = layout.cell(cell.column, cell.row);
    CellReport report{
        cell, app::shown_sample(app, cell), CellLevel::Missing, app::stack_size(app, cell), false, {}};
    SizePx picture;
    draw_content(context, app, panel, textures, area, report, picture);
    const Rect stack = draw_marks(context, app, report, area);
    if (report.sample) score_marks(context, *ImGui::GetWindowDrawList(), app, *report.sample, area);

    const bool has_slider = app.view->positions.size() > 1;
    const float strip = has_slider ? std::min(context.px(kCellSliderPt), area.height() / 4) : 0;
    const Rect touch{area.min, {area.max.x, area.max.y - strip}};
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const bool near = ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) &&
                      box_of(area).contains({mouse.x, mouse.y}) &&
                      box_of(layout.cells).contains({mouse.x, mouse.y});
    if (!report.sample)
        missing_cell(context, app, panel, cell, area, near ? CellPointer::Near : CellPointer::Away,
                     missing_reason(app, cell));
    const Press press = touch_area(context, cell_name("cell", cell), touch, TargetKind::Surface);
    handle_mouse(context, app, panel.grid, cell, press, box_of(area), picture, stack);
    cell_slider(context, app, cell, area, near && !panel.grid.dragged);
    if (near) {
        panel.grid.hovered = cell;
        panel.grid.hovered_box = box_of(area);
        panel.grid.hovered_size = picture;
        panel.grid.hovered_sample = report.level == CellLevel::Failed ? std::nullopt : report.sample;
    }
    if (press.hovered && report.level == CellLevel::Failed) tooltip(context, report.error);
    if (app.focus == cell) {
        panel.grid.focus_box = box_of(area);
        panel.grid.focus_size = picture;
    }
    panel.grid.visible.push_back(std::move(report));
}

}  // namespace proofsheet::ui
