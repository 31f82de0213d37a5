#include <imgui.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"
#include "ui/card.h"
#include "ui/detail_layout.h"
#include "ui/layer.h"
#include "ui/panels.h"

namespace proofsheet::ui {
namespace {

constexpr float kNarrowestPanelPt = 300;
constexpr float kWidestShare = 0.8f;

Colour ink_of(const Theme& theme, DetailLook look) {
    switch (look) {
        case DetailLook::Name:
        case DetailLook::Note:
            return theme.text_dim;
        case DetailLook::Error:
            return theme.bad;
        default:
            return theme.text;
    }
}

/// The left edge takes the drag.
void resize_edge(const Context& context, const Rect& area, const Rect& content) {
    const Rect edge = rect(area.min.x - context.px(3), area.min.y, context.px(7), area.height());
    const Press press = touch_area(context, "detail.divider", edge, TargetKind::Track);
    const bool nudged = context.keyboard.target == "detail.divider";
    const float step = nudged ? static_cast<float>(std::exchange(context.keyboard.nudge, 0)) : 0;
    if (press.hovered || press.held) {
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
        ImGui::GetWindowDrawList()->AddLine({area.min.x, area.min.y}, {area.min.x, area.max.y},
                                            context.theme.accent, context.px(2));
    }
    const float dragged = press.held ? ImGui::GetIO().MouseDelta.x : 0;
    const float wider = -dragged / context.scale - step * 20;
    if (wider == 0) return;
    const float widest = content.width() * kWidestShare / context.scale;
    context.emit(app::ResizeDetails{
        std::clamp(area.width() / context.scale + wider, std::min(kNarrowestPanelPt, widest), widest)});
}

void checkpoint_rows(const Context& context, const app::AppState& app, const Rect& area) {
    const ScrollArea scroll(context, "checkpoints", area);
    const grid::TrainingRun* run = app::selected_run(app);
    if (run == nullptr) return;
    const float row = context.px(metric::kControl);
    const auto& checkpoints = run->checkpoints;
    const int count = static_cast<int>(checkpoints.size());
    for (int i = 0; i < count; ++i) {
        const Rect place =
            rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(i), scroll.width(), row);
        if (place.max.y < area.min.y - row || place.min.y > area.max.y + row) continue;
        const grid::Checkpoint& checkpoint = checkpoints[count - 1 - i];  // the highest step comes first
        const bool selected = &checkpoint == app::detailed_checkpoint(app);
        const Press press = list_row(context, "detail.checkpoint[" + std::to_string(i) + "]", place,
                                     checkpoint.label, selected);
        const Rect inner = place.inset(context.px(space::k12), 0);
        const Rect right = {{inner.min.x + inner.width() * 0.35f, inner.min.y}, inner.max};
        draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Small, right.min, right.max,
                     context.theme.text_dim, to_display(checkpoint.file), Align::Right);
        if (press.clicked) context.emit(app::SelectCheckpoint{checkpoint.file});
    }
    scroll.set_content_height(row * static_cast<float>(count));
}

void copy_button(const Context& context, const DetailLayout& layout, const DetailLine& line, float right,
                 float y) {
    const float side = context.px(22);
    const Rect area = rect(right - side, y - context.px(3), side, side);
    const std::string name = "detail.copy[" + std::to_string(line.copies) + "]";
    const std::string_view text = layout.copies[static_cast<std::size_t>(line.copies)];
    if (icon_button(context, name, area, Icon::Copy, "Copy").clicked)
        context.emit(app::CopyText{std::string(text)});
}

void draw_lines(const Context& context, DetailLayout& layout, const ScrollArea& scroll, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float top = area.min.y - scroll.origin().y;
    const float bottom = top + area.height();
    const float spare = context.px(40);
    auto line = std::lower_bound(layout.lines.begin(), layout.lines.end(), top - spare,
                                 [](const DetailLine& one, float y) { return one.y < y; });
    const auto button = [&](const DetailLine& of) {
        copy_button(context, layout, of, scroll.origin().x + scroll.width(), scroll.origin().y + of.y);
    };
    // The next button on both sides, wherever it is, so that the keyboard can go on there.
    const auto copies = [](const DetailLine& one) { return one.copies >= 0; };
    const auto before = std::find_if(std::make_reverse_iterator(line), layout.lines.rend(), copies);
    if (before != layout.lines.rend()) button(*before);
    for (; line != layout.lines.end() && line->y < bottom + spare; ++line) {
        const auto look = static_cast<DetailLook>(line->look);
        const float y = scroll.origin().y + line->y;
        draw_text(context, list, type_of(look), {scroll.origin().x, y}, ink_of(context.theme, look),
                  line->text);
        if (copies(*line)) button(*line);
    }
    const auto after = std::find_if(line, layout.lines.end(), copies);
    if (after != layout.lines.end()) button(*after);
}

