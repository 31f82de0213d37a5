#include "jobs/sample_preset.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "jobs/job_fixture.h"

using namespace proofsheet;
using namespace proofsheet::jobs;

namespace {

bool complains(const SamplePreset& preset, PresetField field, std::string_view word) {
    const auto problems = check_preset(preset);
    return std::any_of(problems.begin(), problems.end(), [&](const PresetProblem& problem) {
        return problem.field == field && problem.message.find(word) != std::string::npos;
    });
}

}  // namespace

TEST_CASE("a preset with everything it needs has no problems") {
    CHECK(check_preset(small_preset()).empty());
}

TEST_CASE("the count sentence multiplies what varies") {
    SamplePreset preset = small_preset();
    preset.steps = {1, 4, 8};
    CHECK(count_sentence(preset) ==
          "2 prompts × 3 step counts × 2 CFG scales × 1 sampler × 1 scheduler × 2 seeds = 24 per checkpoint");
    CHECK(pictures_per_checkpoint(preset) == 24);
}

TEST_CASE("pairs take the place of samplers and schedulers") {
    SamplePreset preset = small_preset();
    preset.samplers = {"a", "b", "c"};
    preset.pairs = {{"euler", "simple"}, {"dpmpp_2m", "karras"}};
    CHECK(sampler_pairs(preset) == preset.pairs);
    CHECK(pictures_per_checkpoint(preset) == 16);
    CHECK(count_sentence(preset).find("2 sampler pairs") != std::string::npos);
}

TEST_CASE("the base model is one more LoRA strength") {
    SamplePreset preset = small_preset();
    preset.lora_strengths = {0.5, 1};
    preset.base_model_row = true;
    CHECK(check_preset(preset).empty());
    CHECK(pictures_per_checkpoint(preset) == 24);
}

TEST_CASE("a count that does not fit is the largest number and a problem") {
    SamplePreset preset = small_preset();
    preset.steps.assign(1000, 1);
    preset.cfgs.assign(1000, 1);
    preset.seeds.assign(1000, 1);
    preset.samplers.assign(1000, "x");
    preset.schedulers.assign(1000, "x");
    preset.lora_strengths.assign(1000, 1);
    preset.prompts.assign(1000, {"x", "x"});
    CHECK(pictures_per_checkpoint(preset) == std::numeric_limits<std::uint64_t>::max());
    CHECK(complains(preset, PresetField::Count, "100000"));
}

TEST_CASE("every field that is missing is named") {
    const std::vector<PresetProblem> problems = check_preset(SamplePreset());
    std::vector<PresetField> fields;
    for (const PresetProblem& problem : problems) fields.push_back(problem.field);
    CHECK(fields == std::vector{PresetField::Name, PresetField::Prompts, PresetField::Steps,
                                PresetField::Cfgs, PresetField::Samplers, PresetField::Schedulers,
                                PresetField::Seeds});
}

TEST_CASE("what is listed twice, out of range or without a name is a problem with its place") {
    SamplePreset preset = small_preset();
    preset.cfgs = {7, 1.25, 7.0};
    preset.steps = {0, 20};
    preset.prompts[1].name = " ";
    preset.seeds = {5, 5};
    CHECK(complains(preset, PresetField::Cfgs, "listed twice"));
    CHECK(complains(preset, PresetField::Steps, "0 steps"));
    CHECK(complains(preset, PresetField::Prompts, "Prompt 2 needs a name"));
    CHECK(complains(preset, PresetField::Seeds, "5 is listed twice"));
    const auto problems = check_preset(preset);
    const auto twice = std::find_if(problems.begin(), problems.end(),
                                    [](const auto& each) { return each.field == PresetField::Cfgs; });
    REQUIRE(twice != problems.end());
    CHECK(twice->entry == 2);
}

TEST_CASE("numbers that are none and sizes that cannot be are problems") {
    SamplePreset preset = small_preset();
    preset.cfgs = {std::numeric_limits<double>::quiet_NaN()};
    preset.width = 0;
    preset.height = 1'000'000;
    CHECK(complains(preset, PresetField::Cfgs, "not possible"));
    CHECK(complains(preset, PresetField::Size, "width"));
    CHECK(complains(preset, PresetField::Size, "height"));
    preset.cfgs = {1.0 / 3};
    CHECK(complains(preset, PresetField::Cfgs, "decimals"));
}

TEST_CASE("a row of the base model beside strength 0 or without strengths is a problem") {
    SamplePreset preset = small_preset();
    preset.base_model_row = true;
    CHECK(complains(preset, PresetField::BaseModelRow, "needs LoRA strengths"));
    preset.lora_strengths = {0, 1};
    CHECK(complains(preset, PresetField::BaseModelRow, "listed already"));
}

TEST_CASE("a preset comes back from its JSON as it was, the largest seed and odd texts too") {
    SamplePreset preset = small_preset();
    preset.name = "Größe \"A\" \xE6\xA3\xAE";
    preset.prompts[0].text = "a line\nand another\t\\ \"quoted\"";
    preset.seeds = {0, std::numeric_limits<std::uint64_t>::max()};
    preset.cfgs = {1.25, 1.2, 0.1, 7};
    preset.pairs = {{"euler", "simple"}};
    preset.lora_strengths = {-0.5, 0.75};
    preset.base_model_row = true;
    const auto back = preset_from_json(preset_to_json(preset));
    REQUIRE(back);
    CHECK(*back == preset);
}

TEST_CASE("what is no preset is refused with the field and what is allowed") {
    CHECK_FALSE(preset_from_json("[]"));
    CHECK_FALSE(preset_from_json("{\"name\": "));
    CHECK_FALSE(preset_from_json(std::string(100'000, '[')));
    const auto message = [](const char* text) { return preset_from_json(text).error().message; };
    CHECK(message(R"({"seeds": [-1]})").find("\"seeds\"") != std::string::npos);
    CHECK(message(R"({"seeds": [18446744073709551616]})").find("18446744073709551615") != std::string::npos);
    CHECK(message(R"({"steps": [2.5]})").find("whole numbers") != std::string::npos);
    CHECK(message(R"({"width": 99999999999})").find("\"width\"") != std::string::npos);
    CHECK(message(R"({"prompts": [{"name": 1}]})").find("\"prompts\"") != std::string::npos);
    CHECK(message(R"({"cfgs": "7"})").find("\"cfgs\"") != std::string::npos);
}
