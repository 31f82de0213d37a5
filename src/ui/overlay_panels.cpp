#include <imgui.h>

#include <algorithm>

#include "app/experiments_command.h"
#include "core/text.h"
#include "ui/card.h"
#include "ui/layer.h"
#include "ui/panels.h"
#include "ui/stroke.h"

namespace proofsheet::ui {
namespace {

std::string chords_text(const Context& context, Action action) {
    std::string text;
    for (const Chord& chord : context.keymap.chords_of(action)) {
        if (!text.empty()) text += "  ";
        text += display_chord(chord);
    }
    return text;
}

Colour ink_of(const Theme& theme, app::ToastKind kind) {
    switch (kind) {
        case app::ToastKind::Good:
            return theme.good;
        case app::ToastKind::Warning:
            return theme.warn;
        case app::ToastKind::Error:
            return theme.bad;
        case app::ToastKind::Info:
            break;
    }
    return theme.accent;
}

float help_section(const Context& context, std::string_view section, float x, float y, float width) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float row = context.px(metric::kDenseRow);
    draw_text_in(context, list, Type::Small, {x, y}, {x + width, y + row}, context.theme.text_dim, section);
    y += row;
    for (const ActionInfo& info : action_table()) {
        if (info.section != section) continue;
        const float keys = width * 0.38f;
        draw_text_in(context, list, Type::Mono, {x, y}, {x + keys - context.px(8), y + row},
                     context.theme.accent, chords_text(context, info.action));
        draw_text_in(context, list, Type::Body, {x + keys, y}, {x + width, y + row}, context.theme.text,
                     info.title);
        y += row;
    }
    return y + context.px(space::k12);
}

}  // namespace

void help_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen) {
    if (app.overlay != app::Overlay::Help) return;
    const Layer layer(context, "help", screen, Layer::Order::Modal);
    const Rect area = card(context, "help", "Keys", screen, {880, 660});
    const ScrollArea scroll(context, "keys", area);
    scroll.scroll_by_keys(context, panel.scroll_keys);
    const bool wide = scroll.width() > context.px(700);
    const float width = wide ? (scroll.width() - context.px(space::k32)) / 2 : scroll.width();
    const float right = wide ? scroll.origin().x + width + context.px(space::k32) : scroll.origin().x;
    float left_y = help_section(context, "Flip and play", scroll.origin().x, scroll.origin().y, width);
    left_y = help_section(context, "Move", scroll.origin().x, left_y, width);
    left_y = help_section(context, "Score", scroll.origin().x, left_y, width);
    float right_y = wide ? scroll.origin().y : left_y;
    right_y = help_section(context, "Zoom", right, right_y, width);
    right_y = help_section(context, "Views and panels", right, right_y, width);
    scroll.set_content_height(std::max(left_y, right_y) - scroll.origin().y);
}

void problems_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen) {
    if (app.overlay != app::Overlay::Problems) return;
    const Layer layer(context, "problems", screen, Layer::Order::Modal);
    const Rect area = card(context, "problems", "What was skipped and why", screen, {880, 620});
    const ScrollArea scroll(context, "problem rows", area);
    scroll.scroll_by_keys(context, panel.scroll_keys);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float row = context.px(52);
    int index = 0;
    const auto show = [&](const Problem& problem) {
        const float y = scroll.origin().y + row * static_cast<float>(index++);
        if (y > area.max.y || y + row < area.min.y) return;
        const float right = scroll.origin().x + scroll.width();
        draw_icon(context, list, Icon::Warning, {scroll.origin().x + context.px(10), y + context.px(14)},
                  context.theme.warn, 14);
        const float x = scroll.origin().x + context.px(28);
        draw_text_in(context, list, Type::Body, {x, y + context.px(4)}, {right, y + context.px(24)},
                     context.theme.text, problem.message);
        draw_text_in(context, list, Type::Small, {x, y + context.px(25)}, {right, y + context.px(43)},
                     context.theme.text_dim, problem.path);
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        if (ImGui::IsWindowHovered() && mouse.y >= y && mouse.y < y + row)
            tooltip(context, problem.message + "\n" + problem.path);
    };
    for (const Problem& problem : app.library.problems) show(problem);
    for (const Problem& problem : app.library.catalog->problems) show(problem);
    for (const std::string& path : app.library.catalog->superseded)
        show({to_display(path), "superseded",
              "A picture of the same settings with a higher counter is shown instead"});
    if (index == 0)
        draw_text(context, list, Type::Body, scroll.origin(), context.theme.text_dim, "Nothing was skipped.");
    scroll.set_content_height(row * static_cast<float>(index));
}

