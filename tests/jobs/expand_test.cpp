#include <doctest/doctest.h>

#include <algorithm>

#include "jobs/job_fixture.h"
#include "jobs/output_name.h"
#include "jobs/sample_form.h"
#include "scan/sample_name.h"

using namespace proofsheet;
using namespace proofsheet::jobs;

namespace {

CheckpointToSample checkpoint(int step) {
    const std::string file = "lora-step0000" + std::to_string(1000 + step) + ".safetensors";
    return {file, "/models/lora/" + file, static_cast<double>(1000 + step)};
}

ExpansionInput input() {
    ExpansionInput input;
    input.preset = small_preset();
    input.checkpoints = {checkpoint(0), checkpoint(1), checkpoint(2)};
    return input;
}

ExistingPicture existing(const std::string& folder, const std::string& stem) {
    return {folder, scan::parse_sample_name(stem).dimensions};
}

}  // namespace

TEST_CASE("items come checkpoint by checkpoint, each with all combinations") {
    const Expansion expansion = expand(input());
    REQUIRE(expansion.items.size() == 24);
    CHECK(expansion.can_start());
    CHECK(expansion.to_make == 24);
    for (std::size_t i = 0; i < 24; ++i)
        CHECK(expansion.items[i].checkpoint == checkpoint(static_cast<int>(i / 8)).file);
    CHECK(expansion.items[0].parameters.prompt_name == "forest portal");
    CHECK(expansion.items[1].parameters.seed == 421);
    CHECK(expansion.items[7].parameters.prompt_name == "harbour");
    CHECK(expansion.items[0].folder == checkpoint(0).file);
    CHECK(expansion.items[0].checkpoint_number == 1000);
    CHECK(summary_sentence(expansion) == "3 checkpoints × 8 pictures = 24: 24 to make");
}

TEST_CASE("only chosen checkpoints are expanded; none is a problem") {
    ExpansionInput some = input();
    some.form.checkpoints = std::vector{checkpoint(2).file};
    CHECK(expand(some).items.size() == 8);
    some.form.checkpoints->clear();
    CHECK_FALSE(expand(some).can_start());
    CHECK(expand(some).problems.size() == 1);
}

TEST_CASE("a cell that has a picture is not made again, however its numbers are spelled") {
    ExpansionInput some = input();
    some.existing = {
        existing(checkpoint(1).file,
                 "seed=420&steps=4.0&cfg=7.50&prompt_name=harbour&sampler=euler&scheduler=simple&_00003_")};
    const Expansion expansion = expand(some);
    CHECK(expansion.already_there == 1);
    CHECK(expansion.items.size() == 23);
    CHECK(summary_sentence(expansion) == "3 checkpoints × 8 pictures = 24: 23 to make, 1 there already");
    some.form.missing_only = false;
    CHECK(expand(some).items.size() == 24);
}

TEST_CASE("pictures of another checkpoint, another study or a folder below do not count") {
    ExpansionInput some = input();
    const std::string stem =
        "prompt_name=harbour&steps=4&cfg=7.5&sampler_name=euler&scheduler=simple&seed=420";
    const std::string file = checkpoint(1).file;
    some.existing = {existing("study/" + file, stem), existing(file + "/below", stem),
                     existing("other.safetensors", stem)};
    CHECK(expand(some).already_there == 0);
    some.form.study = "study";
    CHECK(expand(some).already_there == 1);
    CHECK(expand(some).items[0].folder == "study/" + checkpoint(0).file);
}

TEST_CASE("pictures in the folder of a run and a study count for the study") {
    ExpansionInput some = input();
    some.form.study = "study";
    some.existing = {
        existing("run_a/study/" + checkpoint(1).file,
                 "prompt_name=harbour&steps=4&cfg=7.5&sampler_name=euler&scheduler=simple&seed=420")};
    CHECK(expand(some).already_there == 1);
}

TEST_CASE("checkpoints that the service does not know are named and their items are skipped") {
    ExpansionInput some = input();
    some.models = std::vector<std::string>{"sub/" + checkpoint(0).file, checkpoint(2).file};
    const Expansion expansion = expand(some);
    REQUIRE(expansion.unknown.size() == 1);
    CHECK(expansion.unknown[0].checkpoint == checkpoint(1).file);
    CHECK(expansion.skipped == 8);
    CHECK(expansion.to_make == 16);
    CHECK(expansion.items[0].model_path == "sub/" + checkpoint(0).file);
    CHECK_FALSE(expansion.items[8].skip_reason.empty());
    CHECK(expansion.can_start());
}

