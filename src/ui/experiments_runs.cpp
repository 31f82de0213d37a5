#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "ui/button_flow.h"
#include "ui/card.h"
#include "ui/experiments_parts.h"
#include "ui/experiments_text.h"
#include "ui/format.h"
#include "ui/layer.h"

namespace proofsheet::ui {
namespace {

constexpr float kRunRowPt = 92, kButtonsPt = 72;

std::string title_of(const jobs::RunSummary& run) {
    const std::string number = std::to_string(run.batch_number);
    return run.name.empty() ? "Run " + number : number + "  " + to_display(run.name);
}

std::string counts_text(const jobs::RunSummary& run) {
    std::string text = grouped(run.pictures) + " of " + counted(run.planned, "picture", "pictures");
    if (run.pictures > 0)
        text += " · " + grouped(run.scored) + " scored · " + grouped(run.unscored()) + " unscored";
    if (run.upscaled > 0) text += " · " + grouped(run.upscaled) + " upscaled";
    if (run.fallbacks > 0) text += " · " + counted(run.fallbacks, "fallback", "fallbacks");
    if (run.unfetched > 0) text += " · " + grouped(run.unfetched) + " to download";
    return text;
}

/// A thin bar; `share` from 0 to 1.
void bar(const Context& context, const Rect& area, float share, Colour colour) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float radius = area.height() / 2;
    list.AddRectFilled(area.min, area.max, context.theme.line, radius);
    const float width = area.width() * std::clamp(share, 0.0f, 1.0f);
    if (width >= 1) list.AddRectFilled(area.min, {area.min.x + width, area.max.y}, colour, radius);
}

float share(int part, int whole) {
    return whole > 0 ? static_cast<float>(part) / static_cast<float>(whole) : 0;
}

/// Made of planned, scored of made, upscaled of made: a word and a bar each.
void run_bars(const Context& context, const jobs::RunSummary& run, const Rect& area) {
    struct Part {
        std::string_view word;
        float share;
        Colour colour;
    };
    const Part parts[] = {{"made", share(run.pictures, run.planned), context.theme.accent},
                          {"scored", share(run.scored, run.pictures), context.theme.good},
                          {"upscaled", share(run.upscaled, run.pictures), context.theme.warn}};
    const float gap = context.px(space::k8);
    const float width = (area.width() - 2 * gap) / 3;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (int i = 0; i < 3; ++i) {
        const Rect place =
            rect(area.min.x + (width + gap) * static_cast<float>(i), area.min.y, width, area.height());
        const float word = text_size(context, Type::Small, parts[i].word).x;
        draw_text_in(context, list, Type::Small, place.min, place.max, context.theme.text_dim, parts[i].word);
        const float y = std::floor(place.center().y - context.px(2));
        const float from = std::min(place.min.x + word + context.px(6), place.max.x - 1);
        bar(context, rect(from, y, place.max.x - from, context.px(4)), parts[i].share, parts[i].colour);
    }
}

void run_row(const Context& context, const jobs::RunSummary& run, const std::string& name, const Rect& area,
             bool chosen) {
    const Press press = touch_area(context, name, area);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (chosen || press.hovered)
        fill_control(context, area, chosen ? context.theme.control_active : context.theme.control_hover);
    const Rect inner = area.inset(context.px(space::k12), context.px(6));
    const float line = context.px(20);
    const auto row = [&](int i) {
        return rect(inner.min.x, inner.min.y + line * static_cast<float>(i), inner.width(), line);
    };
    const std::string credits = credits_text(run.credits.counted());
    const float money = text_size(context, Type::Body, credits).x + context.px(space::k8);
    const Rect title = row(0);
    draw_text_in(context, list, Type::Body, title.min, {title.max.x - money, title.max.y}, context.theme.text,
                 title_of(run));
    draw_text_in(context, list, Type::Body, {title.max.x - money, title.min.y}, title.max, context.theme.text,
                 credits, Align::Right);
    const std::string model = run.model_name.empty() ? run.model_id : run.model_name;
    const Rect prompt = row(1);
    const bool cut = draw_text_in(context, list, Type::Small, prompt.min, prompt.max, context.theme.text_dim,
                                  to_display(model) + " · " + to_display(run.prompt));
    draw_text_in(context, list, Type::Small, row(2).min, row(2).max, context.theme.text_dim,
                 counts_text(run));
    run_bars(context, run, row(3));
    if (cut && press.hovered) tooltip(context, to_display(run.prompt));
    if (press.clicked) wish(context, app::ChooseRun{run.id});
    if (press.double_clicked) wish(context, app::OpenRun{run.id, app::Screen::Grid});
}

void run_buttons(const Context& context, const jobs::RunSummary& run, const Rect& area) {
    ButtonFlow flow(context, area.inset(context.px(space::k12), context.px(space::k4)));
    if (flow.button("experiment.run.grid", "Open in grid", ButtonLook::Accent).clicked)
        wish(context, app::OpenRun{run.id, app::Screen::Grid});
    if (flow.button("experiment.run.review", "Review").clicked)
        wish(context, app::OpenRun{run.id, app::Screen::Review});
    if (flow.button("experiment.run.analysis", "Analysis").clicked)
        wish(context, app::OpenRun{run.id, app::Screen::Analysis});
    if (flow.button("experiment.run.settings", "Use settings").clicked)
        wish(context, app::UseSettingsOfRun{run.id});
}

void no_runs(const Context& context, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    float y = area.min.y + context.px(space::k24);
    draw_icon(context, list, Icon::Experiments, {area.center().x, y + context.px(12)}, context.theme.text_dim,
              28);
    y += context.px(40);
    const Rect inner = area.inset(context.px(space::k16), 0);
    draw_text_in(context, list, Type::Title, {inner.min.x, y}, {inner.max.x, y + context.px(space::k24)},
                 context.theme.text, "No runs yet", Align::Center);
    y += context.px(space::k32);
    const float width = std::min(context.px(180), inner.width());
    const Rect button =
        rect(std::floor(inner.center().x - width / 2), y, width, context.px(metric::kControl));
    if (text_button(context, "experiments.new", button, "Set up a run…", ButtonLook::Accent).clicked)
        wish(context, app::ShowExperiments{app::ExperimentsPart::Form});
}

}  // namespace

