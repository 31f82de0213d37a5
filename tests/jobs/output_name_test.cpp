#include "jobs/output_name.h"

#include <doctest/doctest.h>

#include <limits>
#include <random>
#include <set>

#include "core/text.h"
#include "jobs/job_fixture.h"
#include "scan/sample_name.h"

using namespace proofsheet;
using namespace proofsheet::jobs;

namespace {

using Dimensions = std::vector<std::pair<std::string, std::string>>;

SampleParameters parameters() {
    return {"forest", "a forest", 4, 1.25, "euler", "simple", 420, std::nullopt, false};
}

scan::SampleName read_back(const std::string& name) {
    REQUIRE(name.ends_with(".png"));
    return scan::parse_sample_name(std::string_view(name).substr(0, name.size() - 4));
}

std::string character(std::mt19937_64& random) {
    static const std::vector<std::string> kOdd{"%",
                                               "&",
                                               "=",
                                               "+",
                                               "/",
                                               ";",
                                               "\"",
                                               "'",
                                               " ",
                                               ".",
                                               "\\",
                                               ":",
                                               "?",
                                               "*",
                                               "<",
                                               "|",
                                               "%41",
                                               "_00001_",
                                               "~",
                                               "#",
                                               "\xC3\xA9",
                                               "\xE6\xA3\xAE",
                                               "\xF0\x9F\x8C\xB2",
                                               "a",
                                               "Z",
                                               "7"};
    return kOdd[random() % kOdd.size()];
}

std::string random_text(std::mt19937_64& random, std::size_t most) {
    std::string text = "x";
    for (std::size_t i = random() % most; i > 0; --i) text += character(random);
    return text;
}

}  // namespace

TEST_CASE("a name holds the dimensions in the order of the product") {
    CHECK(output_name(parameters(), NameSpelling::Exact, 0) ==
          "prompt_name=forest&steps=4&cfg=1.25&sampler_name=euler&scheduler=simple&seed=420.png");
}

TEST_CASE("a LoRA strength is a dimension only where the job varies it") {
    SampleParameters with = parameters();
    with.lora_strength = 0.75;
    CHECK(output_name(with, NameSpelling::Exact, 0).ends_with("&seed=420&lora_strength=0.75.png"));
}

TEST_CASE("a counter is one that the parser takes for a batch") {
    const auto name = read_back(output_name(parameters(), NameSpelling::Exact, 3));
    CHECK(name.batch == 3);
    CHECK(name.dimensions == name_dimensions(parameters(), NameSpelling::Exact));
}

TEST_CASE("CFG scales that differ little and the largest seed stay apart") {
    SampleParameters a = parameters();
    a.cfg = 1.2;
    SampleParameters b = parameters();
    b.cfg = 1.25;
    b.seed = std::numeric_limits<std::uint64_t>::max();
    CHECK(read_back(output_name(a, NameSpelling::Exact, 0)).dimensions[2].second == "1.2");
    CHECK(read_back(output_name(b, NameSpelling::Exact, 0)).dimensions[2].second == "1.25");
    CHECK(read_back(output_name(b, NameSpelling::Exact, 0)).dimensions[5].second == "18446744073709551615");
}

TEST_CASE("the parser reads back what any preset's names say, and file systems take them") {
    std::mt19937_64 random(7);
    for (int round = 0; round < 2000; ++round) {
        SamplePreset preset = small_preset();
        preset.prompts = {{random_text(random, 220), "p"}, {random_text(random, 20), "q"}};
        preset.samplers = {random_text(random, round % 3 == 0 ? 60 : 8)};
        preset.schedulers = {random_text(random, round % 5 == 0 ? 60 : 8)};
        preset.steps = {9999};
        preset.seeds = {random(), std::numeric_limits<std::uint64_t>::max()};
        preset.cfgs = {static_cast<double>(random() % 1'000'000) / 1'000, 999.123456};
        preset.lora_strengths = {-99.123456};
        const NameSpelling spelling = spelling_of(preset);
        for (const NamedPrompt& prompt : preset.prompts) {
            for (const std::uint64_t seed : preset.seeds) {
                const SampleParameters each{prompt.name,
                                            "",
                                            9999,
                                            preset.cfgs[round % 2],
                                            preset.samplers[0],
                                            preset.schedulers[0],
                                            seed,
                                            -99.123456,
                                            false};
                const std::string name = output_name(each, spelling, round % 2);
                CAPTURE(name);
                REQUIRE(name.size() - std::string_view(".png").size() +
                            std::string_view(".json.part").size() <=
                        255);
                REQUIRE(is_utf8(name));
                REQUIRE(name.find('/') == std::string::npos);
                REQUIRE(read_back(name).dimensions == name_dimensions(each, spelling));
                if (spelling == NameSpelling::Exact)
                    REQUIRE(read_back(name).dimensions[0].second == prompt.name);
                REQUIRE(cell_key(read_back(name).dimensions) ==
                        cell_key(name_dimensions(each, NameSpelling::Exact)));
            }
        }
    }
}

TEST_CASE("a prompt name of 100 characters is kept exactly, one of 200 is shortened with its hash") {
    SamplePreset preset = small_preset();
    preset.prompts = {{std::string(100, 'a'), "p"}};
    CHECK(spelling_of(preset) == NameSpelling::Exact);
    preset.prompts[0].name = std::string(200, 'a');
    CHECK(spelling_of(preset) == NameSpelling::Shortened);
    const std::string once = short_form(NameKey::Prompt, preset.prompts[0].name);
    CHECK(once.size() == 60);
    CHECK(short_form(NameKey::Prompt, once) == once);
    CHECK(once != short_form(NameKey::Prompt, std::string(199, 'a') + "b"));
}

TEST_CASE("short forms end at whole characters") {
    std::string text;
    for (int i = 0; i < 60; ++i) text += "\xE6\xA3\xAE";
    const std::string once = short_form(NameKey::Prompt, text);
    CHECK(is_utf8(once));
    CHECK(once.size() <= 60);
}

TEST_CASE("a cell does not depend on how its numbers are spelled, nor on keys that are not ours") {
    const Dimensions ours = name_dimensions(parameters(), NameSpelling::Exact);
    const Dimensions other{{"seed", "420"},         {"cfg", "1.250"},          {"index", "5"},
                           {"steps", "4.0"},        {"prompt_name", "forest"}, {"sampler_name", "euler"},
                           {"scheduler", "simple"}, {"checkpoint", "4500"}};
    CHECK(cell_key(ours) == cell_key(other));
    Dimensions fewer = ours;
    fewer.pop_back();
    CHECK(cell_key(ours) != cell_key(fewer));
}

TEST_CASE("parts of paths that lead elsewhere are refused") {
    for (const std::string& wrong :
         {std::string(), std::string("."), std::string(".."), std::string("a/b"), std::string("a\\b"),
          std::string("a\0b", 3), std::string("a\nb"), std::string(256, 'a')})
        CHECK_FALSE(path_part_fault(wrong).empty());
    CHECK(path_part_fault("lora-step00000250.safetensors").empty());
}
