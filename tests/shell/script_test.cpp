#include "shell/script.h"

#include <doctest/doctest.h>

using namespace proofsheet;
using shell::parse_script;
using shell::ScriptLine;

TEST_CASE("a script is lines of words; comments and empty lines are left out") {
    const auto lines = parse_script("# a comment\n\nwait ready 10   # behind a command\nkey Ctrl+1\r\n");
    REQUIRE(lines);
    CHECK(*lines == std::vector<ScriptLine>{{3, {"wait", "ready", "10"}}, {4, {"key", "Ctrl+1"}}});
}

TEST_CASE("quotes join words and keep what is in them") {
    const auto lines = parse_script("text \"a # b \\\" c\"\nexpect /a == \"\"\n");
    REQUIRE(lines);
    CHECK((*lines)[0].words == std::vector<std::string>{"text", "a # b \" c"});
    CHECK((*lines)[1].words == std::vector<std::string>{"expect", "/a", "==", ""});
}

TEST_CASE("a quote that does not end names its line") {
    const auto lines = parse_script("quit\ntext \"open\n");
    REQUIRE_FALSE(lines);
    CHECK(lines.error().message == "2: a quote does not end");
}