void experiment_runs(const Context& context, const app::AppState& app, const Rect& area) {
    const app::ExperimentsState& experiments = *app.experiments;
    if (!experiments.overview) {
        draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Body, area.min,
                     {area.max.x, area.min.y + context.px(80)}, context.theme.text_dim, "Reading…",
                     Align::Center);
        return;
    }
    const auto& runs = experiments.overview->runs;
    if (runs.empty()) return no_runs(context, area);
    const ScrollArea scroll(context, "runs", area.inset(context.px(space::k4), context.px(space::k4)));
    const jobs::RunSummary* chosen = app::chosen_run(experiments);
    const float row = context.px(kRunRowPt);
    const float buttons = context.px(kButtonsPt);
    float y = scroll.origin().y;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const Rect place = rect(scroll.origin().x, y, scroll.width(), row - context.px(2));
        // One more on both sides, so that the keyboard can go on there.
        const bool near = place.max.y >= area.min.y - row - buttons && place.min.y <= area.max.y + row;
        const bool is_chosen = &runs[i] == chosen;
        y += row;
        if (near) run_row(context, runs[i], "experiment.run[" + std::to_string(i) + "]", place, is_chosen);
        if (!is_chosen) continue;
        if (near) run_buttons(context, runs[i], rect(place.min.x, y, place.width(), buttons));
        y += buttons;
    }
    scroll.set_content_height(y - scroll.origin().y);
}

}  // namespace proofsheet::ui
