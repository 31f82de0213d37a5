#include "ui/chord.h"

#include <doctest/doctest.h>

using namespace proofsheet::ui;

TEST_CASE("chords are read as people write them") {
    CHECK(*parse_chord("Ctrl+Shift+z") == Chord{Key::Z, {.ctrl = true, .shift = true}, 0});
    CHECK(*parse_chord("PgDn") == Chord{Key::PageDown, {}, 0});
    CHECK(*parse_chord(".") == Chord{Key::Period, {}, 0});
    CHECK(*parse_chord("F11") == Chord{Key::F11, {}, 0});
    CHECK(*parse_chord("?") == Chord{Key::None, {}, U'?'});
    CHECK(*parse_chord("+") == Chord{Key::None, {}, U'+'});
    CHECK(*parse_chord("Shift+.") == Chord{Key::Period, {.shift = true}, 0});
    CHECK(*parse_chord("5") == Chord{Key::Digit5, {}, 0});
    CHECK(*parse_chord("Ctrl+0") == Chord{Key::Digit0, {.ctrl = true}, 0});
}

TEST_CASE("what is no chord is refused") {
    for (const char* text : {"", "Ctrl+", "Hyper+A", "F13", "PgDnn", "Ctrl"}) {
        CAPTURE(text);
        const auto chord = parse_chord(text);
        CHECK((!chord || chord->key == Key::LeftCtrl));
    }
}

TEST_CASE("a chord that is shown reads back") {
    for (const char* text : {"Ctrl+Shift+Z", "PgDn", ".", "F1", "?", "Home", "Alt+Enter", "Space"}) {
        const auto chord = parse_chord(text);
        REQUIRE(chord);
        CHECK(parse_chord(display_chord(*chord)) == chord);
    }
}

TEST_CASE("keys type the characters of a US keyboard") {
    CHECK(typed_character(Key::Slash, {.shift = true}) == U'?');
    CHECK(typed_character(Key::A, {}) == U'a');
    CHECK(typed_character(Key::A, {.ctrl = true}) == 0);
    CHECK(key_for_character(U'?')->key == Key::Slash);
}
