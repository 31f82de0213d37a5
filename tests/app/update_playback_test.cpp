#include <doctest/doctest.h>

#include "app_fixture.h"

using namespace proofsheet;
using test::Session;

namespace {

/// Plays for a while in frames of 16 ms and gives the slider positions in the order in which they were seen.
std::vector<int> seen_while_playing(Session& session, double from, double to) {
    std::vector<int> seen{session.state.slider};
    for (double now = from; now < to; now += 16) {
        session.at(now);
        if (seen.back() != session.state.slider) seen.push_back(session.state.slider);
    }
    return seen;
}

}  // namespace

TEST_CASE("playback shows every position in order and starts over") {
    Session session;
    session.open(test::small_catalog(5));
    session.apply(app::SetSpeed{0});
    session.apply(app::TogglePlay{});
    CHECK(seen_while_playing(session, 0, 1900) == std::vector{0, 1, 2, 3, 4, 0, 1, 2});
}

TEST_CASE("without a loop playback stops at the end") {
    Session session;
    session.open(test::small_catalog(3));
    session.apply(app::ToggleLoop{});
    session.apply(app::SetSpeed{0});
    session.apply(app::TogglePlay{});
    CHECK(seen_while_playing(session, 0, 5000) == std::vector{0, 1, 2});
    CHECK_FALSE(session.state.playback.playing);
}

TEST_CASE("playback waits for pictures that are still loading") {
    Session session;
    session.open(test::small_catalog(3));
    session.apply(app::SetSpeed{0});
    session.apply(app::TogglePlay{});
    session.at(1000, false);
    CHECK(session.state.slider == 0);
    session.at(1016, true);
    CHECK(session.state.slider == 1);
}

TEST_CASE("a hand on the slider stops playback") {
    Session session;
    session.open(test::small_catalog(3));
    session.apply(app::TogglePlay{});
    session.apply(app::SetSlider{2});
    CHECK_FALSE(session.state.playback.playing);
}

TEST_CASE("a held key flips at a steady rate and never makes up for late frames") {
    Session session;
    session.open(test::small_catalog(12));
    session.at(0);
    session.apply(app::HoldStep{1});
    CHECK(session.state.slider == 1);
    session.at(200);
    CHECK(session.state.slider == 1);
    session.at(app::kHoldDelay.count());
    CHECK(session.state.slider == 2);
    session.at(app::kHoldDelay.count() + 2000);  // a frame that came very late
    CHECK(session.state.slider == 3);
    session.apply(app::HoldStep{0});
    session.at(10000);
    CHECK(session.state.slider == 3);
}

TEST_CASE("the slider stays within its values") {
    Session session;
    session.open(test::small_catalog(3));
    session.apply(app::StepSlider{-1});
    CHECK(session.state.slider == 0);
    session.apply(app::StepSlider{99});
    CHECK(session.state.slider == 2);
}

TEST_CASE("commands on an empty grid do nothing") {
    Session session;
    for (const app::Command& command : std::vector<app::Command>{
             app::StepSlider{1}, app::HoldStep{1}, app::TogglePlay{}, app::SetSlider{3},
             app::SetCellSlider{{0, 0}, 1}, app::MoveFocus{1, 1}, app::OpenLightbox{{0, 0}},
             app::CycleStack{{0, 0}, 1}, app::SoloValue{"x", "y"}})
        session.apply(command);
    CHECK(session.state.slider == 0);
    CHECK_FALSE(session.state.lightbox);
    CHECK_FALSE(session.state.playback.playing);
}
