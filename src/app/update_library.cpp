#include <algorithm>
#include <utility>

#include "app/experiment_mapping.h"
#include "app/remember.h"
#include "app/update_parts.h"

namespace proofsheet::app {
namespace {

const grid::TrainingRun* first_with_samples(const std::vector<grid::TrainingRun>& runs) {
    const auto found =
        std::find_if(runs.begin(), runs.end(), [](const auto& run) { return run.has_samples(); });
    return found == runs.end() ? nullptr : &*found;
}

std::string join_lines(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

/// Nothing of the collection before holds for the next one.
void begin_other_collection(AppState& state) {
    state.query = {};
    state.query_is_guess = true;
    state.returning.reset();
    state.cells.clear();
}

/// An arrangement that somebody chose, or that was settled, is found again when its run is opened again.
void keep_arrangement(AppState& state) {
    const std::string key = run_key(state);
    if (!key.empty() && !state.query_is_guess && !state.returning)
        state.stored.arrangements[key] = state.query;
}

void recall_arrangement(AppState& state) {
    if (!state.query_is_guess) return;
    const auto found = state.stored.arrangements.find(run_key(state));
    if (found != state.stored.arrangements.end()) state.returning = found->second;
}

/// The run that was open when the program ended.
const grid::TrainingRun* run_of_last_time(const AppState& state) {
    const auto found = state.stored.settings.find(std::string(kRunSetting));
    if (found == state.stored.settings.end()) return nullptr;
    for (const grid::TrainingRun& run : state.library.runs)
        if (run_key(run) == found->second) return &run;
    return nullptr;
}

void show_catalog(AppState& state, std::shared_ptr<const grid::Catalog> catalog) {
    state.library.catalog = std::move(catalog);
    rearrange(state);
}

/// The arrangement that the run was left with, as far as the catalog has its dimensions.
void arrange_as_before(AppState& state, const grid::Catalog& catalog) {
    const grid::Preset left{{}, {}, state.returning->mapping, state.returning->filters, {}, {}};
    const grid::AppliedPreset applied = grid::apply_preset(catalog, left);
    state.query = applied.query;
}

/// Puts the focus and the slider on the picture that was asked for.
void seek_picture(AppState& state) {
    if (state.sought.empty()) return;
    const auto sample = find_sample(state, state.sought);
    if (!sample) return;
    state.sought.clear();
    reveal_picture(state, *sample);
}

/// The run of the checkpoint that was asked for, nullptr for none.
const grid::TrainingRun* sought_run(const AppState& state) {
    if (state.sought.empty()) return nullptr;
    for (const grid::TrainingRun& run : state.library.runs)
        for (const grid::Checkpoint& checkpoint : run.checkpoints)
            if (checkpoint.path == state.sought) return &run;
    return nullptr;
}

grid::Mapping suggested_mapping(const grid::Catalog& catalog) {
    const auto own = experiment_mapping(catalog);
    return own ? *own : grid::suggest_mapping(catalog);
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

void open_paths(AppState& state, std::vector<Effect>& effects, const std::vector<std::string>& paths) {
    if (paths.empty()) return;
    state.overlay = Overlay::None;
    state.sought = paths.front();
    state.library.opened = join_lines(paths);
    begin_discovery(state);
    effects.push_back(LookAtPaths{state.scan.ticket, paths});
}

void select_run(AppState& state, std::vector<Effect>& effects, const std::string& name) {
    const bool other = name != state.library.selected_run;
    if (other) keep_arrangement(state);
    state.library.selected_run = name;
    const grid::TrainingRun* run = selected_run(state);
    if (run == nullptr) return;
    if (state.screen == Screen::Start || other) state.screen = Screen::Grid;
    if (other) {
        begin_other_collection(state);
        state.lightbox = false;
        state.playback.playing = false;
        state.detail.checkpoint.clear();
        show_catalog(state, with_plans(state, std::make_shared<grid::Catalog>()));
    }
    ++state.scan.ticket;
    state.scan.scanning = true;
    const bool nothing_yet = state.library.catalog->samples.empty();
    effects.push_back(
        ScanRun{state.scan.ticket, *run, nothing_yet ? ScanNews::WhatIsFoundSoFar : ScanNews::OnlyTheEnd});
}

void look_again(AppState& state, std::vector<Effect>& effects, const FoldersChanged& news) {
    if (state.scan.discovering || state.scan.scanning) {
        // The scan that runs may have passed the place already, and stopping it could go on for ever.
        state.scan.again = true;
        state.scan.again_runs = state.scan.again_runs || news.runs;
        return;
    }
    if (const grid::TrainingRun* run = selected_run(state); run != nullptr && !news.runs)
        return select_run(state, effects, run->name);
    ++state.scan.ticket;
    if (!state.library.catalog->root.empty() && selected_run(state) == nullptr) {
        state.scan.scanning = true;
        effects.push_back(ScanFolder{state.scan.ticket, state.library.catalog->root, ScanNews::OnlyTheEnd});
        return;
    }
    state.scan.discovering = true;
    effects.push_back(DiscoverRuns{state.scan.ticket});
}

void take_stored(AppState& state, std::vector<Effect>& effects, const StoredRead& news) {
    state.stored = news.stored;
    restore_settings(state, state.stored.settings);
    begin_experiments(state, effects);
}

void take_runs(AppState& state, std::vector<Effect>& effects, const RunsDiscovered& news) {
    if (news.ticket != state.scan.ticket) return;
    state.scan.discovering = state.scan.scanning = false;
    keep_arrangement(state);
    state.library.runs = news.runs;
    state.library.problems = news.problems;
    if (const grid::TrainingRun* run = sought_run(state)) {
        state.sought.clear();
        if (!run->has_samples()) state.library.only_with_samples = false;
        return select_run(state, effects, run->name);
    }
    if (selected_run(state) != nullptr) return select_run(state, effects, state.library.selected_run);
    if (const grid::TrainingRun* run = run_of_last_time(state)) return select_run(state, effects, run->name);
    if (const grid::TrainingRun* run = first_with_samples(news.runs))
        return select_run(state, effects, run->name);
    if (!news.runs.empty()) {
        state.library.only_with_samples = false;
        return select_run(state, effects, news.runs.front().name);
    }
    if (news.runs.empty() && state.library.catalog->samples.empty() && !news.problems.empty())
        add_toast(state, ToastKind::Warning, news.problems.front().message);
}

void take_configuration(AppState& state, std::vector<Effect>& effects, const ConfigurationRead& news) {
    const Config before = state.configuration->config;
    const Config& now = news.configuration->config;
    state.configuration = news.configuration;
    state.setting_fields = news.fields;
    if (before.ui.theme != now.ui.theme) state.theme = now.ui.theme;
    follow_sinkin(before, now, effects);
    follow_comfyui(before, now, effects);
    if (before.checkpoint_dirs == now.checkpoint_dirs && before.sample_dir == now.sample_dir) return;
    state.library.opened.clear();
    effects.push_back(UseFolders{now.checkpoint_dirs, now.sample_dir});
    begin_discovery(state);
    effects.push_back(DiscoverRuns{state.scan.ticket});
}

void take_catalog(AppState& state, std::vector<Effect>& effects, const CatalogScanned& news) {
    if (news.ticket != state.scan.ticket) return;
    state.scan.discovering = false;
    state.scan.scanning = !news.finished;
    if (state.screen == Screen::Start) state.screen = Screen::Grid;
    if (news.catalog->run != state.library.selected_run) {
        keep_arrangement(state);
        state.library.selected_run = news.catalog->run;
        begin_other_collection(state);
    }
    const bool first = state.library.catalog->samples.empty();
    state.library.catalog = with_plans(state, news.catalog);
    if (first) recall_arrangement(state);
    const grid::Catalog& catalog = *state.library.catalog;
    if (state.returning) arrange_as_before(state, catalog);
    const bool guess = state.query_is_guess && !state.returning;
    const bool none = news.catalog->samples.empty();  // what comes later may suit the mapping again
    const auto planned = mapping_of_plans(state);
    if ((!none || planned) && (guess || !fits(state.query.mapping, catalog)))
        state.query.mapping = planned ? *planned : suggested_mapping(catalog);
    rearrange(state);
    if (first) {
        state.slider = 0;
        state.focus = {};
    }
    seek_picture(state);
    open_upscaled_pair(state);
    if (!news.finished) return;
    keep_for_analysis(state);
    read_review(state, effects);
    if (std::exchange(state.scan.again, false))
        look_again(state, effects, {std::exchange(state.scan.again_runs, false)});
    state.sought.clear();
    if (none) return;
    state.returning.reset();
    state.query_is_guess = false;
}

}  // namespace proofsheet::app
