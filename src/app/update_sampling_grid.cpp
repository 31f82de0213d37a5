#include <algorithm>
#include <set>

#include "app/planned_cells.h"
#include "app/sampling_parts.h"
#include "jobs/output_name.h"

namespace proofsheet::app {
namespace {

using Dimensions = std::vector<std::pair<std::string, std::string>>;

/// Jobs of the open run that are still to fill its grid, or could be made to.
bool fills_grid(const AppState& state, const JobView& view) {
    const bool unfinished = view.job.status != jobs::JobStatus::Completed;
    return unfinished && view.items_read && view.job.run == state.library.selected_run;
}

/// Calls `take` with the dimensions of each picture that jobs of the open run make, made, or failed to make.
template <typename Take>
void for_each_planned(const AppState& state, Take take) {
    const grid::TrainingRun* run = selected_run(state);
    if (run == nullptr) return;
    for (const JobView& view : state.sampling->jobs) {
        if (!fills_grid(state, view)) continue;
        const jobs::NameSpelling spelling = jobs::spelling_of(view.job.preset);
        for (const jobs::JobItem& item : view.items) {
            if (item.status == jobs::ItemStatus::Skipped) continue;
            Dimensions dimensions{
                {std::string(grid::kCheckpointDimension), checkpoint_label(*run, item.checkpoint)}};
            for (auto& dimension : jobs::name_dimensions(item.parameters, spelling))
                dimensions.push_back(std::move(dimension));
            take(dimensions);
        }
    }
}

std::vector<grid::PlannedValues> planned_values(const AppState& state) {
    std::vector<grid::PlannedValues> planned;
    std::set<std::pair<std::string, std::string>> seen;
    for_each_planned(state, [&](const Dimensions& dimensions) {
        for (const auto& dimension : dimensions) {
            if (!seen.insert(dimension).second) continue;
            auto found = std::ranges::find(planned, dimension.first, &grid::PlannedValues::dimension);
            if (found == planned.end()) found = planned.insert(found, {dimension.first, {}});
            found->values.push_back(dimension.second);
        }
    });
    return planned;
}

std::vector<std::string> checkpoint_order(const AppState& state) {
    std::vector<std::string> labels;
    if (const grid::TrainingRun* run = selected_run(state))
        for (const grid::Checkpoint& checkpoint : run->checkpoints) labels.push_back(checkpoint.label);
    return labels;
}

}  // namespace

std::shared_ptr<const grid::Catalog> with_plans(AppState& state,
                                                std::shared_ptr<const grid::Catalog> scanned) {
    std::vector<grid::PlannedValues> planned = planned_values(state);
    if (state.sampling->scanned != scanned || state.sampling->planned != planned) {
        SamplingState& sampling = state.sampling.edit();
        sampling.scanned = scanned;
        sampling.planned = std::move(planned);
    }
    const SamplingState& sampling = *state.sampling;
    if (sampling.planned.empty()) return scanned;
    return grid::with_planned_values(*scanned, sampling.planned, checkpoint_order(state));
}

std::optional<grid::Mapping> mapping_of_plans(const AppState& state) {
    if (state.sampling->planned.empty()) return std::nullopt;
    grid::ScanReport report;
    report.checkpoint_order = checkpoint_order(state);
    for_each_planned(state, [&](const Dimensions& dimensions) {
        grid::FoundSample found;
        found.sample.path = std::to_string(report.found.size());
        found.dimensions = dimensions;
        report.found.push_back(std::move(found));
    });
    return grid::suggest_mapping(*grid::make_catalog(report, Generation{}));
}

void follow_plans(AppState& state) {
    const std::shared_ptr<const grid::Catalog> scanned = state.sampling->scanned;
    if (!scanned || scanned->run != state.library.catalog->run || selected_run(state) == nullptr) return;
    if (planned_values(state) == state.sampling->planned) return;
    state.library.catalog = with_plans(state, scanned);
    const bool empty = scanned->samples.empty();
    if (const auto mapping = mapping_of_plans(state); mapping && (state.query_is_guess || empty))
        state.query.mapping = *mapping;
    rearrange(state);
}

}  // namespace proofsheet::app
