#include "scan/checkpoint_name.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace proofsheet;
using grid::CheckpointKind;
using scan::CheckpointName;
using scan::number_in_run_name;
using scan::parse_checkpoint_name;
using scan::parse_checkpoint_names;

namespace {

CheckpointName parsed(std::string_view relative, std::string_view root_name = {}) {
    CAPTURE(relative);
    const auto name = parse_checkpoint_name(relative, root_name);
    REQUIRE(name.has_value());
    return *name;
}

CheckpointName final_of(std::string folder, std::string base) {
    CheckpointName name;
    name.folder = std::move(folder);
    name.base = std::move(base);
    return name;
}

CheckpointName step_of(std::string folder, std::string base, std::int64_t number) {
    CheckpointName name = final_of(std::move(folder), std::move(base));
    name.kind = CheckpointKind::Step;
    name.number = number;
    return name;
}

CheckpointName epoch_of(std::string folder, std::string base, std::int64_t number) {
    CheckpointName name = step_of(std::move(folder), std::move(base), number);
    name.kind = CheckpointKind::Epoch;
    return name;
}

/// The names of files that lie beside each other.
std::vector<CheckpointName> settled(const std::vector<std::string>& relatives,
                                    std::string_view root_name = {}) {
    std::vector<CheckpointName> names;
    for (const auto& name : parse_checkpoint_names(relatives, root_name)) {
        REQUIRE(name.has_value());
        names.push_back(*name);
    }
    return names;
}

}  // namespace

TEST_CASE("the step of kohya is stripped") {
    CHECK(parsed("qwen/psai4rt-v0.3.0-no-reg-step00004500.safetensors") ==
          step_of("qwen", "psai4rt-v0.3.0-no-reg", 4500));
    CHECK(parsed("a-step7.safetensors") == step_of("", "a", 7));
    CHECK(parsed("qwen/psai4rt-v0.3.0-no-reg.safetensors") == final_of("qwen", "psai4rt-v0.3.0-no-reg"));
}

TEST_CASE("six digits are an uncertain epoch") {
    CheckpointName expected = epoch_of("a/b", "lora", 104);
    expected.uncertain = true;
    CHECK(parsed("a/b/lora-000104.safetensors") == expected);
    CHECK(parsed("lora-0000104.safetensors") == final_of("", "lora-0000104"));
    CHECK(parsed("lora-00104.safetensors") == final_of("", "lora-00104"));
    CHECK(parsed("lora000104.safetensors") == final_of("", "lora000104"));
}

TEST_CASE("where a name holds epoch and step, the step is the number") {
    CheckpointName expected = step_of("", "lora", 500);
    expected.epoch = 10;
    expected.uncertain = true;
    CHECK(parsed("lora-000010-step00000500.safetensors") == expected);
}

TEST_CASE("the timestamp of OneTrainer differs per save and is stripped") {
    CheckpointName expected = step_of("save", "cats-", 1200);
    expected.epoch = 3;
    CHECK(parsed("save/cats-2024-05-01_10-20-30-save-1200-3-40.safetensors") == expected);
    CHECK(parsed("save/cats-2024-05-01_10-25-00-save-1200-3-123456.safetensors") == expected);
    CHECK(parsed("save/cats-2024-05-01_10-20-30.safetensors") == final_of("save", "cats-"));
}

TEST_CASE("without a prefix the saves of OneTrainer are named by their folder") {
    CheckpointName expected = step_of("ws", "cats", 1200);
    expected.epoch = 3;
    CHECK(parsed("ws/cats/2024-05-01_10-20-30-save-1200-3-40.safetensors") == expected);
    CHECK(parsed("ws/cats/2024-05-01_10-20-30.safetensors") == final_of("ws", "cats"));
    CHECK(parsed("2024-05-01_10-20-30-save-1200-3-40.safetensors", "dogs").base == "dogs");
    CHECK(parsed("2024-05-01_10-20-30-save-1200-3-40.safetensors").base == "save");
}

