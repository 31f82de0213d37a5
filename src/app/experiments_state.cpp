#include "app/experiments_state.h"

#include <algorithm>
#include <array>

namespace proofsheet::app {

std::string_view name_of(ExperimentsPart part) {
    return part == ExperimentsPart::Runs ? "runs" : "form";
}

std::string_view name_of(QueueActivity activity) {
    constexpr std::array<std::string_view, 4> kNames{"idle", "working", "waiting", "stopped"};
    return kNames[static_cast<std::size_t>(activity)];
}

const jobs::RunSummary* find_run(const ExperimentsState& experiments, std::string_view id) {
    if (!experiments.overview) return nullptr;
    for (const jobs::RunSummary& run : experiments.overview->runs)
        if (run.id == id) return &run;
    return nullptr;
}

const jobs::RunSummary* chosen_run(const ExperimentsState& experiments) {
    if (const jobs::RunSummary* run = find_run(experiments, experiments.chosen_run)) return run;
    if (!experiments.overview || experiments.overview->runs.empty()) return nullptr;
    return &experiments.overview->runs.front();
}

jobs::CallConfig upscale_call(const UpscaleCard& card) {
    jobs::CallConfig call = card.picture ? card.picture->call : jobs::CallConfig{};
    call.kind = jobs::CallKind::Upscale;
    call.upscale_type = card.type;
    call.upscale_scale = card.scale;
    call.upscale_strength = card.strength;
    return call;
}

jobs::CallCounts queue_counts(const ExperimentsState& experiments) {
    jobs::CallCounts counts;
    if (!experiments.overview) return counts;
    for (const jobs::CallRow& row : experiments.overview->queue) {
        counts.queued += row.status == jobs::CallStatus::Queued ? 1 : 0;
        counts.running += row.status == jobs::CallStatus::Running ? 1 : 0;
        counts.completed += row.status == jobs::CallStatus::Completed ? 1 : 0;
        counts.failed += row.status == jobs::CallStatus::Failed ? 1 : 0;
        counts.cancelled += row.status == jobs::CallStatus::Cancelled ? 1 : 0;
        counts.indeterminate += row.status == jobs::CallStatus::Indeterminate ? 1 : 0;
    }
    return counts;
}

std::optional<jobs::Credits> budget_left(const ExperimentsState& experiments) {
    if (!experiments.overview) return std::nullopt;
    const jobs::ExperimentOverview& overview = *experiments.overview;
    std::optional<jobs::Credits> left;
    const auto consider = [&](const std::optional<jobs::Credits>& budget, const jobs::CreditTotals& spent) {
        if (!budget) return;
        const jobs::Credits rest = *budget - spent.counted();
        left = left ? std::min(*left, rest) : rest;
    };
    consider(overview.budget.session, overview.spending.session);
    consider(overview.budget.day, overview.spending.day);
    return left;
}

}  // namespace proofsheet::app
