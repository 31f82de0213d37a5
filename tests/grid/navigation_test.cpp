#include "grid/navigation.h"

#include <doctest/doctest.h>

#include <limits>

#include "grid_samples.h"

using namespace proofsheet;
using namespace proofsheet::grid;
using namespace proofsheet::test;

namespace {
constexpr int kHuge = std::numeric_limits<int>::max();
constexpr int kTiny = std::numeric_limits<int>::min();

/// 4 columns, 4 rows, 3 positions.
GridView run_view() {
    return arrange(*catalog_of(training_run(3)), {{"seed", "prompt_name", "checkpoint"}, {}});
}
}  // namespace

TEST_CASE("stepping stops at the ends of the slider") {
    const GridView view = run_view();
    CHECK(step_position(view, 0, 1) == 1);
    CHECK(step_position(view, 2, 1) == 2);
    CHECK(step_position(view, 1, -5) == 0);
    CHECK(step_position(view, 1, kHuge) == 2);
    CHECK(step_position(view, kTiny, kTiny) == 0);
    CHECK(step_position(GridView{}, 3, 1) == 0);
}

TEST_CASE("arrows go to the neighbour and stop at the edge") {
    const GridView view = run_view();
    CHECK(neighbour(view, {1, 1, 2}, 1, 0) == Place{2, 1, 2});
    CHECK(neighbour(view, {1, 1, 2}, 0, -1) == Place{1, 0, 2});
    CHECK(neighbour(view, {3, 3, 2}, 1, 1) == Place{3, 3, 2});
    CHECK(neighbour(view, {0, 0, 0}, -1, -1) == Place{0, 0, 0});
    CHECK(neighbour(view, {kHuge, kTiny, kHuge}, kHuge, kTiny) == Place{3, 0, 2});
    CHECK(neighbour(GridView{}, {5, 5, 5}, 1, 1) == Place{0, 0, 0});
}

TEST_CASE("home and end go to the ends of the row, or of the view") {
    const GridView view = run_view();
    CHECK(first_in_row(view, {2, 1, 1}) == Place{0, 1, 1});
    CHECK(last_in_row(view, {2, 1, 1}) == Place{3, 1, 1});
    CHECK(first_cell(view, {2, 1, 1}) == Place{0, 0, 1});
    CHECK(last_cell(view, {2, 1, 1}) == Place{3, 3, 1});
    CHECK(last_cell(GridView{}, {2, 1, 1}) == Place{0, 0, 0});
}
