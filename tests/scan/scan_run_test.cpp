#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "scan/discover.h"
#include "support/sample_tree.h"

using namespace proofsheet;

namespace {

using Dims = std::map<std::string, std::string>;
using Texts = std::vector<std::string>;

struct RunFixture {
    test::SampleTree tree;
    scan::Folders folders;

    RunFixture() {
        folders.checkpoint_dirs = {tree.folder("checkpoints")};
        folders.sample_dir = tree.folder("samples");
    }

    grid::ScanReport scan(const std::string& name) const {
        const auto discovery = scan::discover(folders);
        const auto run =
            std::find_if(discovery.runs.begin(), discovery.runs.end(),
                         [&](const grid::TrainingRun& candidate) { return candidate.name == name; });
        REQUIRE(run != discovery.runs.end());
        return scan::scan_run(*run, folders.sample_dir);
    }
};

Dims dims_of(const grid::ScanReport& report, const std::string& path) {
    CAPTURE(path);
    const auto found =
        std::find_if(report.found.begin(), report.found.end(),
                     [&](const grid::FoundSample& sample) { return sample.sample.path == path; });
    REQUIRE(found != report.found.end());
    return {found->dimensions.begin(), found->dimensions.end()};
}

Texts paths(const grid::ScanReport& report) {
    Texts texts;
    for (const auto& found : report.found) texts.push_back(found.sample.path);
    std::sort(texts.begin(), texts.end());
    return texts;
}

Texts problem_kinds(const grid::ScanReport& report) {
    Texts texts;
    for (const auto& problem : report.problems) texts.push_back(problem.kind);
    return texts;
}

}  // namespace

TEST_CASE_FIXTURE(RunFixture, "pictures of all formats get the checkpoint and what their names say") {
    tree.checkpoint("checkpoints/l-step00000500.safetensors");
    tree.checkpoint("checkpoints/l.safetensors");
    const auto png =
        tree.picture("samples/l-step00000500.safetensors/prompt_name=forest&seed=42&_00001_.png");
    tree.picture("samples/l-step00000500.safetensors/seed=1.JPG");
    tree.picture("samples/l-step00000500.safetensors/seed=2.jpeg");
    tree.picture("samples/l.safetensors/seed=3.WebP");
    tree.picture("samples/l.safetensors/ComfyUI_00001_.png");
    tree.file("samples/l.safetensors/manifest.json", "{}");
    tree.file("samples/l.safetensors/seed=4.png.part", "x");
    const auto report = scan("l");
    CHECK(report.run == "l");
    CHECK(report.root == tree.at("samples").native());
    CHECK(report.checkpoint_order == Texts{"500", "final"});
    CHECK(report.found.size() == 5);
    CHECK(dims_of(report, "l-step00000500.safetensors/prompt_name=forest&seed=42&_00001_.png") ==
          Dims{{"checkpoint", "500"}, {"prompt_name", "forest"}, {"seed", "42"}});
    CHECK(dims_of(report, "l.safetensors/seed=3.WebP") == Dims{{"checkpoint", "final"}, {"seed", "3"}});
    CHECK(dims_of(report, "l.safetensors/ComfyUI_00001_.png") == Dims{{"checkpoint", "final"}});
    CHECK(report.problems.empty());
    const auto& first = *std::find_if(report.found.begin(), report.found.end(), [](const auto& found) {
        return found.sample.batch == 1 && found.dimensions.size() == 3;
    });
    CHECK(first.sample.stamp == *stamp_of(png));
}

TEST_CASE_FIXTURE(RunFixture, "the study is a dimension in both layouts that have one") {
    tree.checkpoint("checkpoints/q/l-step00000500.safetensors");
    tree.picture("samples/night/l-step00000500.safetensors/seed=1.png");
    tree.picture("samples/q_l/day/l-step00000500.safetensors/seed=1.png");
    const auto report = scan("q/l");
    CHECK(dims_of(report, "night/l-step00000500.safetensors/seed=1.png") ==
          Dims{{"checkpoint", "500"}, {"study", "night"}, {"seed", "1"}});
    CHECK(dims_of(report, "q_l/day/l-step00000500.safetensors/seed=1.png")["study"] == "day");
}

