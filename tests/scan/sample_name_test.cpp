#include "scan/sample_name.h"

#include <doctest/doctest.h>

#include <limits>
#include <random>
#include <set>

#include "core/text.h"

using namespace proofsheet;
using scan::format_sample_name;
using scan::parse_sample_name;
using Pairs = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("a query-style name gives its pairs in order and its counter") {
    const auto name = parse_sample_name("index=5&prompt_name=portal_hub&seed=422&cfg=3&_00001_");
    CHECK(name.dimensions ==
          Pairs{{"index", "5"}, {"prompt_name", "portal_hub"}, {"seed", "422"}, {"cfg", "3"}});
    CHECK(name.batch == 1);
    CHECK(name.notes.empty());
}

TEST_CASE("the counter is read without an ampersand before it") {
    const auto name = parse_sample_name("seed=422&cfg=3_00012_");
    CHECK(name.dimensions == Pairs{{"seed", "422"}, {"cfg", "3"}});
    CHECK(name.batch == 12);
}

TEST_CASE("only five digits or more between underscores at the end are a counter") {
    CHECK(parse_sample_name("cfg=3_0001_").dimensions == Pairs{{"cfg", "3_0001_"}});
    CHECK(parse_sample_name("cfg=3_00001").dimensions == Pairs{{"cfg", "3_00001"}});
    CHECK(parse_sample_name("cfg=_00001_x").dimensions == Pairs{{"cfg", "_00001_x"}});
    CHECK(parse_sample_name("cfg=3_123456_").batch == 123456);
    CHECK(parse_sample_name("cfg=a_00001_00002_") ==
          scan::SampleName{.dimensions = {{"cfg", "a_00001"}}, .batch = 2, .notes = {}});
    CHECK(parse_sample_name("a=1&cfg=300001_").batch == 0);
}

TEST_CASE("a counter that no integer holds becomes the largest one") {
    CHECK(parse_sample_name("a=1_" + std::string(200, '9') + "_").batch == std::numeric_limits<int>::max());
    CHECK(parse_sample_name("a=1_2147483648_").batch == std::numeric_limits<int>::max());
    CHECK(parse_sample_name("a=1_2147483646_").batch == 2147483646);
}

TEST_CASE("names without a pair have no dimensions and nothing to complain about") {
    for (const char* plain : {"", "ComfyUI_00001_", "&", "_00001_", "a&b", "forest 1", "%3D"}) {
        const auto name = parse_sample_name(plain);
        CAPTURE(plain);
        CHECK(name.dimensions.empty());
        CHECK(name.notes.empty());
    }
    CHECK(parse_sample_name("ComfyUI_00003_").batch == 3);
}

TEST_CASE("percent escapes and plus signs are decoded in keys and values") {
    CHECK(parse_sample_name("my+key%21=a+b%2Bc%26d%3De%2ff").dimensions == Pairs{{"my key!", "a b+c&d=e/f"}});
    CHECK(parse_sample_name("p=%E6%A3%AE").dimensions == Pairs{{"p", "\xE6\xA3\xAE"}});
}

TEST_CASE("a bad escape stays literal") {
    CHECK(parse_sample_name("a=100%&b=%zz&c=%4&d=%%41").dimensions ==
          Pairs{{"a", "100%"}, {"b", "%zz"}, {"c", "%4"}, {"d", "%A"}});
    CHECK(parse_sample_name(std::string_view("a=%41").substr(0, 4)).dimensions == Pairs{{"a", "%4"}});
}

TEST_CASE("the first of a repeated key wins, with a note") {
    const auto name = parse_sample_name("seed=1&cfg=2&seed=3");
    CHECK(name.dimensions == Pairs{{"seed", "1"}, {"cfg", "2"}});
    REQUIRE(name.notes.size() == 1);
    CHECK(name.notes[0].find("seed") != std::string::npos);
}

TEST_CASE("prompt and sampler are other words for prompt_name and sampler_name") {
    CHECK(parse_sample_name("prompt=a&sampler=euler").dimensions ==
          Pairs{{"prompt_name", "a"}, {"sampler_name", "euler"}});
    const auto both = parse_sample_name("prompt=a&prompt_name=b");
    CHECK(both.dimensions == Pairs{{"prompt_name", "a"}});
    CHECK(both.notes.size() == 1);
}

TEST_CASE("the key checkpoint is reserved, however it is written") {
    for (const char* stem : {"checkpoint=5&seed=1", "%63heckpoint=5&seed=1"}) {
        const auto name = parse_sample_name(stem);
        CHECK(name.dimensions == Pairs{{"seed", "1"}});
        CHECK(name.notes.size() == 1);
    }
    CHECK(parse_sample_name("checkpoint=5").dimensions.empty());
}

TEST_CASE("what is no pair is left out and noted") {
    const auto name = parse_sample_name("ComfyUI&=3&seed=1&&");
    CHECK(name.dimensions == Pairs{{"seed", "1"}});
    CHECK(name.notes.size() == 2);
}

