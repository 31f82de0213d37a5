// Whole jobs against the stand-in for ComfyUI.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/cli_fixture.h"
#include "jobs/job_fixture.h"
#include "support/comfy_server.h"

using namespace proofsheet;
using test::CliFixture;
using test::ComfyFaults;
using test::ComfyServer;
using test::contains;

namespace {

struct ComfyJobFixture : CliFixture {
    ComfyServer server;
    test::ComfyLists lists;

    ComfyJobFixture() {
        lists.checkpoints.clear();
        write("config.yaml",
              "checkpoint_dirs: [models]\nsample_dir: samples\ncomfyui: {url: \"" + server.url() + "\"}\n");
        jobs::SamplePreset preset = jobs::small_preset();
        preset.prompts[1].name = "a/b & 100% = \"\xE6\xA3\xAE\"; +";
        preset.seeds = {7, 18446744073709551615ULL};
        preset.cfgs = {1.25, 1.2};
        write("small.json", jobs::preset_to_json(preset));
        REQUIRE(with_data({"preset", "import", "small.json"}) == 0);
    }
    /// Checkpoints of one run; ComfyUI knows them in a folder of its own.
    void add_checkpoints(int count) {
        for (int i = 1; i <= count; ++i) {
            const std::string file = fmt::format("my-model-step{:08}.safetensors", i * 250);
            write_checkpoint("models/" + file);
            lists.checkpoints.push_back("trained\\" + file);
        }
        server.set_lists(lists);
    }
    int with_data(std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--data", "data"});
        return run(arguments);
    }
    int sample(std::vector<std::string> more = {}) {
        more.insert(more.begin(),
                    {"sample", "--run", "my-model", "--preset", "Small", "--workflow", "sdxl-checkpoint"});
        return with_data(more);
    }
    nlohmann::json newest_job() {
        REQUIRE(with_data({"job", "list", "--json"}) == 0);
        return document()["jobs"].at(0);
    }
};

}  // namespace

TEST_CASE_FIXTURE(
    ComfyJobFixture,
    "twelve checkpoints of eight pictures are made once each and scan back to the same dimensions") {
    add_checkpoints(12);
    CHECK(sample() == 0);
    CHECK(contains(out.str(), "Completed: 96 pictures"));
    CHECK(server.pictures_made() == 96);
    REQUIRE(with_data({"scan", "--run", "my-model", "--json"}) == 0);
    const auto scanned = document();
    CHECK(scanned["images"].size() == 96);
    CHECK(scanned["problems"].empty());
    std::map<std::string, nlohmann::json> values;
    for (const auto& dimension : scanned["dimensions"]) values[dimension["name"]] = dimension["values"];
    CHECK(values["checkpoint"].size() == 12);
    CHECK(values["prompt_name"] == nlohmann::json({"a/b & 100% = \"\xE6\xA3\xAE\"; +", "forest portal"}));
    CHECK(values["cfg"] == nlohmann::json({"1.2", "1.25"}));
    CHECK(values["seed"] == nlohmann::json({"7", "18446744073709551615"}));
    CHECK(values["steps"] == nlohmann::json({"4"}));
    CHECK(values["sampler_name"] == nlohmann::json({"euler"}));
    CHECK(values["scheduler"] == nlohmann::json({"simple"}));
    CHECK(sample() == 0);
    CHECK(contains(out.str(), "0 to make, 96 there already"));
    CHECK(server.pictures_made() == 96);
}

TEST_CASE_FIXTURE(
    ComfyJobFixture,
    "checkpoints that ComfyUI does not know are named, skipped, and made by retry once it does") {
    add_checkpoints(2);
    write_checkpoint("models/my-model-step00000750.safetensors");
    CHECK(sample() == 1);
    CHECK(contains(err.str(), "my-model-step00000750.safetensors is skipped"));
    CHECK(newest_job()["status"] == "completed_with_errors");
    CHECK(newest_job()["skipped"] == 8);
    const std::string id = newest_job()["id"];
    add_checkpoints(3);
    lists.checkpoints = {"my-model-step00000750.safetensors"};
    server.set_lists(lists);
    CHECK(with_data({"job", "retry", id}) == 0);
    CHECK(newest_job()["status"] == "completed");
    CHECK(server.pictures_made() == 24);
}

TEST_CASE_FIXTURE(ComfyJobFixture, "a file name that several models have asks for the one that is meant") {
    add_checkpoints(1);
    lists.checkpoints.push_back("old/my-model-step00000250.safetensors");
    server.set_lists(lists);
    CHECK(sample() == 2);
    CHECK(contains(err.str(), "--model my-model-step00000250.safetensors=MODEL"));
    CHECK(server.pictures_made() == 0);
    CHECK(sample({"--model", "my-model-step00000250.safetensors=old/my-model-step00000250.safetensors"}) ==
          0);
    CHECK(server.pictures_made() == 8);
}

TEST_CASE_FIXTURE(ComfyJobFixture,
                  "pictures that fail are counted with their reasons, and retry makes them") {
    add_checkpoints(1);
    ComfyFaults faults;
    faults.run = test::RunFault::OutOfMemory;
    server.set_faults(faults);
    CHECK(sample() == 1);
    CHECK(newest_job()["status"] == "failed");
    CHECK(newest_job()["failed"] == 8);
    server.set_faults({});
    CHECK(with_data({"job", "retry", newest_job()["id"].get<std::string>()}) == 0);
    CHECK(newest_job()["status"] == "completed");
}

TEST_CASE_FIXTURE(ComfyJobFixture, "what a workflow cannot do is said before anything starts") {
    add_checkpoints(1);
    CHECK(sample({"--shift", "3"}) == 2);
    CHECK(contains(err.str(), "no node for the shift"));
    CHECK(with_data({"sample", "--run", "my-model", "--preset", "Small", "--workflow", "nothing"}) == 1);
    CHECK(contains(err.str(), "sdxl-checkpoint"));
    CHECK(server.pictures_made() == 0);
}