TEST_CASE_FIXTURE(RunFixture, "a folder that tells checkpoints of equal names apart is no study") {
    tree.checkpoint("checkpoints/r/checkpoint-500/model.safetensors");
    tree.checkpoint("checkpoints/r/checkpoint-900/model.safetensors");
    tree.picture("samples/checkpoint-900/model.safetensors/seed=1.png");
    CHECK(dims_of(scan("r"), "checkpoint-900/model.safetensors/seed=1.png") ==
          Dims{{"checkpoint", "900"}, {"seed", "1"}});
}

TEST_CASE_FIXTURE(RunFixture, "noise halves of one step are told apart by the dimension noise") {
    tree.checkpoint("checkpoints/w_000000500_high_noise.safetensors");
    tree.checkpoint("checkpoints/w_000000500_low_noise.safetensors");
    tree.picture("samples/w_000000500_high_noise.safetensors/seed=1.png");
    tree.picture("samples/w_000000500_low_noise.safetensors/seed=1.png");
    const auto report = scan("w");
    CHECK(report.checkpoint_order == Texts{"500"});
    CHECK(dims_of(report, "w_000000500_low_noise.safetensors/seed=1.png") ==
          Dims{{"checkpoint", "500"}, {"noise", "low"}, {"seed", "1"}});
}

TEST_CASE_FIXTURE(RunFixture,
                  "the highest batch counter of equal dimensions wins, in any order of the keys") {
    tree.checkpoint("checkpoints/l.safetensors");
    tree.picture("samples/l.safetensors/a=1&b=2&_00001_.png");
    tree.picture("samples/l.safetensors/b=2&a=1&_00003_.png");
    tree.picture("samples/l.safetensors/a=1&b=2&_00002_.webp");
    tree.picture("samples/l.safetensors/a=9&b=2&_00001_.png");
    tree.picture("samples/study/l.safetensors/a=1&b=2&_00001_.png");
    const auto report = scan("l");
    CHECK(report.superseded ==
          Texts{"l.safetensors/a=1&b=2&_00001_.png", "l.safetensors/a=1&b=2&_00002_.webp"});
    CHECK(paths(report) == Texts{"l.safetensors/a=9&b=2&_00001_.png", "l.safetensors/b=2&a=1&_00003_.png",
                                 "study/l.safetensors/a=1&b=2&_00001_.png"});
}

TEST_CASE_FIXTURE(RunFixture, "plain names and equal counters supersede nothing") {
    tree.checkpoint("checkpoints/l.safetensors");
    tree.picture("samples/l.safetensors/ComfyUI_00001_.png");
    tree.picture("samples/l.safetensors/ComfyUI_00002_.png");
    tree.picture("samples/l.safetensors/a=1_00002_.png");
    tree.picture("samples/l.safetensors/a=1_00002_.jpg");
    tree.picture("samples/l.safetensors/a=1.png");
    const auto report = scan("l");
    CHECK(report.superseded.empty());
    CHECK(report.found.size() == 5);
}

TEST_CASE_FIXTURE(RunFixture, "what is odd about a name is noted and the picture still shows") {
    tree.checkpoint("checkpoints/l.safetensors");
    tree.picture("samples/s/l.safetensors/a=1&a=2.png");
    tree.picture("samples/s/l.safetensors/checkpoint=5&b=2.png");
    tree.picture("samples/s/l.safetensors/study=x&b=2.png");
    const auto report = scan("l");
    CHECK(report.found.size() == 3);
    CHECK(problem_kinds(report) == Texts{"name", "name", "name"});
    CHECK(dims_of(report, "s/l.safetensors/study=x&b=2.png")["study"] == "s");
    CHECK(dims_of(report, "s/l.safetensors/a=1&a=2.png")["a"] == "1");
}

TEST_CASE_FIXTURE(
    RunFixture,
    "pictures in folders of a checkpoint's samples are found, hidden and unfinished ones are not") {
    tree.checkpoint("checkpoints/l.safetensors");
    tree.picture("samples/l.safetensors/sub/deeper/a=1.png");
    tree.picture("samples/l.safetensors/.thumbs/a=1.png");
    tree.picture("samples/l.safetensors/x.tmp/a=1.png");
    tree.picture("samples/l.safetensors/.hidden.png");
    const auto report = scan("l");
    REQUIRE(paths(report) == Texts{"l.safetensors/sub/deeper/a=1.png"});
    CHECK(dims_of(report, "l.safetensors/sub/deeper/a=1.png")["folder"] == "sub/deeper");
}

