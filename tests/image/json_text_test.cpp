#include "image/json_text.h"

#include <doctest/doctest.h>

#include "image/json_parse.h"
#include "image/metadata_samples.h"

using namespace proofsheet::image;
using proofsheet::test::nested;

TEST_CASE("JSON is indented, one value a line, and nothing in it changes") {
    CHECK(format_json(R"({"a":[1,{"b" : null}],"e":{},"f":[ ],"g":"x: {y}, [z]"})") ==
          "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"e\": {},\n  \"f\": [],\n"
          "  \"g\": \"x: {y}, [z]\"\n}");
    CHECK(format_json("[18446744073709551615,1.10,-0,123456789012345678901234567890]") ==
          "[\n  18446744073709551615,\n  1.10,\n  -0,\n  123456789012345678901234567890\n]");
}

TEST_CASE("what Python writes for numbers that are none is kept") {
    CHECK(format_json("[NaN,-Infinity,Infinity]") == "[\n  NaN,\n  -Infinity,\n  Infinity\n]");
}

TEST_CASE("escaped letters are shown as letters, other escapes stay") {
    CHECK(format_json(R"(["\u4e2d\u6587 \ud83d\ude00 \u00e9 \u0007 \n \" \\u4e2d \ud83d x"])") ==
          "[\n  \"\u4e2d\u6587 \U0001F600 \u00e9 \\u0007 \\n \\\" \\\\u4e2d \\ud83d x\"\n]");
}

TEST_CASE("text that is no JSON comes back as it is") {
    for (const char* text :
         {"", "plain", "{\"a\":", "[1,2", "{a:1}", "[\"\\u12\"]", "\"\\", "[1] x", "]", "\xFF"}) {
        CHECK(format_json(text) == text);
    }
}

TEST_CASE("deep nesting is indented up to 1,000 levels and left alone beyond") {
    CHECK(format_json(nested(1000)).size() > 1'000'000);
    CHECK(format_json(nested(1001)) == nested(1001));
    CHECK(format_json(nested(1'000'000)) == nested(1'000'000));
    CHECK(format_json(std::string(1'000'000, '[')) == std::string(1'000'000, '['));
}

TEST_CASE("text that indenting would make huge is left alone") {
    std::string wide = std::string(999, '[') + "1";
    for (int i = 0; i < 200'000; ++i) wide += ",1";
    wide += std::string(999, ']');
    CHECK(format_json(wide) == wide);
}

TEST_CASE("JSON is parsed with exact integers, and with null for what is no number") {
    const auto json = parse_json(R"({"seed":18446744073709551615,"a":NaN,"b":[-Infinity],"c":"NaN"})");
    REQUIRE(json);
    CHECK((*json)["seed"].get<std::uint64_t>() == 18446744073709551615u);
    CHECK((*json)["a"].is_null());
    CHECK((*json)["b"][0].is_null());
    CHECK((*json)["c"] == "NaN");
}

TEST_CASE("half a surrogate pair does not spoil the rest of a text") {
    const auto json = parse_json(R"(["a\ud83dz","\ude00","\ud83d\ude00"])");
    REQUIRE(json);
    CHECK((*json)[0] == "a\uFFFDz");
    CHECK((*json)[1] == "\uFFFD");
    CHECK((*json)[2] == "\U0001F600");
}

TEST_CASE("JSON that is nested too deep or has too many values is refused with the reason") {
    CHECK(parse_json(nested(1000)));
    CHECK(parse_json(nested(1001)).error().message == "is nested deeper than 1000 levels");
    CHECK(parse_json(nested(1'000'000)).error().message == "is nested deeper than 1000 levels");
    std::string wide = "[0";
    for (int i = 0; i < 1'000'000; ++i) wide += ",0";
    CHECK(parse_json(wide + "]").error().message == "holds more than 1000000 JSON values");
    CHECK(parse_json("{\"a\":").error().message == "is not valid JSON");
}
