#include "core/text.h"

#include <doctest/doctest.h>

using namespace proofsheet;

TEST_CASE("well-formed UTF-8 is told from what only looks like it") {
    CHECK(is_utf8("plain"));
    CHECK(is_utf8("\xE6\xA3\xAE \xF0\x9F\x8C\xB2"));
    CHECK_FALSE(is_utf8("\xFF"));
    CHECK_FALSE(is_utf8("\xC0\xAF"));          // overlong '/'
    CHECK_FALSE(is_utf8("\xED\xA0\x80"));      // surrogate
    CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));  // above U+10FFFF
    CHECK_FALSE(is_utf8("\xE6\xA3"));          // cut short
}

TEST_CASE("display text is well-formed whatever the bytes") {
    CHECK(to_display("a\xFF" "b") == "a\xEF\xBF\xBD" "b");
    CHECK(to_display(std::string_view("a\0b", 3)) == "a\xEF\xBF\xBD" "b");
    CHECK(to_display("one\ntwo") == "one\ntwo");
}

TEST_CASE("natural order puts numbers where people expect them") {
    CHECK(natural_compare("p2", "p10") < 0);
    CHECK(natural_compare("Forest", "forest2") < 0);
    CHECK(natural_compare("b", "A") > 0);
    CHECK(natural_compare("x", "x") == 0);
    CHECK(natural_compare("a007", "a7") != 0);  // different texts never compare equal
    CHECK(natural_compare("99999999999999999999", "100000000000000000000") < 0);
}
