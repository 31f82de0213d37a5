#include <algorithm>

#include "app/update_parts.h"

namespace proofsheet::app {
namespace {

/// Where a label went; the nearest index that exists when it is gone.
int index_of(const std::vector<std::string>& labels, const std::string& label, int before) {
    const auto found = std::find(labels.begin(), labels.end(), label);
    if (found != labels.end()) return static_cast<int>(found - labels.begin());
    return std::clamp(before, 0, std::max(0, static_cast<int>(labels.size()) - 1));
}

std::string label_at(const std::vector<std::string>& labels, int index) {
    return index >= 0 && index < static_cast<int>(labels.size()) ? labels[index] : std::string();
}

CellOverride& own(AppState& state, CellAt cell) {
    return state.cells[key_of(state, cell)];
}

void forget_if_default(AppState& state, CellAt cell) {
    const auto found = state.cells.find(key_of(state, cell));
    if (found != state.cells.end() && found->second.is_default()) state.cells.erase(found);
}

}  // namespace

void rearrange(AppState& state) {
    const auto before = state.view;
    state.view = std::make_shared<const grid::GridView>(grid::arrange(*state.library.catalog, state.query));
    const grid::GridView& after = *state.view;
    state.slider = index_of(after.positions, label_at(before->positions, state.slider), state.slider);
    state.focus.column =
        index_of(after.columns, label_at(before->columns, state.focus.column), state.focus.column);
    state.focus.row = index_of(after.rows, label_at(before->rows, state.focus.row), state.focus.row);
    if (state.lightbox && !sample_at(state, state.focus)) state.lightbox = false;
}

void change_query(AppState& state, const std::function<void(grid::GridQuery&)>& change) {
    grid::GridQuery query = state.query;
    change(query);
    if (query == state.query) return;
    state.query_is_guess = false;
    state.returning.reset();
    if (query.mapping != state.query.mapping) state.cells.clear();
    state.query = std::move(query);
    rearrange(state);
}

void change_filter(AppState& state, const std::string& dimension, const ChangeFilter& change) {
    const grid::Catalog& catalog = *state.library.catalog;
    const std::size_t index = catalog.find_dimension(dimension);
    if (index >= catalog.dimensions.size()) return;
    const bool mapped = grid::role_of(state.query.mapping, dimension) != grid::Role::None;
    change_query(state, [&](grid::GridQuery& query) {
        grid::Filter filter = query.filters[dimension];
        if (mapped) filter.mode = grid::FilterMode::Multi;
        query.filters[dimension] = change(std::move(filter), catalog.dimensions[index].values);
    });
}

void move_focus_to(AppState& state, CellAt cell) {
    const int columns = static_cast<int>(state.view->columns.size());
    const int rows = static_cast<int>(state.view->rows.size());
    state.focus = {std::clamp(cell.column, 0, std::max(0, columns - 1)),
                   std::clamp(cell.row, 0, std::max(0, rows - 1))};
}

void set_cell_camera(AppState& state, CellAt cell, const Camera& camera) {
    own(state, cell).offset = offset_between(state.camera, camera);
    forget_if_default(state, cell);
}

void set_cell_slider(AppState& state, CellAt cell, int position) {
    const auto& positions = state.view->positions;
    if (position < 0 || position >= static_cast<int>(positions.size())) return;
    state.playback.playing = false;
    CellOverride& changed = own(state, cell);
    changed.position = positions[position];
    changed.stacked = 0;
}

void step_cell(AppState& state, CellAt cell, int delta) {
    const int last = static_cast<int>(state.view->positions.size()) - 1;
    set_cell_slider(state, cell, std::clamp(position_of(state, cell) + delta, 0, std::max(0, last)));
}

void cycle_stack(AppState& state, CellAt cell, int delta) {
    const int count = stack_size(state, cell);
    if (count < 2) return;
    CellOverride& changed = own(state, cell);
    changed.stacked = ((changed.stacked + delta) % count + count) % count;
    forget_if_default(state, cell);
}

}  // namespace proofsheet::app
