#include <doctest/doctest.h>

#include <set>

#include "app_fixture.h"

using namespace proofsheet;
using test::Session;

TEST_CASE("an opened run is arranged by a first guess") {
    Session session;
    session.open(test::small_catalog(3));
    CHECK(session.state.screen == app::Screen::Grid);
    CHECK(session.state.query.mapping == grid::Mapping{"seed", "prompt_name", "checkpoint"});
    CHECK(session.state.view->columns.size() == 4);
    CHECK(session.state.view->positions.size() == 3);
}

TEST_CASE("the focus stays on its values when the grid changes around it") {
    Session session;
    session.open(test::small_catalog(3));
    session.apply(app::Focus{{2, 1}});
    session.apply(app::SetSlider{2});
    session.apply(app::ToggleValue{"seed", "420"});
    CHECK(session.state.view->columns.size() == 3);
    CHECK(session.state.focus == app::CellAt{1, 1});
    CHECK(session.state.slider == 2);
}

TEST_CASE("soloing a header twice brings everything back") {
    Session session;
    session.open(test::small_catalog(2));
    session.apply(app::SoloValue{"seed", "421"});
    CHECK(session.state.view->columns == std::vector<std::string>{"421"});
    CHECK(session.state.view->filtered_out == 24);
    session.apply(app::SoloValue{"seed", "421"});
    CHECK(session.state.view->columns.size() == 4);
    CHECK(session.state.view->filtered_out == 0);
}

TEST_CASE("assigning a taken role swaps") {
    Session session;
    session.open(test::small_catalog(2));
    session.apply(app::AssignRole{"seed", grid::Role::Slider});
    CHECK(session.state.query.mapping == grid::Mapping{"checkpoint", "prompt_name", "seed"});
}

TEST_CASE("a cell moved by hand keeps its position while the master slider moves, and returns") {
    Session session;
    session.open(test::small_catalog(4));
    session.apply(app::SetCellSlider{{1, 1}, 3});
    session.apply(app::SetSlider{1});
    CHECK(app::position_of(session.state, {1, 1}) == 3);
    CHECK(app::position_of(session.state, {0, 0}) == 1);
    session.apply(app::ResetCell{{1, 1}});
    CHECK(app::position_of(session.state, {1, 1}) == 1);
    CHECK(session.state.cells.empty());
}

TEST_CASE("a cell with several pictures cycles through all of them") {
    Session session;
    session.open(test::small_catalog(2));
    session.apply(app::AssignRole{"seed", grid::Role::None});
    CHECK(app::stack_size(session.state, {0, 0}) == 4);
    const auto first = app::sample_at(session.state, {0, 0});
    std::set<std::uint32_t> seen;
    for (int i = 0; i < 4; ++i) {
        seen.insert(app::sample_at(session.state, {0, 0})->value);
        session.apply(app::CycleStack{{0, 0}, 1});
    }
    CHECK(seen.size() == 4);
    CHECK(app::sample_at(session.state, {0, 0}) == first);
}

TEST_CASE("one level up never quits") {
    Session session;
    session.open(test::small_catalog(2));
    session.apply(app::OpenLightbox{{0, 0}});
    session.apply(app::ToggleOverlay{app::Overlay::Help});
    session.apply(app::GoBack{});
    CHECK(session.state.overlay == app::Overlay::None);
    CHECK(session.state.lightbox);
    session.apply(app::GoBack{});
    CHECK_FALSE(session.state.lightbox);
    session.apply(app::GoBack{});
    CHECK_FALSE(session.state.quit);
}

TEST_CASE("zoom and pan survive flips and navigation in the lightbox") {
    Session session;
    session.open(test::small_catalog(3));
    session.apply(app::OpenLightbox{{0, 0}});
    const app::Camera camera{5, 0.3, 0.7};
    session.apply(app::SetLightboxCamera{camera});
    session.apply(app::StepSlider{1});
    session.apply(app::MoveFocus{1, 0});
    CHECK(session.state.lightbox_camera == camera);
}

TEST_CASE("a filter on a dimension that is not there changes nothing") {
    Session session;
    session.open(test::small_catalog(2));
    const auto before = session.state.view;
    session.apply(app::SetFilterMode{"nothing of this name", grid::FilterMode::Multi});
    CHECK(session.state.view == before);
}
