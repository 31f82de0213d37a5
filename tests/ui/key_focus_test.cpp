#include "ui/key_focus.h"

#include <doctest/doctest.h>

using namespace proofsheet;
using namespace proofsheet::ui;

namespace {

constexpr app::Box kScreen{{0, 0}, {1000, 1000}};

/// Three rows of three buttons of 80 x 30 in one layer: "a0 a1 a2", "b0 ..." from top to bottom.
Targets keypad() {
    Targets targets;
    targets.begin_layer(false, kScreen);
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column)
            targets.add(std::string(1, static_cast<char>('a' + row)) + std::to_string(column),
                        {{100.0 * column, 100.0 * row}, {80, 30}});
    return targets;
}

}  // namespace

TEST_CASE("the next element is the one that was drawn after, and the last is followed by the first") {
    const Targets targets = keypad();
    CHECK(moved_focus(targets, "a0", FocusMove::Next) == "a1");
    CHECK(moved_focus(targets, "a2", FocusMove::Next) == "b0");
    CHECK(moved_focus(targets, "c2", FocusMove::Next) == "a0");
    CHECK(moved_focus(targets, "a0", FocusMove::Previous) == "c2");
}

TEST_CASE("without an element the keyboard starts at an end") {
    const Targets targets = keypad();
    CHECK(moved_focus(targets, "", FocusMove::Next) == "a0");
    CHECK(moved_focus(targets, "gone", FocusMove::Previous) == "c2");
    CHECK(moved_focus(targets, "", FocusMove::Down) == "a0");
    CHECK(moved_focus(targets, "", FocusMove::Up) == "c2");
}

TEST_CASE("arrows go to the neighbour in their direction and stay at the edge") {
    const Targets targets = keypad();
    CHECK(moved_focus(targets, "b1", FocusMove::Left) == "b0");
    CHECK(moved_focus(targets, "b1", FocusMove::Right) == "b2");
    CHECK(moved_focus(targets, "b1", FocusMove::Up) == "a1");
    CHECK(moved_focus(targets, "b1", FocusMove::Down) == "c1");
    CHECK(moved_focus(targets, "a0", FocusMove::Left) == "a0");
    CHECK(moved_focus(targets, "a0", FocusMove::Up) == "a0");
    CHECK(moved_focus(targets, "c2", FocusMove::Down) == "c2");
}

TEST_CASE("an arrow prefers what lies in its way to what is nearer beside it") {
    Targets targets;
    targets.begin_layer(false, kScreen);
    targets.add("from", {{0, 0}, {20, 20}});
    targets.add("beside", {{30, 50}, {20, 20}});
    targets.add("ahead", {{70, 0}, {20, 20}});
    CHECK(moved_focus(targets, "from", FocusMove::Right) == "ahead");
    CHECK(moved_focus(targets, "from", FocusMove::Down) == "beside");
}

TEST_CASE("from a wide element the arrow goes to what stands below any part of it") {
    Targets targets;
    targets.begin_layer(false, kScreen);
    targets.add("wide", {{0, 0}, {900, 30}});
    targets.add("below its end", {{860, 50}, {40, 30}});
    CHECK(moved_focus(targets, "wide", FocusMove::Down) == "below its end");
    CHECK(moved_focus(targets, "below its end", FocusMove::Up) == "wide");
}

TEST_CASE("surfaces and what lies below a modal layer are never reached") {
    Targets targets = keypad();
    targets.begin_layer(true, kScreen);
    targets.add("ground", kScreen, TargetKind::Surface);
    targets.add("yes", {{400, 400}, {80, 30}});
    targets.add("no", {{500, 400}, {80, 30}});
    CHECK(moved_focus(targets, "", FocusMove::Next) == "yes");
    CHECK(moved_focus(targets, "a0", FocusMove::Next) == "yes");
    CHECK(moved_focus(targets, "no", FocusMove::Next) == "yes");
    CHECK(moved_focus(targets, "yes", FocusMove::Left) == "yes");
    CHECK(moved_focus(targets, "yes", FocusMove::Right) == "no");
}

TEST_CASE("what another layer covers is not reached, what it only borders on is") {
    Targets targets = keypad();
    targets.begin_layer(false, {{90, 0}, {110, 1000}});
    targets.add("panel", {{110, 500}, {60, 30}});
    CHECK(moved_focus(targets, "a0", FocusMove::Next) == "a2");
    CHECK(moved_focus(targets, "a0", FocusMove::Right) == "a2");
    CHECK(moved_focus(targets, "c2", FocusMove::Next) == "panel");
}

TEST_CASE("where nothing can be reached the keyboard goes nowhere") {
    Targets targets;
    CHECK(moved_focus(targets, "x", FocusMove::Next).empty());
    CHECK(moved_focus(targets, "x", FocusMove::Left).empty());
    targets.begin_layer(false, kScreen);
    targets.add("ground", kScreen, TargetKind::Surface);
    CHECK(moved_focus(targets, "ground", FocusMove::Next).empty());
}
