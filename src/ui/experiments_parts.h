#pragma once

#include <string>
#include <string_view>

#include "app/experiments_command.h"
#include "app/experiments_state.h"
#include "ui/panels.h"

/// The parts of the Experiments screen. Only its own files include this.
namespace proofsheet::ui {

/// The numbered runs, newest first.
void experiment_runs(const Context& context, const app::AppState& app, const Rect& area);
/// Calls that wait, run, or ended in a way the user may act on.
void experiment_queue(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
/// All fields of a run.
void experiment_form(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area);
/// What the form leads to, and the button that queues it.
void experiment_summary(const Context& context, const app::AppState& app, PanelState& panel,
                        const Rect& area);

template <typename Wish>
void wish(const Context& context, Wish content) {
    context.emit(app::on_experiments(std::move(content)));
}
template <typename Wish>
void ask(const Context& context, Wish content) {
    wish(context, app::Ask{std::move(content)});
}

constexpr std::string_view kModelList = "experiment.model_id";
constexpr std::string_view kLoraList = "experiment.lora";

}  // namespace proofsheet::ui
