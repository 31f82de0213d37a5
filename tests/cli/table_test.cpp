#include "cli/table.h"

#include <doctest/doctest.h>

#include "cli/nearest.h"

using namespace proofsheet::cli;

TEST_CASE("columns are as wide as their longest entry in characters") {
    CHECK(format_table({Align::Left, Align::Right, Align::Left},
                       {{"NAME", "N", "X"}, {"\xC3\xA9t\xC3\xA9", "1000", "a"}, {"longer", "7", ""}}) ==
          "NAME       N  X\n\xC3\xA9t\xC3\xA9     1000  a\nlonger     7\n");
}

TEST_CASE("a row stays one line") {
    CHECK(format_table({Align::Left, Align::Left}, {{"A", "B"}, {"one\ntwo", "c\td"}}) ==
          "A        B\none two  c d\n");
}

TEST_CASE("a long text loses its middle") {
    CHECK(elide_middle("0123456789", 10) == "0123456789");
    CHECK(elide_middle("0123456789", 7) ==
          "012\xE2\x80\xA6"
          "789");
    CHECK(elide_middle("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 3) ==
          "\xC3\xA9\xE2\x80\xA6\xC3\xA9");
    CHECK(elide_middle("\xBF\xBF", 1) == "\xBF\xBF");
}

TEST_CASE("the nearest names come first") {
    const std::vector<std::string> names{"flux/portrait", "qwen-lora", "qwen-loras-v2", "sdxl"};
    CHECK(nearest_names("qwen-lroa", names, 2) == std::vector<std::string>{"qwen-lora", "qwen-loras-v2"});
    CHECK(nearest_names("PORTRAIT", names, 1) == std::vector<std::string>{"flux/portrait"});
    CHECK(nearest_names("x", {}, 3).empty());
    CHECK(nearest_names(std::string(100'000, 'a'), {std::string(100'000, 'b')}, 3).size() == 1);
}
