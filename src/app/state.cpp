#include "app/state.h"

#include <algorithm>

namespace proofsheet::app {

std::string_view name_of(Screen screen) {
    return screen == Screen::Start ? "start" : "grid";
}

AppState::AppState() {
    library.catalog = std::make_shared<grid::Catalog>();
    view = std::make_shared<grid::GridView>();
}

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

}  // namespace proofsheet::app