TEST_CASE("what only looks like a save of OneTrainer is read as any other name") {
    CHECK(parsed("cats-save-1200-3-40.safetensors").base == "cats-save-1200-3-40");
    CHECK(parsed("2024-05-01_10:20:30-save-1-2-3.safetensors").kind == CheckpointKind::Final);
    CHECK(parsed("cats-2024-05-01_10-20-30-save-1-2.safetensors").kind == CheckpointKind::Final);
}

TEST_CASE("nine digits are the step of ai-toolkit") {
    CHECK(parsed("job/cats_000000500.safetensors") == step_of("job", "cats", 500));
    CHECK(parsed("cats_00000500.safetensors") == final_of("", "cats_00000500"));
    CHECK(parsed("_000000500.safetensors") == final_of("", "_000000500"));
}

TEST_CASE("the two noise halves share a base") {
    CheckpointName expected = step_of("", "wan", 500);
    expected.noise = "high";
    CHECK(parsed("wan_000000500_high_noise.safetensors") == expected);
    expected = final_of("", "wan");
    expected.noise = "low";
    CHECK(parsed("wan_low_noise.safetensors") == expected);
    CHECK(parsed("_low_noise.safetensors") == final_of("", "_low_noise"));
}

TEST_CASE("a generic name takes number and base from its folders") {
    CHECK(parsed("loras/run/checkpoint-500/pytorch_lora_weights.safetensors") ==
          step_of("loras", "run", 500));
    CHECK(parsed("run/step500/adapter_model.safetensors") == step_of("", "run", 500));
    CHECK(parsed("run/epoch10/lora.safetensors") == epoch_of("", "run", 10));
    CHECK(parsed("run/global_step500/model.safetensors") == step_of("", "run", 500));
    CHECK(parsed("run/checkpoint-7/diffusion_pytorch_model.safetensors") == step_of("", "run", 7));
    CHECK(parsed("run/pytorch_lora_weights.safetensors") == final_of("", "run"));
}

TEST_CASE("a numbered folder at the top is named by the root") {
    CHECK(parsed("checkpoint-500/lora.safetensors", "cats") == step_of("", "cats", 500));
    CHECK(parsed("lora.safetensors", "cats") == final_of("", "cats"));
    CHECK(parsed("checkpoint-500/lora.safetensors") == step_of("", "lora", 500));
    CHECK(parsed("lora.safetensors") == final_of("", "lora"));
}

TEST_CASE("a telling name in a numbered folder keeps its folder") {
    CHECK(parsed("run/checkpoint-500/cats.safetensors") == final_of("run/checkpoint-500", "cats"));
    CHECK(parsed("run/checkpoint500/lora.safetensors").kind == CheckpointKind::Final);
    CHECK(parsed("run/epoch-10/lora.safetensors").kind == CheckpointKind::Final);
}

TEST_CASE("all shards of a model give one name and are no epoch") {
    const auto first = parsed("run/checkpoint-500/model-00001-of-00003.safetensors");
    CHECK(first == step_of("", "run", 500));
    CHECK(parsed("run/checkpoint-500/model-00003-of-00003.safetensors") == first);
    CHECK(parsed("flux-00001-of-00002.safetensors") == final_of("", "flux"));
    CHECK(parsed("flux-step00000100-00002-of-00002.safetensors") == step_of("", "flux", 100));
    CHECK(parsed("-00001-of-00002.safetensors") == final_of("", "-00001-of-00002"));
}

TEST_CASE("trainer state, optimizers, critics and unfinished or hidden files are no checkpoints") {
    for (const char* path :
         {"lora-000010-state/model.safetensors", "a/lora-state/b/x.safetensors",
          "ws/2024-05-01_10-20-30-backup-100-1-2/lora/lora.safetensors", "optimizer.safetensors",
          "run/optimizer_1.safetensors", "CRITIC_cats_000000500.safetensors", "a/.tmp/x.safetensors",
          "a/download.tmp/x.safetensors", "x.tmp.safetensors", ".hidden.safetensors", ".safetensors", "", "/",
          "a/", "a.safetensors/", "a.ckpt", "safetensors", "a.safetensors.tmp", "a.safetensors.part"}) {
        CAPTURE(path);
        CHECK_FALSE(parse_checkpoint_name(path).has_value());
    }
    CHECK(parse_checkpoint_name("real-estate/x.safetensors").has_value());
    CHECK(parse_checkpoint_name("optimizer-tests/x.safetensors").has_value());
}

