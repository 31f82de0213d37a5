#include "ui/grid_layout.h"

#include <doctest/doctest.h>

using namespace proofsheet;
using namespace proofsheet::ui;

namespace {

app::AppState state_of(int columns, int rows) {
    app::AppState state;
    auto view = std::make_shared<grid::GridView>();
    view->columns.assign(static_cast<std::size_t>(columns), "c");
    view->rows.assign(static_cast<std::size_t>(rows), "r");
    state.view = view;
    state.query.mapping = {"x", "y", std::nullopt};
    return state;
}

GridLayout layout(const app::AppState& state, float width, float height, float x = 0, float y = 0) {
    return layout_grid(state, rect(52, 84, width, height), {}, x, y, 1);
}

}  // namespace

TEST_CASE("a small grid is visible as a whole") {
    const app::AppState state = state_of(4, 4);
    const GridLayout grid = layout(state, 1548, 892);
    CHECK(grid.first_column() == 0);
    CHECK(grid.last_column() == 3);
    CHECK(grid.last_row() == 3);
    CHECK(grid.cell(3, 3).max.y <= grid.cells.max.y);
    CHECK(grid.cell(3, 3).max.x <= grid.cells.max.x);
}

TEST_CASE("sixteen columns in one row are visible as a whole") {
    app::AppState state = state_of(16, 1);
    state.query.mapping.y.reset();
    CHECK(layout(state, 1548, 892).last_column() == 15);
}

TEST_CASE("of a huge grid only what is on the screen is touched") {
    const app::AppState state = state_of(200, 200);
    const GridLayout grid = layout(state, 1548, 892, 5000, 7000);
    const auto columns = static_cast<float>(grid.last_column() - grid.first_column() + 1);
    const auto rows = static_cast<float>(grid.last_row() - grid.first_row() + 1);
    CHECK(columns * grid.column_px < 1548 + 2 * grid.column_px);
    CHECK(rows * grid.row_px < 892 + 2 * grid.row_px);
    CHECK(grid.first_column() > 0);
    CHECK(grid.first_row() > 0);
}

TEST_CASE("scrolling stops at the ends") {
    const app::AppState state = state_of(200, 200);
    const GridLayout grid = layout(state, 1548, 892, 1e9f, -50);
    CHECK(grid.last_column() == 199);
    CHECK(grid.scroll_y == 0);
}

TEST_CASE("cells sized by hand keep their size whatever the window") {
    app::AppState state = state_of(4, 4);
    state.cell_size = {300.0f, 200.0f};
    CHECK(layout(state, 1548, 892).column_px == 300);
    CHECK(layout(state, 700, 500).row_px == 200);
}

TEST_CASE("a window too small for anything still has a layout") {
    const app::AppState state = state_of(4, 4);
    const GridLayout grid = layout(state, 30, 20);
    CHECK(grid.column_px >= 24);
    CHECK(grid.last_row() >= -1);
}

TEST_CASE("bringing a cell into view moves as little as possible") {
    CHECK(scrolled_into_view(100, 120, 50, 200) == 100);
    CHECK(scrolled_into_view(100, 40, 50, 200) == 40);
    CHECK(scrolled_into_view(100, 290, 50, 200) == 140);
}