void detail_text(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    const app::DetailDrawer& drawer = app.detail;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool picture = drawer.kind == app::DetailKind::Picture;
    const std::string_view empty = drawer.loading         ? "Reading…"
                                   : !drawer.path.empty() ? ""
                                   : picture              ? "There is no picture in the focused cell."
                                             : "There is no checkpoint file to read: only samples are left.";
    if (!empty.empty()) {
        draw_wrapped(context, list, Type::Body, {area.min.x, area.min.y + context.px(space::k8)},
                     area.width(), context.theme.text_dim, empty);
        return;
    }
    const ScrollArea scroll(context, "text", area);
    if (app.overlay == app::Overlay::None) scroll.scroll_by_keys(context, panel.scroll_keys);
    lay_out_details(context, drawer.details, scroll.width(), panel.detail);
    draw_lines(context, panel.detail, scroll, area);
    scroll.set_content_height(panel.detail.height);
}

Rect title_row(const Context& context, const app::AppState& app, const Rect& inner) {
    const float height = context.px(metric::kControl);
    constexpr std::array<std::string_view, 2> kKinds{"Picture", "Checkpoint"};
    const int selected = app.detail.kind == app::DetailKind::Picture ? 0 : 1;
    const Rect tabs = rect(inner.min.x, inner.min.y, context.px(220), height);
    if (const auto kind = segmented(context, "detail.kind", tabs, kKinds, selected);
        kind && *kind != selected)
        context.emit(app::ToggleDetails{*kind == 0 ? app::DetailKind::Picture : app::DetailKind::Checkpoint});
    if (icon_button(context, "detail.close", rect(inner.max.x - height, inner.min.y, height, height),
                    Icon::Close, "Close")
            .clicked)
        context.emit(app::ToggleDetails{app.detail.kind});
    if (app.detail.kind == app::DetailKind::Picture && !app.detail.path.empty())
        picture_buttons(context, "detail", {inner.max.x - height - context.px(4), inner.min.y}, height);
    return {{inner.min.x, tabs.max.y + context.px(space::k8)}, inner.max};
}

}  // namespace

float detail_width(const Context& context, const app::AppState& app, const Rect& content) {
    if (app.detail.kind == app::DetailKind::None) return 0;
    const float widest = content.width() * kWidestShare;
    return std::clamp(context.px(app.detail.width_pt), std::min(context.px(kNarrowestPanelPt), widest),
                      widest);
}

void detail_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& content) {
    if (app.detail.kind == app::DetailKind::None) return;
    const Rect area = {{content.max.x - detail_width(context, app, content), content.min.y}, content.max};
    // The edge can be taken from both sides of the border.
    const Layer layer(context, "detail", {{area.min.x - context.px(3), area.min.y}, area.max},
                      Layer::Order::Above);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface);
    list.AddLine(area.min, {area.min.x, area.max.y}, context.theme.line, 1);
    Rect inner = title_row(context, app, area.inset(context.px(space::k12), context.px(space::k12)));
    if (app.detail.kind == app::DetailKind::Checkpoint && app::selected_run(app) != nullptr) {
        const float rows = static_cast<float>(app::selected_run(app)->checkpoints.size());
        const float height = std::min(inner.height() * 0.3f, context.px(metric::kControl) * rows);
        checkpoint_rows(context, app, {inner.min, {inner.max.x, inner.min.y + height}});
        inner.min.y += height + context.px(space::k8);
        list.AddLine(inner.min, {inner.max.x, inner.min.y}, context.theme.line, 1);
    }
    detail_text(context, app, panel, inner);
    resize_edge(context, area, content);
}

}  // namespace proofsheet::ui
