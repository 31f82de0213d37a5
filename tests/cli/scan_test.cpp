#include <doctest/doctest.h>

#include "cli/cli_fixture.h"

using namespace proofsheet;
using test::contains;

namespace {

/// Two checkpoints with two seeds each in one run, and a second run without samples.
struct Runs : test::CliFixture {
    Runs() {
        for (const char* step : {"00000500", "00001000"}) {
            const std::string file = std::string("lora-step") + step + ".safetensors";
            write_checkpoint("c/qwen/" + file);
            for (const char* seed : {"7", "42"})
                write("s/" + file + "/prompt_name=forest&seed=" + seed + "&_00001_.png", "picture");
        }
        write_checkpoint("c/other-step00000100.safetensors");
    }
    int scan(std::vector<std::string> more) {
        more.insert(more.begin(), {"scan", "--checkpoints", "c", "--samples", "s"});
        return run(more);
    }
};

}  // namespace

TEST_CASE_FIXTURE(Runs, "scan lists runs with their checkpoints") {
    REQUIRE(scan({"--json"}) == 0);
    CHECK(err.str().empty());
    const auto runs = document()["runs"];
    REQUIRE(runs.size() == 2);
    CHECK(runs[0]["name"] == "other");
    CHECK(runs[0]["has_samples"] == false);
    CHECK(runs[1]["name"] == "qwen/lora");
    REQUIRE(runs[1]["checkpoints"].size() == 2);
    CHECK(runs[1]["checkpoints"][1]["number"] == 1000);
    CHECK(runs[1]["checkpoints"][1]["sample_dirs"][0] == "lora-step00001000.safetensors");
}

TEST_CASE_FIXTURE(Runs, "scan of a run lists dimensions and images") {
    REQUIRE(scan({"--run", "qwen/lora", "--json"}) == 0);
    const auto found = document();
    CHECK(found["run"] == "qwen/lora");
    REQUIRE(found["images"].size() == 4);
    CHECK(found["images"][0]["batch"] == 1);
    for (const auto& dimension : found["dimensions"]) {
        if (dimension["name"] == "seed") CHECK(dimension["values"] == nlohmann::json{"7", "42"});
        if (dimension["name"] == "checkpoint") CHECK(dimension["values"] == nlohmann::json{"500", "1000"});
        CHECK(dimension["type"] == (dimension["name"] == "prompt_name" ? "text" : "number"));
    }
}

TEST_CASE_FIXTURE(Runs, "an unknown run fails and names the nearest ones") {
    CHECK(scan({"--run", "qwen/lroa", "--json"}) == 1);
    CHECK(out.str().empty());
    CHECK(contains(err.str(), "There is no training run 'qwen/lroa'. Nearest: qwen/lora, other"));
}

TEST_CASE_FIXTURE(Runs, "problems on the disk are listed and are no failure") {
    write("c/bad.safetensors", "123");
    CHECK(run({"scan", "--checkpoints", "c", "--checkpoints", "none", "--samples", "s", "--json"}) == 0);
    CHECK(document()["runs"].size() >= 2);
    REQUIRE(document()["problems"].size() >= 1);
    CHECK(contains(document()["problems"].dump(), "none"));
}

TEST_CASE_FIXTURE(Runs, "people get tables") {
    REQUIRE(scan({}) == 0);
    CHECK(contains(out.str(), "TRAINING RUN"));
    CHECK(contains(out.str(), "qwen/lora               2             2  500 to 1000"));
    REQUIRE(scan({"--run", "qwen/lora"}) == 0);
    CHECK(contains(out.str(), "qwen/lora: 4 images, 0 superseded"));
    CHECK(contains(out.str(), "seed         number      2  7, 42"));
}

TEST_CASE_FIXTURE(Runs, "a long list of values shows its beginning and its end") {
    for (int seed = 1000; seed < 1100; ++seed)
        write("s/lora-step00000500.safetensors/seed=" + std::to_string(seed) + ".png", "picture");
    REQUIRE(scan({"--run", "qwen/lora"}) == 0);
    CHECK(contains(out.str(), "102  7, 42, 1000, 1001, "));
    CHECK(contains(out.str(), ", \xE2\x80\xA6, 1099\n"));
}

TEST_CASE_FIXTURE(Runs, "folders come from the configuration when the call names none") {
    CHECK(run({"scan", "--json"}) == 2);
    CHECK(contains(err.str(), "pass --checkpoints DIR and --samples DIR"));
    CHECK(out.str().empty());
    write("config.yaml", "checkpoint_dirs: [c]\nsample_dir: s\nsurprise: 1\n");
    CHECK(run({"scan", "--json"}) == 0);
    CHECK(document()["runs"].size() == 2);
    CHECK(contains(err.str(), "warning: "));
    CHECK(contains(err.str(), "config.yaml:3: Unknown key 'surprise'"));
    CHECK(run({"scan", "--json", "--log-level", "error"}) == 0);
    CHECK(err.str().empty());
}
