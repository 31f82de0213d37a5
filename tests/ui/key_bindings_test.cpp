#include "ui/key_bindings.h"

#include <doctest/doctest.h>

#include <random>

#include "app/config_parse.h"

using namespace proofsheet;
using namespace proofsheet::ui;

namespace {

using Bindings = std::vector<app::KeyBinding>;

Chord chord(std::string_view text) {
    const auto parsed = parse_chord(text);
    REQUIRE(parsed);
    return *parsed;
}

std::string keys_of(const Bindings& bindings, Action action) {
    return chords_text(bind_keys(bindings).keymap.chords_of(action));
}

Rebinding planned(const Bindings& bindings, Action action, const std::vector<Chord>& chords) {
    const auto plan = plan_binding(bindings, action, chords);
    REQUIRE(plan);
    return *plan;
}

std::string refusal(Action action, const Chord& wanted) {
    const auto plan = plan_binding({}, action, {wanted});
    return plan ? std::string() : plan.error().message;
}

/// The bindings that a file has after the edits, read from its text.
Bindings saved(std::string& file, const std::vector<app::ConfigEdit>& edits) {
    const auto changed = app::edit_config(file, edits);
    if (!changed) FAIL(changed.error().message);
    file = *changed;
    const auto parsed = app::parse_config(file, {}, {});
    CHECK(parsed.notices.empty());
    return parsed.config.keys;
}

}  // namespace

TEST_CASE("a free key goes to its new action and into the file") {
    const Rebinding plan = planned({}, Action::Quit, {chord("Ctrl+Alt+K")});
    CHECK(plan.conflicts.empty());
    CHECK(plan.edits == std::vector<app::ConfigEdit>{{"keys.\"quit\"", app::SetText{"Ctrl+Alt+K"}}});
    CHECK(keys_of(plan.after, Action::Quit) == "Ctrl+Alt+K");
    CHECK(is_rebound(plan.after, Action::Quit));
    CHECK_FALSE(is_rebound({}, Action::Quit));
}

TEST_CASE("a key that somebody has is named and taken from there alone") {
    const Rebinding plan = planned({}, Action::Quit, {chord("PgDn")});
    CHECK(plan.conflicts == std::vector<KeyConflict>{{chord("PgDn"), Action::StepNext}});
    CHECK(to_text(plan.conflicts[0]) ==
          "PgDn is the key for \"Next on the slider (hold to flip)\", which would lose it");
    CHECK(plan.edits.size() == 1);
    CHECK(keys_of(plan.after, Action::StepNext) == ". Ctrl+Right");
}

TEST_CASE("a key that the file gave to another action leaves that entry") {
    const Bindings bindings{{"step.next", "K L", 1}, {"quit", "F9", 2}};
    const Rebinding plan = planned(bindings, Action::Quit, {chord("K"), chord("L")});
    CHECK(plan.conflicts.size() == 2);
    CHECK(plan.edits == std::vector<app::ConfigEdit>{{"keys.\"step.next\"", app::SetText{"none"}},
                                                     {"keys.\"quit\"", app::SetText{"K L"}}});
    CHECK(keys_of(plan.after, Action::StepNext) == "none");
    CHECK(keys_of(plan.after, Action::Quit) == "K L");
    CHECK(bind_keys(plan.after).refused.empty());
}

TEST_CASE("the default comes back, also from whom it was given to") {
    const Bindings bindings{{"step.next", "K", 1}, {"quit", ".", 2}};
    const Rebinding plan = plan_reset(bindings, Action::StepNext);
    CHECK(plan.conflicts == std::vector<KeyConflict>{{chord("."), Action::Quit}});
    CHECK(keys_of(plan.after, Action::StepNext) == ". PgDn Ctrl+Right");
    CHECK(keys_of(plan.after, Action::Quit) == "none");
    CHECK_FALSE(is_rebound(plan.after, Action::StepNext));
    const Rebinding second = plan_reset(plan.after, Action::Quit);
    CHECK(second.after.empty());
    CHECK(plan_reset({}, Action::Quit).edits.empty());
}

TEST_CASE("an action may go without a key") {
    const Rebinding plan = planned({}, Action::Quit, {});
    CHECK(keys_of(plan.after, Action::Quit) == "none");
    CHECK(bind_keys(plan.after).refused.empty());
}

