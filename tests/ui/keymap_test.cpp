#include <doctest/doctest.h>

#include <set>
#include <string>

#include "ui/action.h"
#include "ui/dispatch.h"

using namespace proofsheet;
using namespace proofsheet::ui;

TEST_CASE("every action has a key, a title and a name of its own, and no key asks for two things") {
    const Keymap keymap;
    std::set<std::string> names;
    std::set<std::string> chords;
    for (const ActionInfo& info : action_table()) {
        CAPTURE(info.name);
        CHECK(names.insert(std::string(info.name)).second);
        CHECK_FALSE(info.title.empty());
        CHECK_FALSE(keymap.chords_of(info.action).empty());
        for (const Chord& chord : keymap.chords_of(info.action))
            CHECK(chords.insert(display_chord(chord)).second);
    }
}

TEST_CASE("a rebound key leaves its old action and reaches the new one") {
    Keymap keymap;
    REQUIRE(keymap.rebind("step.next", "K ."));
    CHECK(keymap.find(*parse_chord("K")) == Action::StepNext);
    CHECK(keymap.find(*parse_chord("PgDn")) == std::nullopt);
    REQUIRE(keymap.rebind("quit", "Z"));
    CHECK(keymap.find(*parse_chord("Z")) == Action::Quit);
    CHECK_FALSE(keymap.rebind("no.such.action", "K"));
    CHECK_FALSE(keymap.rebind("quit", "no such key"));
}

TEST_CASE("a shifted character is found whatever key types it") {
    const Keymap keymap;
    CHECK(keymap.find({Key::None, {}, U'?'}) == Action::ShowHelp);
    CHECK(keymap.find({Key::Slash, {.shift = true}, 0}) == std::nullopt);
}

TEST_CASE("what is not allowed now has no command") {
    app::AppState state;
    const PanelState panel;
    CHECK_FALSE(command_for(Action::StepNext, state, panel, {}));
    state.screen = app::Screen::Grid;
    CHECK(command_for(Action::StepNext, state, panel, {}));
    CHECK_FALSE(command_for(Action::ToggleFit, state, panel, {}));  // no picture to zoom
    state.overlay = app::Overlay::Help;
    CHECK_FALSE(command_for(Action::StepNext, state, panel, {}));
    CHECK(command_for(Action::GoBack, state, panel, {}));
}