TEST_CASE("the extension counts in any case") {
    CHECK(parsed("a-step5.SafeTensors") == step_of("", "a", 5));
    CHECK(parsed("v1.5.SAFETENSORS") == final_of("", "v1.5"));
}

TEST_CASE("a base is never empty") {
    CHECK(parsed("-step00000100.safetensors") == final_of("", "-step00000100"));
    CHECK(parsed("-000100.safetensors") == final_of("", "-000100"));
    CHECK(parsed("-000100-step5.safetensors") == step_of("", "-000100", 5));
}

TEST_CASE("numbers up to 64 bits count and longer ones are text") {
    CHECK(parsed("a-step9223372036854775807.safetensors").number == 9223372036854775807);
    CHECK(parsed("a-step9223372036854775808.safetensors") == final_of("", "a-step9223372036854775808"));
    const std::string huge = "a-step" + std::string(5000, '9');
    CHECK(parsed(huge + ".safetensors") == final_of("", huge));
    CHECK(parsed("r/checkpoint-99999999999999999999/lora.safetensors").kind == CheckpointKind::Final);
}

TEST_CASE("names need not be UTF-8") {
    CHECK(parsed("\xFF/\xFE-step5.safetensors") == step_of("\xFF", "\xFE", 5));
}

TEST_CASE("six digits are an epoch when another file shares the base") {
    CHECK(settled({"r/lora-000010.safetensors", "r/lora.safetensors"}) ==
          std::vector{epoch_of("r", "lora", 10), final_of("r", "lora")});
    CHECK(settled({"lora-000010.safetensors", "lora-000020.safetensors"}) ==
          std::vector{epoch_of("", "lora", 10), epoch_of("", "lora", 20)});
    CHECK(settled({"lora-000010.safetensors", "lora-step00000500.safetensors"}) ==
          std::vector{epoch_of("", "lora", 10), step_of("", "lora", 500)});
}

TEST_CASE("six digits alone are a date") {
    CHECK(settled({"lora-240115.safetensors"}) == std::vector{final_of("", "lora-240115")});
    CHECK(settled({"a/lora-240115.safetensors", "b/lora.safetensors"}) ==
          std::vector{final_of("a", "lora-240115"), final_of("b", "lora")});
    const auto shards =
        settled({"lora-240115-00001-of-00002.safetensors", "lora-240115-00002-of-00002.safetensors"});
    CHECK(shards == std::vector{final_of("", "lora-240115"), final_of("", "lora-240115")});
}

TEST_CASE("six digits that all files of a run share are a date") {
    CHECK(settled({"lora-240115-step00000500.safetensors", "lora-240115.safetensors"}) ==
          std::vector{step_of("", "lora-240115", 500), final_of("", "lora-240115")});
    CHECK(settled({"lora-240115-000010.safetensors", "lora-240115.safetensors"}) ==
          std::vector{epoch_of("", "lora-240115", 10), final_of("", "lora-240115")});
}

TEST_CASE("epochs with steps stay epochs when they differ") {
    CheckpointName first = step_of("", "lora", 500);
    first.epoch = 10;
    CheckpointName second = step_of("", "lora", 1000);
    second.epoch = 20;
    CHECK(settled({"lora-000010-step00000500.safetensors", "lora-000020-step00001000.safetensors"}) ==
          std::vector{first, second});
}

TEST_CASE("a generic final joins the numbered folders beside it") {
    CHECK(settled({"run/checkpoint-500/lora.safetensors", "run/lora.safetensors"}) ==
          std::vector{step_of("", "run", 500), final_of("", "run")});
    CHECK(settled({"checkpoint-500/lora.safetensors", "lora.safetensors"}, "cats") ==
          std::vector{step_of("", "cats", 500), final_of("", "cats")});
}

