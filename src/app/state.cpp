#include "app/state.h"

#include <algorithm>
#include <array>

#include "app/analysis_state.h"
#include "app/experiments_state.h"
#include "app/sampling_state.h"

namespace proofsheet::app {

std::string_view name_of(Screen screen) {
    switch (screen) {
        case Screen::Start:
            return "start";
        case Screen::Grid:
            return "grid";
        case Screen::Review:
            return "review";
        case Screen::Compare:
            return "compare";
        case Screen::Experiments:
            return "experiments";
        case Screen::Sampling:
            return "sampling";
        case Screen::Analysis:
            return "analysis";
        case Screen::Settings:
            return "settings";
    }
    return "grid";
}

std::string_view name_of(Overlay overlay) {
    constexpr std::array<std::string_view, 8> kNames{"none",        "help",  "problems", "palette",
                                                     "open_folder", "sheet", "upscale",  "launch"};
    return kNames[static_cast<std::size_t>(overlay)];
}

std::string_view name_of(DetailKind kind) {
    constexpr std::array<std::string_view, 3> kNames{"none", "picture", "checkpoint"};
    return kNames[static_cast<std::size_t>(kind)];
}

AppState::AppState() {
    library.catalog = std::make_shared<grid::Catalog>();
    view = std::make_shared<grid::GridView>();
    configuration = std::make_shared<LoadedConfig>();
}

AppState::AppState(const AppState&) = default;
AppState::AppState(AppState&&) noexcept = default;
AppState& AppState::operator=(const AppState&) = default;
AppState& AppState::operator=(AppState&&) noexcept = default;
AppState::~AppState() = default;

CellKey key_of(const AppState& state, CellAt cell) {
    const grid::GridView& view = *state.view;
    const auto label = [](const std::vector<std::string>& labels, int index) {
        return index >= 0 && index < static_cast<int>(labels.size()) ? labels[index] : std::string();
    };
    return {label(view.columns, cell.column), label(view.rows, cell.row)};
}

const CellOverride* override_of(const AppState& state, CellAt cell) {
    if (state.cells.empty()) return nullptr;
    const auto found = state.cells.find(key_of(state, cell));
    return found == state.cells.end() ? nullptr : &found->second;
}

int position_of(const AppState& state, CellAt cell) {
    const CellOverride* own = override_of(state, cell);
    if (own == nullptr || !own->position) return state.slider;
    const auto& positions = state.view->positions;
    const auto found = std::find(positions.begin(), positions.end(), *own->position);
    return found == positions.end() ? state.slider : static_cast<int>(found - positions.begin());
}

std::optional<grid::SampleId> sample_at(const AppState& state, CellAt cell) {
    const auto samples = state.view->at({cell.column, cell.row, position_of(state, cell)});
    if (samples.empty()) return std::nullopt;
    const CellOverride* own = override_of(state, cell);
    const std::size_t index = own == nullptr ? 0 : static_cast<std::size_t>(own->stacked);
    return samples[index % samples.size()];
}

int stack_size(const AppState& state, CellAt cell) {
    return static_cast<int>(state.view->at({cell.column, cell.row, position_of(state, cell)}).size());
}

Camera camera_of(const AppState& state, CellAt cell) {
    const CellOverride* own = override_of(state, cell);
    return own == nullptr || own->offset.is_fit() ? state.camera : combined(state.camera, own->offset);
}

bool is_dark(const AppState& state) {
    return state.theme == ThemeChoice::Dark ||
           (state.theme == ThemeChoice::System && state.system_prefers_dark);
}

const grid::TrainingRun* selected_run(const AppState& state) {
    for (const grid::TrainingRun& run : state.library.runs)
        if (run.name == state.library.selected_run) return &run;
    return nullptr;
}

std::string run_key(const grid::TrainingRun& run) {
    return "run:" + run.root + '\n' + run.folder + '\n' + run.base;
}

std::string run_key(const AppState& state) {
    if (const grid::TrainingRun* run = selected_run(state)) return run_key(*run);
    return state.library.catalog->root.empty() ? std::string() : "folder:" + state.library.catalog->root;
}

const grid::Checkpoint* detailed_checkpoint(const AppState& state) {
    const grid::TrainingRun* run = selected_run(state);
    if (run == nullptr || run->checkpoints.empty()) return nullptr;
    for (const grid::Checkpoint& checkpoint : run->checkpoints)
        if (checkpoint.file == state.detail.checkpoint) return &checkpoint;
    return &run->checkpoints.back();
}

}  // namespace proofsheet::app