void toasts_panel(const Context& context, const app::AppState& app, const Rect& screen) {
    if (app.toasts.empty()) return;
    const float width = std::min(context.px(420), screen.width() - context.px(space::k32));
    const float height = context.px(56);
    const float gap = context.px(space::k8);
    const float count = static_cast<float>(app.toasts.size());
    const Rect area =
        rect(screen.max.x - width - context.px(space::k16),
             screen.max.y - context.px(metric::kStatusBar) - count * (height + gap) - context.px(space::k8),
             width, count * (height + gap));
    const Layer layer(context, "toasts", area, Layer::Order::Above);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    float y = area.min.y;
    for (const app::Toast& toast : app.toasts) {
        const Rect plate = rect(area.min.x, y, width, height);
        list.AddRectFilled(plate.min, plate.max, context.theme.surface, context.px(metric::kCardRadius));
        outline(list, plate.min, plate.max, context.theme.line, context.px(metric::kCardRadius), 1);
        const Colour ink = ink_of(context.theme, toast.kind);
        const Icon icon = toast.kind == app::ToastKind::Good   ? Icon::Check
                          : toast.kind == app::ToastKind::Info ? Icon::Help
                                                               : Icon::Warning;
        draw_icon(context, list, icon, {plate.min.x + context.px(20), plate.center().y}, ink, 16);
        const float side = context.px(24);
        const Rect cross = rect(plate.max.x - side - context.px(8), plate.center().y - side / 2, side, side);
        const Rect text = {{plate.min.x + context.px(38), plate.min.y},
                           {cross.min.x - context.px(8), plate.max.y}};
        if (text_size(context, Type::Body, toast.text).x <= text.width())
            draw_text_in(context, list, Type::Body, text.min, text.max, context.theme.text, toast.text);
        else
            draw_wrapped(context, list, Type::Small, {text.min.x, text.min.y + context.px(10)}, text.width(),
                         context.theme.text, toast.text);
        if (icon_button(context, "toast[" + std::to_string(toast.id) + "].close", cross, Icon::Close,
                        "Dismiss")
                .clicked)
            context.emit(app::DismissToast{toast.id});
        y += height + gap;
    }
}

void start_panel(const Context& context, const app::AppState& app, const Activity& activity,
                 const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float width = std::min(context.px(560), area.width() - context.px(space::k32));
    const float height = std::min(context.px(360), area.height() - context.px(space::k32));
    const Rect card_area = rect(area.center().x - width / 2, area.center().y - height / 2, width, height);
    list.AddRectFilled(card_area.min, card_area.max, context.theme.surface, context.px(metric::kCardRadius));
    outline(list, card_area.min, card_area.max, context.theme.line, context.px(metric::kCardRadius),
            context.px(1));
    const Rect inner = card_area.inset(context.px(space::k32), context.px(space::k24));
    float y = inner.min.y + context.px(20);
    draw_icon(context, list, Icon::Grid, {inner.center().x, y}, context.theme.accent, 36);
    y += context.px(34);
    draw_text_in(context, list, Type::Display, {inner.min.x, y}, {inner.max.x, y + context.px(30)},
                 context.theme.text, "Proofsheet", Align::Center);
    y += context.px(42);
    for (const std::string_view line : {"Shows the sample pictures of a training run as a grid,",
                                        "flips all cells through the checkpoints with one slider,",
                                        "and keeps zoom and place while you compare."}) {
        draw_text_in(context, list, Type::Body, {inner.min.x, y}, {inner.max.x, y + context.px(22)},
                     context.theme.text_dim, line, Align::Center);
        y += context.px(22);
    }
    y += context.px(space::k16);
    const bool busy = app.scan.discovering;
    const std::string drop = busy ? (activity.note.empty() ? "Opening…" : activity.note)
                                  : "Drop a folder of samples, checkpoints or pictures here";
    const Rect zone = rect(inner.min.x, y, inner.width(), context.px(56));
    outline(list, zone.min, zone.max, context.theme.line, context.px(metric::kRadius), context.px(1.5f));
    draw_icon(context, list, Icon::Folder, {zone.min.x + context.px(28), zone.center().y},
              context.theme.text_dim, 18);
    draw_text_in(context, list, Type::Body, {zone.min.x + context.px(52), zone.min.y},
                 {zone.max.x - context.px(8), zone.max.y}, context.theme.text, drop);
    y = zone.max.y + context.px(space::k16);
    if (busy) return;
    const float gap = context.px(space::k12);
    const float button = std::min(context.px(156), (inner.width() - 2 * gap) / 3);
    const float x = inner.center().x - 1.5f * button - gap;
    const Rect folder = rect(x, y, button, context.px(32));
    if (text_button(context, "start.open", folder, "Open a folder…", ButtonLook::Accent).clicked)
        context.emit(app::ToggleOverlay{app::Overlay::OpenFolder});
    const Rect demo = rect(x + button + gap, y, button, context.px(32));
    if (text_button(context, "start.demo", demo, "Look at the demo").clicked) context.emit(app::OpenDemo{});
    const Rect run = rect(x + 2 * (button + gap), y, button, context.px(32));
    if (text_button(context, "start.experiment", run, "Set up a run…").clicked)
        context.emit(app::on_experiments(app::ShowExperiments{app::ExperimentsPart::Form}));
}

}  // namespace proofsheet::ui
