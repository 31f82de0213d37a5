#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "scan/discover.h"
#include "support/sample_tree.h"

using namespace proofsheet;

namespace {

using Dims = std::map<std::string, std::string>;
using Texts = std::vector<std::string>;

struct FolderFixture {
    test::SampleTree tree;
    grid::ScanReport report;

    void scan() { report = scan::scan_folder(tree.root()); }

    Dims dims_of(const std::string& path) const {
        CAPTURE(path);
        const auto found =
            std::find_if(report.found.begin(), report.found.end(),
                         [&](const grid::FoundSample& sample) { return sample.sample.path == path; });
        REQUIRE(found != report.found.end());
        return {found->dimensions.begin(), found->dimensions.end()};
    }
};

}  // namespace

TEST_CASE_FIXTURE(FolderFixture, "query-style names give the dimensions and the highest counter wins") {
    tree.picture("seed=1&cfg=3&_00001_.png");
    tree.picture("seed=1&cfg=3&_00002_.png");
    scan();
    CHECK(report.root == tree.root().native());
    CHECK(report.run == tree.root().filename().native());
    CHECK(report.found.size() == 1);
    CHECK(dims_of("seed=1&cfg=3&_00002_.png") == Dims{{"seed", "1"}, {"cfg", "3"}});
    CHECK(report.superseded == Texts{"seed=1&cfg=3&_00001_.png"});
}

TEST_CASE_FIXTURE(FolderFixture, "folders that differ are dimensions, those that do not are none") {
    tree.picture("out/before/x/seed=1.png");
    tree.picture("out/after/x/seed=1.png");
    tree.picture("out/after/y/seed=1.png");
    tree.picture("out/.thumbs/seed=1.png");
    scan();
    CHECK(report.found.size() == 3);
    CHECK(dims_of("out/after/y/seed=1.png") == Dims{{"folder", "after"}, {"folder 2", "y"}, {"seed", "1"}});
}

TEST_CASE_FIXTURE(FolderFixture, "pictures beside folders have no value for the folder") {
    tree.picture("seed=1.png");
    tree.picture("more/seed=1.png");
    scan();
    CHECK(dims_of("seed=1.png") == Dims{{"seed", "1"}});
    CHECK(dims_of("more/seed=1.png") == Dims{{"folder", "more"}, {"seed", "1"}});
}

TEST_CASE_FIXTURE(FolderFixture, "folders named like checkpoints are the checkpoints in training order") {
    tree.picture("study/l-step00001000.safetensors/seed=1.png");
    tree.picture("study/l-step00000500.safetensors/seed=1.png");
    tree.picture("study/l.safetensors/seed=1.png");
    scan();
    CHECK(report.checkpoint_order == Texts{"500", "1000", "final"});
    CHECK(dims_of("study/l-step00001000.safetensors/seed=1.png") ==
          Dims{{"checkpoint", "1000"}, {"seed", "1"}});
}

TEST_CASE_FIXTURE(FolderFixture, "checkpoints of several runs are told apart by their names") {
    tree.picture("b-step00000500.safetensors/seed=1.png");
    tree.picture("a-step00000500.safetensors/seed=1.png");
    scan();
    CHECK(report.checkpoint_order == Texts{"a-step00000500", "b-step00000500"});
}

TEST_CASE_FIXTURE(FolderFixture, "names of trainers' previews give checkpoint, prompt and seed") {
    tree.picture("a_e000010_00_20240101120000_42.png");
    tree.picture("a_e000002_01_20240101120000_42.png");
    scan();
    CHECK(report.checkpoint_order == Texts{"2", "10"});
    CHECK(dims_of("a_e000010_00_20240101120000_42.png") ==
          Dims{{"checkpoint", "10"}, {"prompt_name", "prompt 0"}, {"seed", "42"}});
}

TEST_CASE_FIXTURE(FolderFixture, "where the name gives nothing the metadata does") {
    const std::string parameters =
        "a forest\nNegative prompt: blur\nSteps: 20, Sampler: Euler a, Schedule type: Karras, CFG scale: "
        "7.5, Seed: "
        "18446744073709551615, Size: 512x512, Model: sdxl";
    tree.picture("00001.png", {{"parameters", parameters}});
    scan();
    const Dims dims = dims_of("00001.png");
    CHECK(dims.at("prompt_name") == "a forest");
    CHECK(dims.at("steps") == "20");
    CHECK(dims.at("cfg") == "7.5");
    CHECK(dims.at("sampler_name") == "Euler a");
    CHECK(dims.at("scheduler") == "Karras");
    CHECK(dims.at("seed") == "18446744073709551615");
    CHECK(dims.at("model") == "sdxl");
    CHECK_FALSE(dims.contains("name"));
}

TEST_CASE_FIXTURE(FolderFixture, "metadata is not asked where the name says something") {
    tree.picture("seed=5.png",
                 {{"parameters", "x\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1, Size: 8x8"}});
    scan();
    CHECK(dims_of("seed=5.png") == Dims{{"seed", "5"}});
}

TEST_CASE_FIXTURE(FolderFixture, "texts that stand far into the file are still found") {
    tree.picture("late.png",
                 {{"note", std::string(200'000, 'x')},
                  {"parameters", "x\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1, Size: 8x8"}});
    scan();
    CHECK(dims_of("late.png").at("seed") == "1");
}

TEST_CASE_FIXTURE(FolderFixture, "very long prompts are cut and kept on one line") {
    tree.picture("a.png",
                 {{"parameters", std::string(5000, 'p') + "\nmore\nSteps: 20, Sampler: Euler, CFG scale: 7, "
                                                          "Seed: 1, Size: 8x8"}});
    scan();
    const std::string prompt = dims_of("a.png").at("prompt_name");
    CHECK(prompt.size() < 1100);
    CHECK(prompt.find('\n') == std::string::npos);
}

TEST_CASE_FIXTURE(FolderFixture, "pictures that nothing tells apart get their names") {
    tree.picture("one.png");
    tree.picture("two.png");
    tree.picture("sub/one.png");
    scan();
    CHECK(dims_of("one.png") == Dims{{"name", "one"}});
    CHECK(dims_of("sub/one.png") == Dims{{"folder", "sub"}, {"name", "one"}});
}

TEST_CASE_FIXTURE(FolderFixture, "a folder may lie below a hidden one") {
    tree.picture(".cache/samples/1700000000000__000000250_0.jpg");
    report = scan::scan_folder(tree.at(".cache/samples"));
    CHECK(dims_of("1700000000000__000000250_0.jpg").at("checkpoint") == "250");
}

TEST_CASE_FIXTURE(FolderFixture, "a folder that is not there is a problem") {
    report = scan::scan_folder(tree.at("nowhere"));
    REQUIRE(report.problems.size() == 1);
    CHECK(report.problems[0].kind == "missing-folder");
}

TEST_CASE_FIXTURE(FolderFixture, "a stop ends the scan") {
    tree.picture("one.png");
    std::stop_source stop;
    stop.request_stop();
    CHECK(scan::scan_folder(tree.root(), {}, stop.get_token()).found.empty());
}
