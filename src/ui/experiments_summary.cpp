#include <imgui.h>

#include <algorithm>
#include <array>
#include <span>

#include "app/experiments_form.h"
#include "jobs/number_lists.h"
#include "ui/experiments_parts.h"
#include "ui/experiments_text.h"
#include "ui/form_column.h"
#include "ui/format.h"
#include "ui/layer.h"

namespace proofsheet::ui {
namespace {

/// A button as high as its text is long.
bool tall_button(const Context& context, std::string_view name, FormColumn& column, std::string_view label,
                 bool ready) {
    const float pad = context.px(space::k12);
    const float line = line_height(context, Type::Body);
    const auto lines = wrap_lines(context, Type::Body, label, column.width() - 2 * pad);
    const float height = line * static_cast<float>(lines.size()) + context.px(space::k16);
    const Rect area = column.next(height / context.scale);
    const Press press = touch_area(context, name, area);
    const Theme& theme = context.theme;
    const Colour face = ready ? (press.held ? with_alpha(theme.accent, 0.85f) : theme.accent)
                              : (press.hovered ? theme.control_hover : theme.control);
    fill_control(context, area, face);
    float y = area.min.y + context.px(space::k8);
    for (const std::string_view each : lines) {
        draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Body, {area.min.x + pad, y},
                     {area.max.x - pad, y + line}, ready ? theme.on_accent : theme.text_dim, each,
                     Align::Center);
        y += line;
    }
    return press.clicked;
}

std::string price_text(const jobs::CreditEstimate& cost) {
    if (cost.calls == 0) return {};
    if (cost.guessed == 0) return "The price is what such calls cost before.";
    if (cost.guessed == cost.calls)
        return "No such call was made yet: the price is a careful guess. The first answers teach it.";
    return "The price of " + grouped(cost.guessed) + " of " + counted(cost.calls, "call", "calls") +
           " is a careful guess.";
}

void budget_lines(const app::ExperimentsState& experiments, FormColumn& column) {
    const auto left = app::budget_left(experiments);
    if (left) column.help("The budget leaves " + credits_text(std::max(*left, jobs::Credits{})) + ".");
}

constexpr float kNumberPt = 44;

/// A line of the matrix: a name and three numbers.
void matrix_line(const Context& context, const Rect& place, Type type, Colour ink, std::string_view name,
                 std::span<const std::string> numbers) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float number = context.px(kNumberPt);
    const auto count = static_cast<float>(numbers.size());
    draw_text_in(context, list, Type::Small, place.min, {place.max.x - count * number, place.max.y}, ink,
                 name);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const float right = place.max.x - number * (count - 1 - static_cast<float>(i));
        draw_text_in(context, list, type, {right - number, place.min.y}, {right, place.max.y}, ink,
                     numbers[i], Align::Right);
    }
}

/// A line for each combination, as far as they can be seen.
void matrix_lines(const Context& context, const app::FormPreview& preview, FormColumn& column,
                  const Rect& seen) {
    const std::array<std::string, 3> heads{"steps", "scale", "pict."};
    matrix_line(context, column.next(metric::kDenseRow), Type::Small, context.theme.text_dim, "Scheduler",
                heads);
    for (const jobs::Combination& each : preview.combinations) {
        const Rect place = column.next(metric::kDenseRow);
        if (place.max.y < seen.min.y || place.min.y > seen.max.y) continue;
        const std::array<std::string, 3> numbers{std::to_string(each.steps), jobs::number_text(each.scale),
                                                 grouped(each.images)};
        matrix_line(context, place, Type::Mono, each.images == 0 ? context.theme.warn : context.theme.text,
                    each.scheduler, numbers);
    }
}

void queue_button(const Context& context, const app::ExperimentsState& experiments, PanelState& panel,
                  FormColumn& column) {
    const bool ready = app::is_ready(experiments);
    const std::string label = experiments.adding ? "Queueing…" : queue_button_text(experiments.preview);
    if (tall_button(context, "experiment.queue", column, label, ready)) {
        if (ready)
            wish(context, app::QueueForm{});
        else if (!experiments.errors.empty())
            panel.focus_text = "experiment." + experiments.errors.front().field;
    }
    if (experiments.errors.empty()) return;
    const std::string count =
        counted(static_cast<std::int64_t>(experiments.errors.size()), "field needs", "fields need");
    column.error(count + " something: " + experiments.errors.front().message + ".");
}

}  // namespace

void experiment_summary(const Context& context, const app::AppState& app, PanelState& panel,
                        const Rect& area) {
    const app::ExperimentsState& experiments = *app.experiments;
    ImGui::GetWindowDrawList()->AddRectFilled(area.min, area.max, context.theme.surface);
    const Rect inner = area.inset(context.px(space::k12), context.px(space::k8));
    const ScrollArea scroll(context, "summary", inner);
    const float spare = context.px(space::k4);  // for focus rings
    FormColumn column(context, panel, {scroll.origin().x + spare, scroll.origin().y + spare},
                      scroll.width() - 2 * spare);
    column.section("What this makes");
    column.text(plan_text(experiments.preview));
    for (const std::string& warning : experiments.preview.warnings) column.error(warning + ".");
    if (const std::string price = price_text(experiments.preview.cost); !price.empty()) column.help(price);
    budget_lines(experiments, column);
    column.gap(space::k16);
    queue_button(context, experiments, panel, column);
    column.gap(space::k16);
    if (!experiments.preview.combinations.empty()) matrix_lines(context, experiments.preview, column, inner);
    scroll.set_content_height(column.height() + context.px(space::k16));
}

}  // namespace proofsheet::ui
