#include "shell/glfw_keys.h"

#include <doctest/doctest.h>

using namespace proofsheet;
using shell::key_from_glfw;
using ui::Key;

// GLFW_KEY_4 is 52, GLFW_KEY_Q 81, GLFW_KEY_A 65, GLFW_KEY_SEMICOLON 59.
TEST_CASE("digits go by position: on AZERTY the key of 4 prints an apostrophe") {
    CHECK(key_from_glfw(52, "'") == Key::Digit4);
    CHECK(key_from_glfw(54, "-") == Key::Digit6);
}

TEST_CASE("letters go by label: on AZERTY the key left of Z prints a Q") {
    CHECK(key_from_glfw(81, "a") == Key::A);
    CHECK(key_from_glfw(65, "q") == Key::Q);
    CHECK(key_from_glfw(59, "m") == Key::M);
}

TEST_CASE("a key without a Latin label goes by position") {
    CHECK(key_from_glfw(81, nullptr) == Key::Q);
    CHECK(key_from_glfw(81, "\xD0\xB9") == Key::Q);  // Cyrillic
}
