#include "scan/discover.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/text.h"
#include "support/sample_tree.h"

using namespace proofsheet;
using grid::CheckpointKind;

namespace {

struct RunsFixture {
    test::SampleTree tree;
    scan::Folders folders;

    RunsFixture() {
        folders.checkpoint_dirs = {tree.folder("checkpoints")};
        folders.sample_dir = tree.folder("samples");
    }

    scan::Discovery discover() const { return scan::discover(folders); }

    grid::TrainingRun only_run() const {
        auto discovery = discover();
        REQUIRE(discovery.runs.size() == 1);
        return discovery.runs.front();
    }
};

std::vector<std::string> labels(const grid::TrainingRun& run) {
    std::vector<std::string> texts;
    for (const auto& checkpoint : run.checkpoints) texts.push_back(checkpoint.label);
    return texts;
}

std::vector<std::string> names(const scan::Discovery& discovery) {
    std::vector<std::string> texts;
    for (const auto& run : discovery.runs) texts.push_back(run.name);
    return texts;
}

const grid::TrainingRun& run_named(const scan::Discovery& discovery, const std::string& name) {
    const auto found = std::find_if(discovery.runs.begin(), discovery.runs.end(),
                                    [&](const grid::TrainingRun& run) { return run.name == name; });
    REQUIRE(found != discovery.runs.end());
    return *found;
}

const grid::Checkpoint& checkpoint_labelled(const grid::TrainingRun& run, const std::string& label) {
    const auto found =
        std::find_if(run.checkpoints.begin(), run.checkpoints.end(),
                     [&](const grid::Checkpoint& checkpoint) { return checkpoint.label == label; });
    REQUIRE(found != run.checkpoints.end());
    return *found;
}

std::vector<std::string> kinds(const std::vector<Problem>& problems) {
    std::vector<std::string> texts;
    for (const Problem& problem : problems) texts.push_back(problem.kind);
    return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(RunsFixture,
                  "checkpoints of one base name are one run, whatever the case of the extension") {
    tree.checkpoint("checkpoints/qwen/lora.safetensors");
    tree.checkpoint("checkpoints/qwen/lora-step00004500.SafeTensors");
    tree.checkpoint("checkpoints/qwen/lora-step00000500.safetensors");
    tree.file("checkpoints/qwen/readme.txt", "x");
    const auto run = only_run();
    CHECK(run.name == "qwen/lora");
    CHECK(run.base == "lora");
    CHECK(run.folder == "qwen");
    CHECK(run.root == tree.at("checkpoints").native());
    CHECK(labels(run) == Texts{"500", "4500", "final"});
    CHECK(run.checkpoints[0].path == tree.at("checkpoints/qwen/lora-step00000500.safetensors").native());
    CHECK(run.checkpoints[0].kind == CheckpointKind::Step);
    CHECK_FALSE(run.has_samples());
}

TEST_CASE_FIXTURE(RunsFixture,
                  "equal names in two roots are two runs with as much of the roots as tells them apart") {
    folders.checkpoint_dirs = {tree.folder("x/loras-a"), tree.folder("x/loras-b")};
    tree.checkpoint("x/loras-a/qwen-lora.safetensors");
    tree.checkpoint("x/loras-b/qwen-lora.safetensors");
    tree.checkpoint("x/loras-b/other.safetensors");
    CHECK(names(discover()) == Texts{"other", "qwen-lora (loras-a)", "qwen-lora (loras-b)"});

    folders.checkpoint_dirs = {tree.folder("a/loras"), tree.folder("b/loras")};
    tree.checkpoint("a/loras/l.safetensors");
    tree.checkpoint("b/loras/l.safetensors");
    CHECK(names(discover()) == Texts{"l (a/loras)", "l (b/loras)"});
}

TEST_CASE_FIXTURE(RunsFixture, "a folder that is configured twice or inside another is read once") {
    folders.checkpoint_dirs = {tree.at("checkpoints"), tree.at("checkpoints/./"),
                               tree.at("checkpoints/qwen")};
    tree.checkpoint("checkpoints/qwen/lora.safetensors");
    const auto discovery = discover();
    CHECK(names(discovery) == Texts{"qwen/lora"});
    CHECK(discovery.problems.empty());
}

TEST_CASE_FIXTURE(RunsFixture, "the final takes its number from the run's name before its header") {
    tree.checkpoint("checkpoints/lora-steps-9000.safetensors", {{"ss_steps", "12"}});
    tree.checkpoint("checkpoints/lora-steps-9000-step00004500.safetensors");
    const auto run = only_run();
    CHECK(labels(run) == Texts{"4500", "final (9000)"});
    CHECK(run.checkpoints.back().number == 9000);
    CHECK(run.checkpoints.back().kind == CheckpointKind::Final);
}

TEST_CASE_FIXTURE(RunsFixture, "the final takes its number from its header and sorts after an equal step") {
    tree.checkpoint("checkpoints/k.safetensors", {{"ss_steps", "1000"}});
    tree.checkpoint("checkpoints/k-step00001000.safetensors");
    tree.checkpoint("checkpoints/k-step00002000.safetensors");
    tree.checkpoint("checkpoints/ai_000000250.safetensors");
    tree.checkpoint("checkpoints/ai.safetensors", {{"training_info", R"({"step": 750, "epoch": 3})"}});
    const auto discovery = discover();
    CHECK(labels(run_named(discovery, "k")) == Texts{"1000", "final (1000)", "2000"});
    CHECK(labels(run_named(discovery, "ai")) == Texts{"250", "final (750)"});
}

TEST_CASE_FIXTURE(RunsFixture, "a header without a usable step leaves the final without a number, last") {
    tree.checkpoint("checkpoints/a.safetensors",
                    {{"ss_steps", "None"}, {"training_info", R"({"step": -5})"}});
    tree.checkpoint("checkpoints/a-step00000010.safetensors");
    tree.checkpoint("checkpoints/b.safetensors", {{"training_info", R"({"step": 99999999999999999999})"}});
    tree.checkpoint("checkpoints/b-step00000010.safetensors");
    const auto discovery = discover();
    CHECK(labels(run_named(discovery, "a")) == Texts{"10", "final"});
    CHECK(labels(run_named(discovery, "b")) == Texts{"10", "final"});
    CHECK(discovery.problems.empty());
}

TEST_CASE_FIXTURE(RunsFixture, "six digits are an epoch only beside another file of the base") {
    tree.checkpoint("checkpoints/a/lora-240115.safetensors");
    tree.checkpoint("checkpoints/b/lora-000010.safetensors");
    tree.checkpoint("checkpoints/b/lora.safetensors");
    const auto discovery = discover();
    CHECK(labels(run_named(discovery, "a/lora-240115")) == Texts{"final"});
    const auto& epochs = run_named(discovery, "b/lora");
    CHECK(labels(epochs) == Texts{"10", "final"});
    CHECK(epochs.checkpoints[0].kind == CheckpointKind::Epoch);
}

TEST_CASE_FIXTURE(RunsFixture, "samples of a deleted checkpoint still say that six digits are an epoch") {
    tree.checkpoint("checkpoints/deep/lora-000010.safetensors");
    tree.picture("samples/lora-000020.safetensors/a=1.png");
    const auto run = only_run();
    CHECK(run.name == "deep/lora");
    CHECK(labels(run) == Texts{"10", "20"});
    CHECK(run.checkpoints[1].kind == CheckpointKind::SamplesOnly);
}

TEST_CASE_FIXTURE(RunsFixture, "shards are one checkpoint") {
    tree.checkpoint("checkpoints/m-step00000010-00001-of-00002.safetensors");
    tree.checkpoint("checkpoints/m-step00000010-00002-of-00002.safetensors");
    tree.checkpoint("checkpoints/m-step00000020.safetensors");
    tree.picture("samples/m-step00000010.safetensors/a=1.png");
    tree.picture("samples/m-step00000010-00002-of-00002.safetensors/a=1.png");
    const auto run = only_run();
    CHECK(labels(run) == Texts{"10", "20"});
    CHECK(run.checkpoints[0].file == "m-step00000010-00001-of-00002.safetensors");
    CHECK(run.checkpoints[0].sample_dirs.size() == 2);
}

TEST_CASE_FIXTURE(RunsFixture, "a mix of epochs and steps is ordered by the steps in the headers") {
    tree.checkpoint("checkpoints/l-000001.safetensors", {{"ss_steps", "700"}});
    tree.checkpoint("checkpoints/l-000002.safetensors", {{"ss_steps", "1400"}});
    tree.checkpoint("checkpoints/l-step00000500.safetensors");
    tree.checkpoint("checkpoints/l-step00001000.safetensors");
    tree.checkpoint("checkpoints/l.safetensors");
    const auto run = only_run();
    CHECK(labels(run) == Texts{"500", "1", "1000", "2", "final"});
    CHECK(run.note.find("step in their headers") != std::string::npos);
}

TEST_CASE_FIXTURE(RunsFixture, "a mix whose headers do not say the steps has its epochs first and says so") {
    tree.checkpoint("checkpoints/l-000500.safetensors", {{"ss_steps", "700"}});
    tree.checkpoint("checkpoints/l-000600.safetensors");
    tree.checkpoint("checkpoints/l-step00000500.safetensors");
    tree.checkpoint("checkpoints/l.safetensors", {{"ss_steps", "100"}});
    const auto run = only_run();
    CHECK(labels(run) == Texts{"epoch 500", "600", "final (100)", "500"});
    CHECK(run.note.find("epochs come first") != std::string::npos);
}

TEST_CASE_FIXTURE(RunsFixture,
                  "noise halves of one step keep one label; other equals are told apart by their path") {
    tree.checkpoint("checkpoints/wan_000000500_high_noise.safetensors");
    tree.checkpoint("checkpoints/wan_000000500_low_noise.safetensors");
    tree.checkpoint("checkpoints/p2024-01-01_10-00-00-save-500-5-0.safetensors");
    tree.checkpoint("checkpoints/p2024-01-02_10-00-00-save-500-5-0.safetensors");
    const auto discovery = discover();
    const auto& wan = run_named(discovery, "wan");
    CHECK(labels(wan) == Texts{"500", "500"});
    CHECK(wan.checkpoints[0].noise == "high");
    CHECK(wan.checkpoints[1].noise == "low");
    CHECK(labels(run_named(discovery, "p")) == Texts{"500 (p2024-01-01_10-00-00-save-500-5-0.safetensors)",
                                                     "500 (p2024-01-02_10-00-00-save-500-5-0.safetensors)"});
}

TEST_CASE_FIXTURE(RunsFixture, "trainer state is no checkpoint") {
    tree.checkpoint("checkpoints/l-000010-state/model.safetensors");
    tree.checkpoint("checkpoints/x-backup-2024/lora/lora.safetensors");
    tree.checkpoint("checkpoints/optimizer.safetensors");
    tree.checkpoint("checkpoints/.hidden/lora.safetensors");
    CHECK(discover().runs.empty());
}

TEST_CASE_FIXTURE(RunsFixture, "samples are found in all three layouts") {
    tree.checkpoint("checkpoints/qwen/lora-step00000500.safetensors");
    tree.picture("samples/lora-step00000500.safetensors/a=1.png");
    tree.picture("samples/study one/lora-step00000500.safetensors/a=1.png");
    tree.picture("samples/qwen_lora/study two/lora-step00000500.safetensors/a=1.png");
    tree.picture("samples/a/b/c/lora-step00000500.safetensors/a=1.png");
    const auto run = only_run();
    CHECK(run.has_samples());
    CHECK(run.checkpoints[0].sample_dirs == Texts{"lora-step00000500.safetensors",
                                                  "qwen_lora/study two/lora-step00000500.safetensors",
                                                  "study one/lora-step00000500.safetensors"});
}

TEST_CASE_FIXTURE(RunsFixture,
                  "of two runs with equal files the run folder decides, else both list the samples") {
    tree.checkpoint("checkpoints/a/l.safetensors");
    tree.checkpoint("checkpoints/b/l.safetensors");
    tree.folder("samples/l.safetensors");
    tree.folder("samples/study/l.safetensors");
    tree.folder("samples/a_l/study/l.safetensors");
    tree.folder("samples/b_l/study/l.safetensors");
    tree.folder("samples/old_l/study/l.safetensors");
    const auto discovery = discover();
    CHECK(run_named(discovery, "a/l").checkpoints[0].sample_dirs ==
          Texts{"a_l/study/l.safetensors", "l.safetensors", "old_l/study/l.safetensors",
                "study/l.safetensors"});
    CHECK(run_named(discovery, "b/l").checkpoints[0].sample_dirs ==
          Texts{"b_l/study/l.safetensors", "l.safetensors", "old_l/study/l.safetensors",
                "study/l.safetensors"});
}

TEST_CASE_FIXTURE(RunsFixture, "samples without a checkpoint join the run of their base or make their own") {
    tree.checkpoint("checkpoints/qwen/lora-step00001000.safetensors");
    tree.folder("samples/lora-step00000500.safetensors");
    tree.folder("samples/study/lora-step00000500.safetensors");
    tree.folder("samples/gone-step00000100.safetensors");
    tree.folder("samples/gone.safetensors");
    const auto discovery = discover();
    CHECK(names(discovery) == Texts{"gone", "qwen/lora"});
    const auto& run = run_named(discovery, "qwen/lora");
    CHECK(labels(run) == Texts{"500", "1000"});
    CHECK(run.checkpoints[0].kind == CheckpointKind::SamplesOnly);
    CHECK(run.checkpoints[0].path.empty());
    CHECK(run.checkpoints[0].sample_dirs.size() == 2);
    const auto& gone = run_named(discovery, "gone");
    CHECK(labels(gone) == Texts{"100", "final"});
    CHECK(gone.root.empty());
    CHECK(gone.has_samples());
}

TEST_CASE_FIXTURE(RunsFixture, "samples-only runs of equal base are told apart by their run folders") {
    tree.folder("samples/qwen_l/study/l-step00000001.safetensors");
    tree.folder("samples/flux_l/study/l-step00000001.safetensors");
    CHECK(names(discover()) == Texts{"l (flux_l)", "l (qwen_l)"});
}

TEST_CASE_FIXTURE(RunsFixture, "checkpoints that share a file name take the samples that name their folder") {
    tree.checkpoint("checkpoints/r/checkpoint-500/pytorch_lora_weights.safetensors");
    tree.checkpoint("checkpoints/r/checkpoint-1000/pytorch_lora_weights.safetensors");
    tree.folder("samples/checkpoint-500/pytorch_lora_weights.safetensors");
    const auto run = only_run();
    CHECK(run.name == "r");
    CHECK(checkpoint_labelled(run, "500").has_samples());
    CHECK_FALSE(checkpoint_labelled(run, "1000").has_samples());
}

TEST_CASE_FIXTURE(RunsFixture, "a folder that trainers fill while training belongs to the run beside it") {
    tree.checkpoint("checkpoints/k/a-000010.safetensors");
    tree.checkpoint("checkpoints/k/a.safetensors");
    tree.checkpoint("checkpoints/k/b.safetensors");
    tree.picture("checkpoints/k/sample/a_e000010_00_20240101120000_42.png");
    tree.checkpoint("checkpoints/job/job_000000250.safetensors");
    tree.picture("checkpoints/job/samples/1700000000000__000000250_0.jpg");
    tree.checkpoint("checkpoints/one/save/p2024-01-01_10-00-00-save-500-5-0.safetensors");
    tree.picture("checkpoints/one/samples/0 - a forest/p2024-01-01_10-00-00-training-sample-500-5-0.png");
    tree.picture("checkpoints/plain/samples/ComfyUI_00001_.png");
    tree.checkpoint("checkpoints/plain/c.safetensors");
    const auto discovery = discover();
    CHECK(run_named(discovery, "k/a").preview_dirs == Texts{tree.at("checkpoints/k/sample").native()});
    CHECK(run_named(discovery, "k/a").has_samples());
    CHECK(run_named(discovery, "k/b").preview_dirs.empty());
    CHECK(run_named(discovery, "job/job").preview_dirs == Texts{tree.at("checkpoints/job/samples").native()});
    CHECK(run_named(discovery, "one/save/p").preview_dirs ==
          Texts{tree.at("checkpoints/one/samples").native()});
    CHECK_FALSE(run_named(discovery, "plain/c").has_samples());
}

TEST_CASE_FIXTURE(RunsFixture, "a run with samples says where its previews are") {
    tree.checkpoint("checkpoints/a-000010.safetensors");
    tree.checkpoint("checkpoints/a.safetensors");
    tree.picture("checkpoints/sample/a_e000010_00_20240101120000_42.png");
    tree.folder("samples/a.safetensors");
    CHECK(only_run().note.find(tree.at("checkpoints/sample").native()) != std::string::npos);
}

TEST_CASE_FIXTURE(RunsFixture, "a folder that is not there is a problem and the others still show") {
    folders.checkpoint_dirs = {tree.at("nowhere"), tree.at("checkpoints")};
    folders.sample_dir = tree.at("no samples");
    tree.checkpoint("checkpoints/a.safetensors");
    const auto discovery = discover();
    CHECK(names(discovery) == Texts{"a"});
    CHECK(kinds(discovery.problems) == Texts{"missing-folder", "missing-folder"});
    CHECK(discovery.problems[0].path == tree.at("no samples").native());
}

TEST_CASE_FIXTURE(RunsFixture, "without a sample folder in the settings nothing is missing") {
    folders.sample_dir.clear();
    tree.checkpoint("checkpoints/a.safetensors");
    CHECK(discover().problems.empty());
}

TEST_CASE_FIXTURE(RunsFixture, "runs come in natural order") {
    for (const char* const name : {"l10", "L9", "a"})
        tree.checkpoint(std::string("checkpoints/") + name + ".safetensors");
    CHECK(names(discover()) == Texts{"a", "L9", "l10"});
}

TEST_CASE_FIXTURE(RunsFixture, "a stop returns what was found so far") {
    tree.checkpoint("checkpoints/a.safetensors");
    std::stop_source stop;
    stop.request_stop();
    CHECK(scan::discover(folders, stop.get_token()).runs.empty());
}