TEST_CASE("an empty value is a value beside others, but gives no dimensions alone") {
    CHECK(parse_sample_name("negative=&seed=1").dimensions == Pairs{{"negative", ""}, {"seed", "1"}});
    CHECK(parse_sample_name("negative=&seed=").dimensions.empty());
    CHECK(parse_sample_name("seed=_00001_").dimensions.empty());
}

TEST_CASE("values keep their spelling") {
    CHECK(parse_sample_name("cfg=7.0&seed=007").dimensions == Pairs{{"cfg", "7.0"}, {"seed", "007"}});
    CHECK(parse_sample_name("formula=a=b").dimensions == Pairs{{"formula", "a=b"}});
}

TEST_CASE("bytes that are not UTF-8 are replaced one by one") {
    CHECK(parse_sample_name("a=x%FFy").dimensions == Pairs{{"a", "x\xEF\xBF\xBDy"}});
    CHECK(parse_sample_name("a=\xE6\xA3").dimensions == Pairs{{"a", "\xEF\xBF\xBD\xEF\xBF\xBD"}});
    CHECK(parse_sample_name("a=\xE6%A3\xAE!").dimensions == Pairs{{"a", "\xE6\xA3\xAE!"}});
    CHECK(parse_sample_name("a=%00b").dimensions == Pairs{{"a", std::string("\0b", 2)}});
}

TEST_CASE("a formatted name stays readable") {
    CHECK(format_sample_name({{"prompt_name", "forest portals"}, {"cfg", "7.0"}}) ==
          "prompt_name=forest+portals&cfg=7.0");
    CHECK(format_sample_name({{"p", "\xE6\xA3\xAE"}}) == "p=\xE6\xA3\xAE");
    CHECK(format_sample_name({}).empty());
}

TEST_CASE("a formatted name is one that file systems take") {
    const std::string stem = format_sample_name({{".hidden", "a/b\\c:d*e?\"<>|\n\x7F."}});
    CHECK(stem == "%2Ehidden=a%2Fb%5Cc%3Ad%2Ae%3F%22%3C%3E%7C%0A%7F%2E");
}

TEST_CASE("a value that looks like a counter does not become one") {
    const Pairs pairs{{"a", "x_00001_"}};
    const std::string stem = format_sample_name(pairs);
    CHECK(parse_sample_name(stem).dimensions == pairs);
    CHECK(parse_sample_name(stem).batch == 0);
    CHECK(parse_sample_name(stem + "_00007_") ==
          scan::SampleName{.dimensions = pairs, .batch = 7, .notes = {}});
}

namespace {

/// Pieces that names trip over, and random characters.
std::string awkward_text(std::mt19937& random) {
    static const std::vector<std::string> kPieces{
        "%",        "&",     "=", "+",    "/",    ";",   "'",  "\"",       "\\",           "_00001_",
        "_",        ".",     " ", "\n",   "\x7F", "%41", "%2", "\t",       "\xE6\xA3\xAE", "\xF0\x9F\x8C\xB2",
        "\xD7\xA9", "00000", "a", "\x01", "..",   "~",   "#",  "\xC2\x80", "prompt",       "|",
        "?",        "*"};
    std::string text;
    for (std::size_t left = random() % 6; left > 0; --left) text += kPieces[random() % kPieces.size()];
    if (random() % 8 == 0) text += '\0';
    return text;
}

Pairs awkward_pairs(std::mt19937& random) {
    Pairs pairs;
    std::set<std::string> used{"", "checkpoint", "prompt", "sampler"};
    for (std::size_t left = 1 + random() % 5; left > 0; --left) {
        const std::string key = awkward_text(random);
        if (used.insert(key).second) pairs.emplace_back(key, awkward_text(random));
    }
    if (!pairs.empty() && pairs[0].second.empty()) pairs[0].second = "v";
    return pairs;
}

}  // namespace

TEST_CASE("every valid list of pairs comes back from the name it is written to") {
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        const Pairs pairs = awkward_pairs(random);
        const std::string stem = format_sample_name(pairs);
        CAPTURE(stem);
        const auto name = parse_sample_name(stem);
        REQUIRE(name.dimensions == pairs);
        REQUIRE(name.batch == 0);
        REQUIRE(name.notes.empty());
        REQUIRE(stem.find_first_of(std::string("/\\\n\0", 4)) == std::string::npos);
    }
}

TEST_CASE("what random bytes parse to comes back from its formatted name") {
    std::mt19937 random(11);
    constexpr std::string_view kCommon = "a=&%+_0123456789FEcb";
    for (int round = 0; round < 20'000; ++round) {
        std::string stem;
        for (std::size_t left = random() % 40; left > 0; --left)
            stem +=
                random() % 4 == 0 ? static_cast<char>(random() % 256) : kCommon[random() % kCommon.size()];
        const auto name = parse_sample_name(stem);
        for (const auto& [key, value] : name.dimensions) REQUIRE((is_utf8(key) && is_utf8(value)));
        REQUIRE(parse_sample_name(format_sample_name(name.dimensions)).dimensions == name.dimensions);
    }
}
