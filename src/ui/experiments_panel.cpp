#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/card.h"
#include "ui/experiments_panel_state.h"
#include "ui/experiments_parts.h"
#include "ui/experiments_text.h"
#include "ui/widgets.h"

namespace proofsheet::ui {
namespace {

constexpr float kBannerPt = 44;

void top_bar(const Context& context, const app::AppState& app, const Rect& area) {
    fill(area, context.theme.surface);
    rule(context, {area.min.x, area.max.y - 1}, {area.max.x, area.max.y - 1});
    const app::ExperimentsState& experiments = *app.experiments;
    const float height = context.px(metric::kControl);
    const Rect bar = area.inset(context.px(space::k12), 0);
    const float y = std::floor(area.center().y - height / 2);
    constexpr std::array<std::string_view, 2> kParts{"Runs and queue", "New run"};
    const Rect parts = rect(bar.min.x, y, std::min(context.px(280), bar.width() / 2), height);
    if (const auto part =
            segmented(context, "experiments.part", parts, kParts, static_cast<int>(experiments.part)))
        wish(context, app::ShowExperiments{static_cast<app::ExperimentsPart>(*part)});
    std::string text = queue_text(experiments);
    if (const std::string spent = spending_text(experiments); !spent.empty()) text += "  ·  " + spent;
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Body,
                 {parts.max.x + context.px(space::k16), area.min.y}, {bar.max.x, area.max.y},
                 context.theme.text_dim, text, Align::Right);
}

/// Says where the token goes; returns the height in device pixels, 0 when there is one.
float token_banner(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    if (!app.configuration->config.sinkin.token.empty()) return 0;
    const Rect banner = rect(area.min.x, area.min.y, area.width(), context.px(kBannerPt));
    fill(banner, context.theme.control);
    const Rect inner = banner.inset(context.px(space::k16), 0);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    draw_icon(context, list, Icon::Info, {inner.min.x + context.px(8), inner.center().y},
              context.theme.accent, 16);
    const float width = context.px(130);
    const float height = context.px(metric::kControl);
    const Rect button = rect(inner.max.x - width, std::floor(inner.center().y - height / 2), width, height);
    draw_text_in(context, list, Type::Body, {inner.min.x + context.px(space::k24), inner.min.y},
                 {button.min.x - context.px(space::k12), inner.max.y}, context.theme.text,
                 "There is no SinkIn token yet: put it into Settings (sinkin.token) or into "
                 "SINKIN_ACCESS_TOKEN. Until then nothing is sent, and the form is a preview.");
    if (text_button(context, "experiments.token", button, "Open Settings").clicked) {
        panel.settings.search = "sinkin";
        context.emit(app::ShowScreen{app::Screen::Settings});
    }
    return banner.height();
}

void dashboard(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    const float left = std::round(std::clamp(area.width() * 0.3f, context.px(220), context.px(460)));
    const Rect runs = {area.min, {area.min.x + left, area.max.y}};
    experiment_runs(context, app, runs);
    rule(context, {runs.max.x, area.min.y}, {runs.max.x, area.max.y});
    experiment_queue(context, app, panel, {{runs.max.x + 1, area.min.y}, area.max});
}

void run_form(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    const float right = std::round(std::clamp(area.width() * 0.34f, context.px(200), context.px(420)));
    const Rect form = {area.min, {area.max.x - right, area.max.y}};
    experiment_form(context, app, panel, form);
    rule(context, {form.max.x, area.min.y}, {form.max.x, area.max.y});
    experiment_summary(context, app, panel, {{form.max.x + 1, area.min.y}, area.max});
}

}  // namespace

void experiments_panel(const Context& context, const app::AppState& app, PanelState& panel,
                       cache::TextureCache&, const Rect& area) {
    const Rect top = {area.min, {area.max.x, area.min.y + context.px(metric::kTopBar)}};
    top_bar(context, app, top);
    Rect content = {{area.min.x, top.max.y}, area.max};
    content.min.y += token_banner(context, app, panel, content);
    if (app.experiments->part == app::ExperimentsPart::Runs)
        dashboard(context, app, panel, content);
    else
        run_form(context, app, panel, content);
}

std::optional<app::Command> experiments_command(Action, const app::AppState&, const PanelState&) {
    return std::nullopt;
}

}  // namespace proofsheet::ui
