#include "ui/sampling_panel_state.h"

#include <imgui.h>

#include <array>

#include "app/sampling_command.h"
#include "ui/panels.h"
#include "ui/sampling_parts.h"

namespace proofsheet::ui {
namespace {

void reconnect_button(const Context& context, const app::ServiceConnection& connection, Rect& bar) {
    if (connection.kind != app::ConnectionKind::Failed) return;
    const float width = context.px(124);
    const Rect place = {{bar.max.x - width, bar.min.y}, bar.max};
    bar.max.x -= width + context.px(space::k8);
    if (text_button(context, "sampling.reconnect", place, "Reconnect now").clicked)
        context.emit(app::on_sampling(app::ReconnectComfy{}));
}

void header(const Context& context, const app::SamplingState& sampling, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    Rect bar = area;
    const float title = context.px(132);
    draw_text_in(context, list, Type::Display, bar.min, {bar.min.x + title, bar.max.y}, context.theme.text,
                 "Sampling");
    bar.min.x += title;
    constexpr std::array<std::string_view, 3> kTabs{"Jobs", "Presets", "Workflows"};
    const float tabs = context.px(280);
    const Rect place = {bar.min, {bar.min.x + tabs, bar.max.y}};
    bar.min.x += tabs + context.px(space::k16);
    if (const auto tab = segmented(context, "sampling.tab", place, kTabs, static_cast<int>(sampling.tab)))
        context.emit(app::on_sampling(app::ShowSamplingTab{static_cast<app::SamplingTab>(*tab)}));
    const float width = context.px(176);
    const Rect generate = {{bar.max.x - width, bar.min.y}, bar.max};
    if (text_button(context, "sampling.generate", generate, "Generate samples…", ButtonLook::Accent).clicked)
        context.emit(app::on_sampling(app::OpenLaunch{}));
    bar.max.x -= width + context.px(space::k8);
    reconnect_button(context, sampling.comfyui, bar);
    draw_text_in(context, list, Type::Small, bar.min, bar.max, context.theme.text_dim,
                 connection_text(sampling.comfyui), Align::Right);
}

void presets(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    const float left = std::min(context.px(260), area.width() * 0.38f);
    sample_preset_list(context, app, panel, {area.min, {area.min.x + left, area.max.y}});
    sample_preset_editor(context, app, panel,
                         {{area.min.x + left + context.px(space::k24), area.min.y}, area.max});
}

}  // namespace

void sampling_panel(const Context& context, const app::AppState& app, PanelState& panel,
                    cache::TextureCache& textures, const Rect& area) {
    const app::SamplingState& sampling = *app.sampling;
    const Rect inner = area.inset(context.px(space::k24), context.px(space::k16));
    const Rect top = {inner.min, {inner.max.x, inner.min.y + context.px(32)}};
    header(context, sampling, top);
    const Rect rest = {{inner.min.x, top.max.y + context.px(space::k16)}, inner.max};
    switch (sampling.tab) {
        case app::SamplingTab::Jobs:
            return job_cards(context, app, panel, textures, rest);
        case app::SamplingTab::Presets:
            return presets(context, app, panel, rest);
        case app::SamplingTab::Workflows:
            return workflow_list(context, app, panel, rest);
    }
}

std::optional<app::Command> sampling_command(Action, const app::AppState&, const PanelState&) {
    return std::nullopt;  // everything on the screen is an element that the keyboard reaches
}

std::string connection_text(const app::ServiceConnection& connection) {
    switch (connection.kind) {
        case app::ConnectionKind::Off:
            return {};
        case app::ConnectionKind::Connecting:
            return "Connecting to ComfyUI…";
        case app::ConnectionKind::Connected:
            return connection.version.empty() ? "ComfyUI connected" : "ComfyUI " + connection.version;
        case app::ConnectionKind::Failed:
            return "ComfyUI does not answer";
    }
    return {};
}

void connection_mark(const Context& context, const app::AppState& app, Rect& bar) {
    const app::ServiceConnection& connection = app.sampling->comfyui;
    const std::string text = connection_text(connection);
    if (text.empty()) return;
    const bool failed = connection.kind == app::ConnectionKind::Failed;
    const float width = text_size(context, Type::Small, text).x + context.px(failed ? 30 : 8);
    const Rect place = {{bar.max.x - width, bar.min.y}, bar.max};
    bar.max.x -= width + context.px(space::k12);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (!failed)
        return (void)draw_text_in(context, list, Type::Small, place.min, place.max, context.theme.text_dim,
                                  text, Align::Right);
    const Press press = touch_area(context, "status.comfyui", place);
    if (press.hovered) fill_control(context, place, context.theme.control_hover);
    draw_icon(context, list, Icon::Warning, {place.min.x + context.px(12), place.center().y},
              context.theme.warn, 13);
    draw_text_in(context, list, Type::Small, {place.min.x + context.px(22), place.min.y}, place.max,
                 context.theme.text, text);
    if (press.hovered) tooltip(context, connection.problem + " Click to reconnect now.");
    if (press.clicked) context.emit(app::on_sampling(app::ReconnectComfy{}));
}

}  // namespace proofsheet::ui