TEST_CASE_FIXTURE(RunFixture, "previews of a trainer get the checkpoint of their step or epoch") {
    tree.checkpoint("checkpoints/k/a-000010.safetensors");
    tree.checkpoint("checkpoints/k/a-000020.safetensors");
    tree.checkpoint("checkpoints/k/a.safetensors");
    tree.checkpoint("checkpoints/k/b.safetensors");
    tree.picture("checkpoints/k/sample/a_e000010_00_20240101120000_42.png");
    tree.picture("checkpoints/k/sample/a_e000015_01_20240101120000_42.png");
    tree.picture("checkpoints/k/sample/a_000300_01_20240101120000_42.png");
    tree.picture("checkpoints/k/sample/c_e000010_01_20240101120000_42.png");
    const auto report = scan("k/a");
    CHECK(report.root == tree.at("checkpoints/k/sample").native());
    CHECK(report.checkpoint_order == Texts{"step 300", "10", "15", "20", "final"});
    CHECK(report.found.size() == 3);
    CHECK(dims_of(report, "a_e000010_00_20240101120000_42.png") ==
          Dims{{"checkpoint", "10"}, {"prompt_name", "prompt 0"}, {"seed", "42"}});
    CHECK(dims_of(report, "a_e000015_01_20240101120000_42.png")["checkpoint"] == "15");
    CHECK(dims_of(report, "a_000300_01_20240101120000_42.png")["checkpoint"] == "step 300");
    CHECK(problem_kinds(report) == Texts{"other-run"});
}

TEST_CASE_FIXTURE(RunFixture,
                  "in a run that mixes epochs and steps a preview's step stands between the steps") {
    tree.checkpoint("checkpoints/a-000500.safetensors");
    tree.checkpoint("checkpoints/a-step00001000.safetensors");
    tree.checkpoint("checkpoints/a.safetensors");
    tree.picture("checkpoints/sample/a_000300_01_20240101120000_42.png");
    CHECK(scan("a").checkpoint_order == Texts{"500", "300", "1000", "final"});
}

TEST_CASE_FIXTURE(RunFixture, "previews whose run has another name now are shown all the same") {
    tree.checkpoint("checkpoints/job/new_000000250.safetensors");
    tree.checkpoint("checkpoints/job/new_000000500.safetensors");
    tree.picture("checkpoints/job/samples/1700000000000__000000250_0.jpg");
    tree.picture("checkpoints/job/samples/1700000000001__000000400_1.jpg");
    const auto report = scan("job/new");
    CHECK(report.found.size() == 2);
    CHECK(report.checkpoint_order == Texts{"250", "400", "500"});
}

TEST_CASE_FIXTURE(RunFixture, "a run without samples is empty, and so is one whose folder went away") {
    tree.checkpoint("checkpoints/l.safetensors");
    CHECK(scan("l").found.empty());
    grid::TrainingRun stale;
    stale.checkpoints.emplace_back();
    stale.checkpoints.back().sample_dirs = {"gone.safetensors"};
    CHECK(problem_kinds(scan::scan_run(stale, folders.sample_dir)) == Texts{"missing-folder"});
}

TEST_CASE_FIXTURE(RunFixture, "a run cannot name folders outside the sample folder") {
    tree.picture("secret/a=1.png");
    grid::TrainingRun run;
    run.checkpoints.emplace_back();
    run.checkpoints.back().sample_dirs = {"../secret"};
    const auto report = scan::scan_run(run, folders.sample_dir);
    CHECK(report.found.empty());
    CHECK(problem_kinds(report) == Texts{"outside"});
}

TEST_CASE_FIXTURE(RunFixture, "a stop ends the scan") {
    tree.checkpoint("checkpoints/l.safetensors");
    tree.picture("samples/l.safetensors/a=1.png");
    const auto discovery = scan::discover(folders);
    std::stop_source stop;
    stop.request_stop();
    CHECK(scan::scan_run(discovery.runs.at(0), folders.sample_dir, {}, stop.get_token()).found.empty());
}
