#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "ui/button_flow.h"
#include "ui/card.h"
#include "ui/experiments_panel_state.h"
#include "ui/experiments_parts.h"
#include "ui/experiments_text.h"
#include "ui/format.h"
#include "ui/layer.h"

namespace proofsheet::ui {
namespace {

constexpr float kCallRowPt = 52, kWordPt = 92, kCostPt = 96, kButtonPt = 30;

int to_download(const jobs::ExperimentOverview& overview) {
    int count = 0;
    for (const jobs::RunSummary& run : overview.runs) count += run.unfetched;
    return count;
}

void cancel_buttons(const Context& context, ExperimentsPanelState& state, ButtonFlow& flow, int queued) {
    if (!state.doubts_cancel) {
        if (flow.button("queue.cancel_all", "Cancel all").clicked) state.doubts_cancel = true;
        return;
    }
    const std::string sure = "Cancel " + counted(queued, "call", "calls");
    if (flow.button("queue.cancel_all.yes", sure, ButtonLook::Accent).clicked) {
        ask(context, jobs::CancelAllCalls{});
        state.doubts_cancel = false;
    }
    if (flow.button("queue.cancel_all.no", "Keep them").clicked) state.doubts_cancel = false;
}

void run_buttons(const Context& context, const app::AppState& app, ButtonFlow& flow, int queued) {
    const app::QueueActivity activity = app.experiments->status.activity;
    const bool works = activity == app::QueueActivity::Working || activity == app::QueueActivity::Waiting;
    if (works) {
        if (flow.button("queue.pause", "Pause", ButtonLook::Accent).clicked) ask(context, jobs::PauseQueue{});
        return;
    }
    if (queued == 0 || app.configuration->config.sinkin.token.empty()) return;
    if (flow.button("queue.run_all", "Run all", ButtonLook::Accent).clicked) ask(context, jobs::RunAll{});
    if (flow.button("queue.run_next", "Run next").clicked) ask(context, jobs::RunNext{});
}

/// Only what can be done now; returns the y below.
float queue_buttons(const Context& context, const app::AppState& app, ExperimentsPanelState& state,
                    const Rect& area) {
    const app::ExperimentsState& experiments = *app.experiments;
    const jobs::CallCounts counts = app::queue_counts(experiments);
    ButtonFlow flow(context, area);
    run_buttons(context, app, flow, counts.queued);
    if (counts.failed > 0 &&
        flow.button("queue.retry_all", "Retry " + grouped(counts.failed) + " failed").clicked)
        ask(context, jobs::RetryAllFailed{});
    const int missing = to_download(*experiments.overview);
    if (missing > 0 &&
        flow.button("queue.fetch", "Download " + counted(missing, "paid picture", "paid pictures")).clicked)
        ask(context, jobs::FetchMissing{});
    if (counts.queued > 0)
        cancel_buttons(context, state, flow, counts.queued);
    else
        state.doubts_cancel = false;
    if (!experiments.overview->runs.empty() && flow.button("queue.export", "Export CSV").clicked)
        wish(context, app::ExportExperiments{});
    return flow.bottom();
}

/// Icon buttons from the right to the left.
class RowButtons {
public:
    RowButtons(const Context& context, std::string row, const Rect& area)
        : context_(context), row_(std::move(row)), right_(area.max.x), y_(area.center().y) {}

