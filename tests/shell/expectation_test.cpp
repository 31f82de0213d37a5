#include "shell/expectation.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace proofsheet;
using shell::check_expectation;

namespace {
const nlohmann::ordered_json kState = nlohmann::ordered_json::parse(
    R"({"slider":{"value":"4500","index":7},"toasts":[{"text":"Copied"}],"playing":true,"lightbox":null})");
}

TEST_CASE("values are compared by kind, and texts that look like numbers as texts") {
    CHECK(check_expectation(kState, "/slider/index", "==", "7"));
    CHECK(check_expectation(kState, "/slider/value", "==", "4500"));
    CHECK(check_expectation(kState, "/slider/value", "==", "\"4500\""));
    CHECK(check_expectation(kState, "/playing", "==", "true"));
    CHECK(check_expectation(kState, "/lightbox", "==", "null"));
    CHECK(check_expectation(kState, "/slider/index", ">=", "7"));
    CHECK_FALSE(check_expectation(kState, "/slider/index", "<", "7"));
    CHECK_FALSE(check_expectation(kState, "/slider/value", "!=", "4500"));
}

TEST_CASE("contains looks into texts and lists") {
    CHECK(check_expectation(kState, "/toasts/0/text", "contains", "opi"));
    CHECK(check_expectation(kState, "/toasts", "contains", "Copied"));
    CHECK(check_expectation(kState, "/slider", "contains", "value"));
    CHECK_FALSE(check_expectation(kState, "/toasts", "contains", "Moved"));
}

TEST_CASE("a failure says what is there; a bad pointer or comparison says so") {
    CHECK(check_expectation(kState, "/slider/index", "==", "8").error().message ==
          "/slider/index is 7, expected == 8");
    CHECK(check_expectation(kState, "/none", "==", "1").error().kind == ErrorKind::InvalidInput);
    CHECK(check_expectation(kState, "no pointer", "==", "1").error().kind == ErrorKind::InvalidInput);
    CHECK(check_expectation(kState, "/playing", "~", "1").error().kind == ErrorKind::InvalidInput);
}