TEST_CASE("keys that the program or the desktop needs are refused with the reason") {
    CHECK(refusal(Action::Quit, chord("Esc")) == "Esc always goes one level up; choose another key");
    CHECK(refusal(Action::Quit, chord("Shift+Tab")).starts_with("Tab always moves"));
    CHECK(refusal(Action::Quit, chord("Super+K")).find("desktop") != std::string::npos);
    CHECK(refusal(Action::Quit, chord("Alt+F4")).find("closes the window") != std::string::npos);
    CHECK(refusal(Action::Quit, chord("Ctrl+Alt+F2")).find("system") != std::string::npos);
    CHECK(refusal(Action::Quit, {Key::LeftCtrl, {.ctrl = true}, 0}).find("needs a key") != std::string::npos);
    CHECK(refusal(Action::Quit, {}).find("needs a key") != std::string::npos);
    CHECK(refusal(Action::Quit, {Key::Minus, {.shift = true}, 0}).find("cannot be written") !=
          std::string::npos);
    CHECK(refusal(Action::Quit, chord("Ctrl+Alt+K")).empty());
    const std::vector<Chord> many{chord("Ctrl+Shift+Backspace"), chord("Ctrl+Shift+Delete"),
                                  chord("Ctrl+Shift+Insert"), chord("Ctrl+Shift+Home")};
    CHECK_FALSE(plan_binding({}, Action::Quit, many));
}

TEST_CASE("one level up keeps Esc whatever else it gets") {
    CHECK(keys_of(planned({}, Action::GoBack, {chord("F9")}).after, Action::GoBack) == "Esc F9");
    CHECK(planned({}, Action::GoBack, {}).edits.empty());
    CHECK(keys_of(planned({}, Action::GoBack, {chord("F9"), chord("Esc")}).after, Action::GoBack) ==
          "F9 Esc");
}

TEST_CASE("a pressed key is a chord, and modifiers alone are none") {
    CHECK(chord_of({Key::K, {.ctrl = true}, false}) == chord("Ctrl+K"));
    CHECK(chord_of({Key::Slash, {.shift = true}, false}) == chord("?"));
    CHECK(chord_of({Key::Minus, {}, false}) == chord("-"));
    CHECK_FALSE(chord_of({Key::LeftShift, {.shift = true}, false}));
    CHECK_FALSE(chord_of({Key::None, {}, false}));
    CHECK(planned({}, Action::Quit, {{Key::Slash, {.shift = true}, 0}}).conflicts[0].holder ==
          Action::ShowHelp);
}

TEST_CASE("every chord that is allowed reads back from the file") {
    int written = 0;
    for (int key = 0; key < static_cast<int>(Key::Count); ++key)
        for (int bits = 0; bits < 8; ++bits) {
            const Chord wanted{static_cast<Key>(key),
                               {.ctrl = (bits & 1) != 0, .shift = (bits & 2) != 0, .alt = (bits & 4) != 0},
                               0};
            const auto plan = plan_binding({}, Action::Quit, {wanted});
            if (!plan) continue;
            ++written;
            const BoundKeys bound = bind_keys(plan->after);
            const auto& chords = bound.keymap.chords_of(Action::Quit);
            CAPTURE(chords_text(plan->chords));
            REQUIRE(chords.size() == 1);
            CHECK(chord_of({wanted.key, wanted.mods, false}) == plan->chords[0]);
            CHECK(bound.keymap.find(plan->chords[0]) == Action::Quit);
        }
    CHECK(written > 500);
}

TEST_CASE("what names no action or key is handed back, and the rest counts") {
    const Bindings bindings{{"no.such", "K", 3}, {"quit", "Hyper+K", 4}, {"rescan", "K", 5}};
    const BoundKeys bound = bind_keys(bindings);
    REQUIRE(bound.refused.size() == 2);
    CHECK(bound.refused[1].line == 4);
    CHECK(bound.keymap.find(chord("K")) == Action::Rescan);
    CHECK(plan_reset(bindings, Action::Quit).after.size() == 2);
}

TEST_CASE("however keys are given and taken, the file says what the keymap does") {
    std::mt19937 dice(7);
    const std::vector<std::string> pool{"K", "J", "?", "-", ".", "PgDn", "Ctrl+Q", "Left", "F5", "kp1", "Y"};
    std::string file = "# mine\nkeys:\n  step.next: K J  # flip\n  quit: J\n  back: F9 Esc\n";
    Bindings bindings = saved(file, {});
    for (int i = 0; i < 400; ++i) {
        const auto action = static_cast<Action>(dice() % action_table().size());
        std::vector<Chord> wanted;
        for (std::size_t count = dice() % 3; count > 0; --count)
            wanted.push_back(chord(pool[dice() % pool.size()]));
        const Rebinding plan =
            dice() % 3 == 0 ? plan_reset(bindings, action) : planned(bindings, action, wanted);
        const Bindings read = saved(file, plan.edits);
        CAPTURE(file);
        for (const ActionInfo& info : action_table()) {
            CAPTURE(info.name);
            REQUIRE(keys_of(read, info.action) == keys_of(plan.after, info.action));
        }
        REQUIRE(keys_of(read, action) == chords_text(plan.chords));
        bindings = read;
    }
    CHECK(file.find("# flip") != std::string::npos);
    CHECK(saved(file, reset_all_edits()).empty());
    CHECK(file == "# mine\n# flip\n");
}