    bool icon(std::string_view what, Icon icon, std::string_view hint) {
        const Rect place = take(context_.px(kButtonPt));
        return icon_button(context_, row_ + "." + std::string(what), place, icon, hint).clicked;
    }
    bool text(std::string_view what, std::string_view label, ButtonLook look) {
        const float width = text_size(context_, Type::Body, label).x + context_.px(space::k24);
        const bool clicked =
            text_button(context_, row_ + "." + std::string(what), take(width), label, look).clicked;
        right_ -= context_.px(space::k4);
        return clicked;
    }
    float left() const { return right_; }

private:
    Rect take(float width) {
        const float height = context_.px(metric::kControl);
        right_ -= width;
        return rect(right_, std::floor(y_ - height / 2), width, height);
    }
    const Context& context_;
    std::string row_;
    float right_, y_;
};

void queued_buttons(const Context& context, const jobs::CallRow& call, RowButtons& buttons) {
    if (buttons.icon("cancel", Icon::Close, "Cancel")) ask(context, jobs::CancelCall{call.id});
    if (buttons.icon("duplicate", Icon::Copy, "Queue another one like it"))
        ask(context, jobs::DuplicateCall{call.id});
    if (buttons.icon("later", Icon::Down, "Later"))
        ask(context, jobs::MoveCall{call.id, jobs::MoveTo::Later});
    if (buttons.icon("earlier", Icon::Up, "Earlier"))
        ask(context, jobs::MoveCall{call.id, jobs::MoveTo::Earlier});
    if (buttons.icon("first", Icon::First, "To the front"))
        ask(context, jobs::MoveCall{call.id, jobs::MoveTo::Front});
}

void unknown_buttons(const Context& context, ExperimentsPanelState& state, const jobs::CallRow& call,
                     RowButtons& buttons) {
    if (state.doubted_call != call.id) {
        if (buttons.text("resend", "Send again…", ButtonLook::Control)) state.doubted_call = call.id;
        return;
    }
    if (buttons.text("resend.no", "Leave it", ButtonLook::Control)) state.doubted_call.clear();
    if (buttons.text("resend.yes", "Send again", ButtonLook::Accent)) {
        ask(context, jobs::ResendCall{call.id});
        state.doubted_call.clear();
    }
}

void row_buttons(const Context& context, ExperimentsPanelState& state, const jobs::CallRow& call,
                 RowButtons& buttons) {
    switch (call.status) {
        case jobs::CallStatus::Queued:
            return queued_buttons(context, call, buttons);
        case jobs::CallStatus::Failed:
        case jobs::CallStatus::Cancelled:
            if (buttons.icon("retry", Icon::Refresh, "Put it back into the queue"))
                ask(context, jobs::RetryCall{call.id});
            return;
        case jobs::CallStatus::Indeterminate:
            return unknown_buttons(context, state, call, buttons);
        default:
            return;
    }
}

/// What is known beside the parameters: why it failed or waits, else where it belongs.
std::string second_line(const ExperimentsPanelState& state, const jobs::CallRow& call) {
    if (call.status == jobs::CallStatus::Indeterminate && state.doubted_call == call.id)
        return "The service may have made these pictures already: then they are paid twice.";
    std::string text = call.batch_number > 0 ? "Run " + std::to_string(call.batch_number) : "";
    if (!call.run_name.empty()) text += " · " + to_display(call.run_name);
    const std::string model = call.config.model_name.empty() ? call.config.model_id : call.config.model_name;
    if (!model.empty()) text += (text.empty() ? "" : " · ") + to_display(model);
    if (call.problem.empty()) return text;
    return to_display(call.problem) + (text.empty() ? "" : "  (" + text + ")");
}

void call_row(const Context& context, ExperimentsPanelState& state, const jobs::CallRow& call,
              const std::string& name, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddLine({area.min.x, area.max.y}, area.max, context.theme.line, 1);
    Rect inner = area.inset(context.px(space::k12), 0);
    RowButtons buttons(context, name, inner);
    row_buttons(context, state, call, buttons);
    inner.max.x = buttons.left() - context.px(space::k8);
    const StatusLook look = look_of(context.theme, call.status);
    const float needed = text_size(context, Type::Body, look.word).x + context.px(space::k24 + space::k8);
    const float word = std::min(std::max(context.px(kWordPt), needed), inner.width() * 0.3f);
    draw_icon(context, list, look.icon, {inner.min.x + context.px(8), inner.center().y}, look.colour, 14);
    draw_text_in(context, list, Type::Body, {inner.min.x + context.px(space::k24), inner.min.y},
                 {inner.min.x + word, inner.max.y}, context.theme.text, look.word);
    const float cost = std::min(context.px(kCostPt), inner.width() * 0.2f);
    draw_text_in(context, list, Type::Mono, {inner.max.x - cost, inner.min.y}, inner.max, context.theme.text,
                 cost_text(call), Align::Right);
    const Rect text = {{inner.min.x + word + context.px(space::k8), inner.min.y + context.px(6)},
                       {inner.max.x - cost - context.px(space::k8), inner.max.y - context.px(6)}};
    if (text.width() < context.px(space::k24)) return;
    const std::string second = second_line(state, call);
    const float middle = text.center().y;
    const bool cut = draw_text_in(context, list, Type::Body, text.min, {text.max.x, middle},
                                  context.theme.text, call_text(call.config));
    const bool cut_second = draw_text_in(context, list, Type::Small, {text.min.x, middle}, text.max,
                                         context.theme.text_dim, second);
    if (!cut && !cut_second) return;
    if (touch_area(context, name, text, TargetKind::Surface).hovered)
        tooltip(context, call_text(call.config) + " · " + second);
}

void call_rows(const Context& context, const app::AppState& app, ExperimentsPanelState& state,
               const Rect& area) {
    const auto& queue = app.experiments->overview->queue;
    const ScrollArea scroll(context, "queue", area);
    const float row = std::round(context.px(kCallRowPt));
    const int count = static_cast<int>(queue.size());
    const float top = ImGui::GetScrollY();
    const int first = std::max(0, static_cast<int>(top / row) - 1);
    const int last = std::min(count - 1, static_cast<int>((top + area.height()) / row) + 1);
    for (int i = first; i <= last; ++i)
        call_row(
            context, state, queue[static_cast<std::size_t>(i)], "queue.call[" + std::to_string(i) + "]",
            rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(i), scroll.width(), row));
    scroll.set_content_height(row * static_cast<float>(count));
}

void nothing_waits(const Context& context, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float y = area.min.y + std::min(context.px(80), area.height() / 3);
    draw_text_in(context, list, Type::Body, {area.min.x, y}, {area.max.x, y + context.px(space::k24)},
                 context.theme.text_dim, "No call waits. A new run puts its calls here.", Align::Center);
}

}  // namespace

void experiment_queue(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    if (!app.experiments->overview) return;
    const Rect inner = area.inset(context.px(space::k12), context.px(space::k8));
    const float below = queue_buttons(context, app, *panel.experiments, inner);
    const Rect rows = {{area.min.x, below + context.px(space::k8)}, area.max};
    if (rows.height() < context.px(space::k32)) return;
    if (app.experiments->overview->queue.empty()) return nothing_waits(context, rows);
    call_rows(context, app, *panel.experiments, rows);
}

}  // namespace proofsheet::ui
