#include <doctest/doctest.h>

#include <algorithm>

#include "cli/cli_fixture.h"
#include "jobs/job_fixture.h"

using namespace proofsheet;
using test::CliFixture;
using test::contains;

namespace {

struct SampleFixture : CliFixture {
    SampleFixture() {
        write_checkpoint("models/lora-step00000250.safetensors");
        write_checkpoint("models/lora-step00000500.safetensors");
        write("config.yaml", "checkpoint_dirs: [models]\nsample_dir: samples\n");
        write("small.json", jobs::preset_to_json(jobs::small_preset()));
    }
    int sample(const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments{"sample",     "--run", "lora",   "--preset", "Small",
                                           "--provider", "demo",  "--data", "data"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    int with_data(std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), {"--data", "data"});
        return run(arguments);
    }
    std::size_t pictures() const {
        std::error_code none;
        std::size_t count = 0;
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(folder.path() / "samples", none))
            count += entry.path().extension() == ".png" ? 1 : 0;
        return count;
    }
};

}  // namespace

TEST_CASE_FIXTURE(SampleFixture, "a job is made and scanned back with the same dimensions") {
    REQUIRE(with_data({"preset", "import", "small.json"}) == 0);
    CHECK(contains(out.str(), "= 8 per checkpoint"));
    CHECK(sample() == 0);
    CHECK(contains(out.str(), "Completed: 16 pictures"));
    CHECK(pictures() == 16);
    REQUIRE(with_data({"scan", "--run", "lora", "--json"}) == 0);
    const auto scanned = document();
    std::vector<std::string> names;
    for (const auto& dimension : scanned["dimensions"]) names.push_back(dimension["name"]);
    CHECK(names == std::vector<std::string>{"checkpoint", "prompt_name", "steps", "cfg", "sampler_name",
                                            "scheduler", "seed"});
    CHECK(scanned["dimensions"][0]["values"] == nlohmann::json({"250", "500"}));
    CHECK(scanned["dimensions"][1]["values"] == nlohmann::json({"forest portal", "harbour"}));
    CHECK(scanned["dimensions"][3]["values"] == nlohmann::json({"1", "7.5"}));
    CHECK(scanned["images"].size() == 16);
    CHECK(scanned["problems"].empty());
}

TEST_CASE_FIXTURE(SampleFixture,
                  "jobs are listed and shown as documents, and deleted by the beginning of their id") {
    REQUIRE(with_data({"preset", "import", "small.json"}) == 0);
    REQUIRE(sample({"--checkpoints", "250"}) == 0);
    REQUIRE(with_data({"job", "list", "--json"}) == 0);
    const auto job = document()["jobs"].at(0);
    CHECK(job["status"] == "completed");
    CHECK(job["total"] == 8);
    CHECK(job["completed"] == 8);
    CHECK(job["run"] == "lora");
    CHECK(job["interrupted"] == false);
    const std::string id = job["id"];
    REQUIRE(with_data({"job", "show", id, "--json"}) == 0);
    CHECK(document()["items"].size() == 8);
    CHECK(document()["checkpoints"].at(0)["completed"] == 8);
    CHECK(document()["items"].at(0)["seed"] == 420);
    CHECK(with_data({"job", "stop", id}) == 1);
    CHECK(with_data({"job", "resume", id}) == 1);
    CHECK(with_data({"job", "retry", id}) == 0);
    CHECK(contains(out.str(), "Nothing to retry"));
    CHECK(with_data({"job", "delete", id.substr(0, 6), "--trash-pictures"}) == 0);
    CHECK(pictures() == 0);
    CHECK(with_data({"job", "show", id}) == 1);
    REQUIRE(with_data({"job", "list", "--json"}) == 0);
    CHECK(document()["jobs"].empty());
}

TEST_CASE_FIXTURE(SampleFixture, "--checkpoints takes names and labels, and folders as everywhere else") {
    REQUIRE(with_data({"preset", "import", "small.json"}) == 0);
    write_checkpoint("more/other-step00000100.safetensors");
    CHECK(run({"sample", "--run", "other", "--preset", "Small", "--provider", "demo", "--data", "data",
               "--checkpoints", "more"}) == 0);
    CHECK(pictures() == 8);
    CHECK(sample({"--checkpoints", "lora-step00000500.safetensors,250"}) == 0);
    CHECK(pictures() == 24);
    CHECK(sample({"--checkpoints", "lora-step00000501.safetensors"}) == 1);
    CHECK(contains(err.str(), "Nearest: lora-step00000500.safetensors"));
}

TEST_CASE_FIXTURE(SampleFixture, "what is missing in a call is named") {
    CHECK(run({"sample", "--run", "lora"}) == 2);
    CHECK(contains(err.str(), "--preset"));
    CHECK(run({"job"}) == 2);
    CHECK(contains(err.str(), "list, show, stop, resume, retry, delete"));
    CHECK(run({"job", "show"}) == 2);
    CHECK(run({"preset", "import", "nowhere.json"}) == 1);
    CHECK(sample() == 1);
    CHECK(contains(err.str(), "proofsheet preset import FILE"));
    REQUIRE(with_data({"preset", "import", "small.json"}) == 0);
    CHECK(with_data({"preset", "import", "small.json"}) == 1);
    CHECK(with_data({"preset", "import", "small.json", "--replace"}) == 0);
    CHECK(with_data({"sample", "--run", "loro", "--preset", "Small", "--provider", "demo"}) == 1);
    CHECK(contains(err.str(), "Nearest: lora"));
    CHECK(sample({"--shift", "x"}) == 2);
    CHECK(sample({"--model", "x"}) == 2);
}

TEST_CASE_FIXTURE(SampleFixture, "a preset file with faults names each field") {
    jobs::SamplePreset preset = jobs::small_preset();
    preset.seeds.clear();
    preset.width = 3;
    write("broken.json", jobs::preset_to_json(preset));
    CHECK(with_data({"preset", "import", "broken.json"}) == 1);
    CHECK(contains(err.str(), "seeds: "));
    CHECK(contains(err.str(), "size: "));
    write("none.json", "[1]");
    CHECK(with_data({"preset", "import", "none.json"}) == 1);
    CHECK(contains(err.str(), "none.json: This is no preset"));
}

TEST_CASE_FIXTURE(SampleFixture, "a preset comes out as it went in") {
    REQUIRE(with_data({"preset", "import", "small.json"}) == 0);
    REQUIRE(with_data({"preset", "export", "small"}) == 0);
    CHECK(out.str() == jobs::preset_to_json(jobs::small_preset()));
    REQUIRE(with_data({"preset", "list", "--json"}) == 0);
    CHECK(document()["presets"].at(0)["pictures_per_checkpoint"] == 8);
}
