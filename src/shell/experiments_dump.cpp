#include "shell/experiments_dump.h"

#include <nlohmann/json.hpp>

#include "app/experiments_form.h"
#include "app/experiments_state.h"
#include "core/text.h"
#include "ui/experiments_text.h"

namespace proofsheet::shell {
namespace {

using Json = nlohmann::ordered_json;

double number_of(jobs::Credits credits) {
    return static_cast<double>(credits.micro) / 1e6;
}

Json limit_of(const std::optional<jobs::Credits>& limit) {
    return limit ? Json(number_of(*limit)) : Json(nullptr);
}

Json counts_of(const jobs::CallCounts& counts) {
    return {{"queued", counts.queued},       {"running", counts.running},
            {"completed", counts.completed}, {"failed", counts.failed},
            {"cancelled", counts.cancelled}, {"indeterminate", counts.indeterminate}};
}

Json run_of(const jobs::RunSummary& run) {
    return {{"batch", run.batch_number},
            {"name", to_display(run.name)},
            {"prompt", to_display(run.prompt)},
            {"model", to_display(run.model_id)},
            {"planned", run.planned},
            {"pictures", run.pictures},
            {"unfetched", run.unfetched},
            {"scored", run.scored},
            {"unscored", run.unscored()},
            {"upscaled", run.upscaled},
            {"fallbacks", run.fallbacks},
            {"calls", counts_of(run.calls)},
            {"credits", number_of(run.credits.counted())}};
}

Json call_of(const jobs::CallRow& call) {
    return {{"status", jobs::name_of(call.status)}, {"kind", jobs::name_of(call.config.kind)},
            {"batch", call.batch_number},           {"text", ui::call_text(call.config)},
            {"cost", ui::cost_text(call)},          {"problem", to_display(call.problem)}};
}

Json form_of(const app::ExperimentsState& experiments) {
    Json errors = Json::object();
    for (const jobs::FieldError& error : experiments.errors) errors[error.field] = to_display(error.message);
    const app::FormPreview& preview = experiments.preview;
    return {{"prompt", to_display(experiments.form.prompt)},
            {"model", to_display(experiments.form.model_id)},
            {"combinations", preview.combinations.size()},
            {"pictures", preview.pictures},
            {"calls", preview.calls},
            {"credits", number_of(preview.cost.expected)},
            {"summary", ui::plan_text(preview)},
            {"ready", app::is_ready(experiments)},
            {"errors", std::move(errors)}};
}

Json credits_of(const app::ExperimentsState& experiments) {
    const jobs::ExperimentOverview overview =
        experiments.overview ? *experiments.overview : jobs::ExperimentOverview{};
    return {{"session", number_of(overview.spending.session.counted())},
            {"day", number_of(overview.spending.day.counted())},
            {"session_budget", limit_of(overview.budget.session)},
            {"day_budget", limit_of(overview.budget.day)},
            {"text", ui::spending_text(experiments)}};
}

Json upscale_of(const app::UpscaleCard& card) {
    return {{"type", jobs::name_of(card.type)},
            {"scale", card.scale},
            {"strength", card.strength},
            {"known", card.picture.has_value()},
            {"problem", card.picture ? card.picture->problem : std::string()}};
}

}  // namespace

std::string sinkin_of(const app::AppState& state) {
    if (state.configuration->config.sinkin.token.empty()) return "off";
    return std::string(app::name_of(state.experiments->status.activity));
}

Json dump_experiments(const app::AppState& state) {
    const app::ExperimentsState& experiments = *state.experiments;
    Json runs = Json::array();
    Json queue = Json::array();
    if (experiments.overview) {
        for (const jobs::RunSummary& run : experiments.overview->runs) runs.push_back(run_of(run));
        for (const jobs::CallRow& call : experiments.overview->queue) queue.push_back(call_of(call));
    }
    return {{"part", app::name_of(experiments.part)},
            {"status", ui::queue_text(experiments)},
            {"runs", std::move(runs)},
            {"counts", counts_of(app::queue_counts(experiments))},
            {"queue", std::move(queue)},
            {"models", experiments.models ? experiments.models->models.size() : 0},
            {"form", form_of(experiments)},
            {"credits", credits_of(experiments)},
            {"upscale", upscale_of(experiments.upscale)}};
}

}  // namespace proofsheet::shell
