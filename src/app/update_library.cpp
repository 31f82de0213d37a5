#include <algorithm>

#include "app/update_parts.h"

namespace proofsheet::app {
namespace {

const grid::TrainingRun* first_with_samples(const std::vector<grid::TrainingRun>& runs) {
    const auto found =
        std::find_if(runs.begin(), runs.end(), [](const auto& run) { return run.has_samples(); });
    return found == runs.end() ? nullptr : &*found;
}

void show_catalog(AppState& state, std::shared_ptr<const grid::Catalog> catalog) {
    state.library.catalog = std::move(catalog);
    rearrange(state);
}

/// A mapping suits a catalog when every dimension that it names is there.
bool fits(const grid::Mapping& mapping, const grid::Catalog& catalog) {
    const auto known = [&](const std::optional<std::string>& name) {
        return !name || catalog.find_dimension(*name) < catalog.dimensions.size();
    };
    return (mapping.x || mapping.y || mapping.slider) && known(mapping.x) && known(mapping.y) &&
           known(mapping.slider);
}

}  // namespace

void begin_discovery(AppState& state) {
    state.scan.discovering = true;
    ++state.scan.ticket;
}

void select_run(AppState& state, std::vector<Effect>& effects, const std::string& name) {
    const bool other = name != state.library.selected_run;
    state.library.selected_run = name;
    const grid::TrainingRun* run = selected_run(state);
    if (run == nullptr) return;
    state.screen = Screen::Grid;
    if (other) {
        state.query = {};
        state.cells.clear();
        state.lightbox = false;
        state.playback.playing = false;
        show_catalog(state, std::make_shared<grid::Catalog>());
    }
    ++state.scan.ticket;
    state.scan.scanning = true;
    effects.push_back(ScanRun{state.scan.ticket, *run});
}

void take_runs(AppState& state, std::vector<Effect>& effects, const RunsDiscovered& news) {
    if (news.ticket != state.scan.ticket) return;
    state.scan.discovering = false;
    state.library.runs = news.runs;
    state.library.problems = news.problems;
    if (selected_run(state) != nullptr) return select_run(state, effects, state.library.selected_run);
    if (const grid::TrainingRun* run = first_with_samples(news.runs))
        return select_run(state, effects, run->name);
    if (!news.runs.empty()) {
        state.library.only_with_samples = false;
        return select_run(state, effects, news.runs.front().name);
    }
    if (news.runs.empty() && state.library.catalog->samples.empty() && !news.problems.empty())
        add_toast(state, ToastKind::Warning, news.problems.front().message);
}

void take_catalog(AppState& state, const CatalogScanned& news) {
    if (news.ticket != state.scan.ticket) return;
    state.scan.discovering = false;
    state.scan.scanning = !news.finished;
    state.screen = Screen::Grid;
    if (news.catalog->run != state.library.selected_run) {
        state.library.selected_run = news.catalog->run;
        state.cells.clear();
        state.query = {};
    }
    if (!fits(state.query.mapping, *news.catalog)) state.query.mapping = grid::suggest_mapping(*news.catalog);
    const bool first = state.library.catalog->samples.empty();
    show_catalog(state, news.catalog);
    if (!first) return;
    state.slider = 0;
    state.focus = {};
}

}  // namespace proofsheet::app