TEST_CASE("a file name that several models have asks, the most likely first, and takes the answer") {
    ExpansionInput some = input();
    some.checkpoints = {checkpoint(0)};
    const std::string file = checkpoint(0).file;
    some.models = std::vector<std::string>{"old\\" + file, "lora\\" + file};
    const Expansion asked = expand(some);
    REQUIRE(asked.ambiguous.size() == 1);
    CHECK(asked.ambiguous[0].candidates == std::vector<std::string>{"lora\\" + file, "old\\" + file});
    CHECK_FALSE(asked.can_start());
    some.form.model_choices[file] = "old\\" + file;
    CHECK(expand(some).items[0].model_path == "old\\" + file);
    some.form.model_choices[file] = "not there";
    CHECK(expand(some).ambiguous.size() == 1);
}

TEST_CASE("checkpoints of one file name go into the folder of their model, found by it") {
    ExpansionInput some = input();
    some.checkpoints = {{"model.safetensors", "/m/checkpoint-500/model.safetensors", 500},
                        {"model.safetensors", "/m/checkpoint-1000/model.safetensors", 1000}};
    some.models =
        std::vector<std::string>{"checkpoint-1000/model.safetensors", "checkpoint-500/model.safetensors"};
    const Expansion expansion = expand(some);
    REQUIRE(expansion.items.size() == 16);
    CHECK(expansion.items[0].model_path == "checkpoint-500/model.safetensors");
    CHECK(expansion.items[0].folder == "checkpoint-500/model.safetensors");
    CHECK(expansion.items[8].folder == "checkpoint-1000/model.safetensors");
    some.form.study = "a study";
    CHECK_FALSE(expand(some).can_start());
}

TEST_CASE("a checkpoint name that leads out of the sample folder is skipped") {
    ExpansionInput some = input();
    some.checkpoints = {{"../../etc.safetensors", "/x", 1}, {"..", "/x", 2}};
    const Expansion expansion = expand(some);
    CHECK(expansion.to_make == 0);
    CHECK(expansion.unknown.size() == 2);
}

TEST_CASE("a study that is no folder name keeps the job from starting") {
    for (const char* study : {"..", "a/b", "a\\b", ".hidden", "x.safetensors", "point.", "line\n"}) {
        ExpansionInput some = input();
        some.form.study = study;
        CHECK_MESSAGE(!expand(some).can_start(), study);
    }
    CHECK(study_problem("").empty());
    CHECK(study_problem("Test matrix 2 – \xE6\xA3\xAE").empty());
}

TEST_CASE("LoRA strengths and the base model are made for every combination") {
    ExpansionInput some = input();
    some.preset.lora_strengths = {0.5, 1};
    some.preset.base_model_row = true;
    const Expansion expansion = expand(some);
    CHECK(expansion.per_checkpoint == 24);
    CHECK(expansion.items.size() == 72);
    CHECK(expansion.items[0].parameters.lora_strength == 0.5);
    CHECK(expansion.items[2].parameters.base_model);
    CHECK(expansion.items[2].parameters.lora_strength == 0);
}

TEST_CASE("a job that would be too large says so at once") {
    ExpansionInput some = input();
    some.preset.seeds.clear();
    for (std::uint64_t i = 0; i < 1000; ++i) some.preset.seeds.push_back(i);
    some.preset.cfgs.clear();
    for (int i = 1; i <= 50; ++i) some.preset.cfgs.push_back(i);
    const Expansion expansion = expand(some);
    CHECK(expansion.items.empty());
    CHECK_FALSE(expansion.can_start());
}

TEST_CASE("no item is twice in a job and every item has its own file") {
    ExpansionInput some = input();
    some.preset.prompts = {{"a b", "1"}, {"a+b", "2"}, {"a%20b", "3"}, {"A b", "4"}};
    some.preset.cfgs = {1.2, 1.25, 1};
    const Expansion expansion = expand(some);
    std::vector<std::string> names;
    for (const PlannedItem& item : expansion.items)
        names.push_back(item.folder + "/" + output_name(item.parameters, NameSpelling::Exact, 0));
    std::sort(names.begin(), names.end());
    CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
}