TEST_CASE("a generic final joins the numbered files of its own name") {
    CHECK(settled({"dir/model-step00000500.safetensors", "dir/model.safetensors"}) ==
          std::vector{step_of("dir", "model", 500), final_of("dir", "model")});
    CHECK(settled({"dir/model-000010.safetensors", "dir/model.safetensors"}) ==
          std::vector{epoch_of("dir", "model", 10), final_of("dir", "model")});
}

TEST_CASE("a generic final alone keeps its own name") {
    CHECK(settled({"dir/lora.safetensors", "dir/model.safetensors"}) ==
          std::vector{final_of("dir", "lora"), final_of("dir", "model")});
    CHECK(settled({"model.safetensors"}, "cats") == std::vector{final_of("", "model")});
}

TEST_CASE("a final keeps a suffix that its numbered checkpoints keep") {
    CHECK(settled({"wan_high_noise-000010.safetensors", "wan_high_noise.safetensors"}) ==
          std::vector{epoch_of("", "wan_high_noise", 10), final_of("", "wan_high_noise")});
    CHECK(settled({"a2024-05-01_10-20-30-step00000005.safetensors", "a2024-05-01_10-20-30.safetensors"}) ==
          std::vector{step_of("", "a2024-05-01_10-20-30", 5), final_of("", "a2024-05-01_10-20-30")});
    CheckpointName low = final_of("", "wan");
    low.noise = "low";
    CheckpointName high = step_of("", "wan", 500);
    high.noise = "high";
    CHECK(settled({"wan_000000500_high_noise.safetensors", "wan_low_noise.safetensors"}) ==
          std::vector{high, low});
}

TEST_CASE("names come back in the order of the paths, with gaps for what is no checkpoint") {
    const std::vector<std::string> paths{"a.safetensors", "a-state/model.safetensors", "b.safetensors"};
    const auto names = parse_checkpoint_names(paths);
    REQUIRE(names.size() == 3);
    CHECK(names[0]->base == "a");
    CHECK_FALSE(names[1].has_value());
    CHECK(names[2]->base == "b");
}

TEST_CASE("the number of the final is the last one that the run name gives") {
    CHECK(number_in_run_name("qwen/cats-steps-9000") == 9000);
    CHECK(number_in_run_name("step500") == 500);
    CHECK(number_in_run_name("cats_steps9000_v2") == 9000);
    CHECK(number_in_run_name("Step-5-STEPS-7-final") == 7);
    CHECK(number_in_run_name("step-5-step-x") == 5);
    CHECK(number_in_run_name("step-9223372036854775808-a") == std::nullopt);
    CHECK(number_in_run_name("cats") == std::nullopt);
    CHECK(number_in_run_name("step") == std::nullopt);
    CHECK(number_in_run_name("9000-steps") == std::nullopt);
    CHECK(number_in_run_name("") == std::nullopt);
}

TEST_CASE("whatever a path is made of, a base is not empty and the order of the files does not matter") {
    const std::vector<std::string> pieces{"-step00000500",   "-000010", "_000000500", "2024-05-01_10-20-30",
                                          "-save-1-2-3",     "lora",    "model",      "_high_noise",
                                          "_low_noise",      "/",       "epoch10",    "checkpoint-5",
                                          "-00001-of-00002", ".",       "\xFF",       "-"};
    std::mt19937 random(3);
    for (int round = 0; round < 2'000; ++round) {
        std::vector<std::string> paths(1 + random() % 4);
        for (std::string& path : paths) {
            for (std::size_t left = 1 + random() % 5; left > 0; --left)
                path += pieces[random() % pieces.size()];
            path += ".safetensors";
        }
        auto names = parse_checkpoint_names(paths);
        for (const auto& name : names) {
            if (!name) continue;
            REQUIRE_FALSE(name->base.empty());
            REQUIRE_FALSE(name->uncertain);
            REQUIRE(name->number.has_value() == (name->kind != CheckpointKind::Final));
        }
        std::reverse(paths.begin(), paths.end());
        std::reverse(names.begin(), names.end());
        REQUIRE(parse_checkpoint_names(paths) == names);
    }
}
