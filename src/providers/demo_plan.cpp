#include <fmt/format.h>

#include <array>
#include <string_view>

#include "providers/demo_checkpoint.h"
#include "providers/demo_data.h"
#include "scan/sample_name.h"

namespace proofsheet::providers {
namespace {

constexpr int kStepsBetween = 250;
constexpr int kSamplerSteps = 28;
constexpr std::array<std::uint64_t, 4> kSeeds{7, 42, 677, 1234};
constexpr std::array<double, 2> kCfgs{3.5, 7};
/// What the checkpoints have learnt, from the first to the final one: best about the tenth.
constexpr std::array<double, 13> kLearnt{0.06, 0.14, 0.21, 0.28, 0.35, 0.42, 0.49,
                                         0.57, 0.66, 0.78, 0.93, 1.06, 1.20};

struct DemoPrompt {
    std::string_view name, text;
    double pace = 1;  ///< some subjects are learnt, and over-learnt, sooner
};
constexpr std::array<DemoPrompt, 4> kPrompts{
    DemoPrompt{"forest portal",
               "gloaming style, misty forest at dusk, a glowing portal between old trees, fireflies, "
               "volumetric light",
               1.03},
    DemoPrompt{"harbour at dusk",
               "gloaming style, fishing harbour at dusk, lighthouse, lit windows reflected in calm water",
               1.0},
    DemoPrompt{"mountain lake",
               "gloaming style, mountain lake at sunrise, snowy peaks, pines on the shore, still water",
               0.97},
    DemoPrompt{"lantern street",
               "gloaming style, narrow street hung with paper lanterns, wet stones after the rain, people "
               "with umbrellas",
               0.92},
};

/// One place in the plan of samples: indices of checkpoint, prompt, seed and cfg.
struct Spot {
    std::size_t checkpoint = 0, prompt = 0, seed = 0, cfg = 0;
    bool operator==(const Spot&) const = default;
};
constexpr Spot kMissing{5, 2, 2, 1};
constexpr Spot kCutShort{8, 1, 1, 0};
constexpr Spot kMadeTwice{7, 3, 0, 1};

DemoCheckpoint style_checkpoint(std::size_t index) {
    const DemoTraining& training = demo_style_training();
    const bool final = index + 1 == kLearnt.size();
    const int step = final ? training.steps : static_cast<int>(index + 1) * kStepsBetween;
    return {std::string(training.name), step, (step + training.epoch_steps - 1) / training.epoch_steps};
}

std::string style_file(std::size_t index) {
    const DemoCheckpoint checkpoint = style_checkpoint(index);
    if (index + 1 == kLearnt.size()) return checkpoint.run + ".safetensors";
    return fmt::format("{}-step{:08}.safetensors", checkpoint.run, checkpoint.step);
}

void plan_checkpoints(const std::filesystem::path& folder, std::vector<DemoFile>& plan) {
    for (std::size_t i = 0; i < kLearnt.size(); ++i)
        plan.push_back({folder / style_file(i), style_checkpoint(i)});
    const DemoTraining& small = demo_small_training();
    for (const int epoch : {4, 8, 12}) {
        const bool final = epoch * small.epoch_steps == small.steps;
        const std::string name = final ? std::string(small.name) : fmt::format("{}-{:06}", small.name, epoch);
        plan.push_back({folder / (name + ".safetensors"),
                        DemoCheckpoint{std::string(small.name), epoch * small.epoch_steps, epoch}});
    }
}

DemoPicture picture_at(const Spot& spot, int side) {
    const DemoPrompt& prompt = kPrompts[spot.prompt];
    return {std::string(prompt.text),
            kSeeds[spot.seed],
            kCfgs[spot.cfg],
            kSamplerSteps,
            kLearnt[spot.checkpoint] * prompt.pace,
            {side, side}};
}

std::string name_prefix(const Spot& spot) {
    return scan::format_sample_name({{"prompt_name", std::string(kPrompts[spot.prompt].name)},
                                     {"seed", fmt::format("{}", kSeeds[spot.seed])},
                                     {"cfg", fmt::format("{}", kCfgs[spot.cfg])}}) +
           "&";
}

void plan_spot(const std::filesystem::path& folder, const Spot& spot, int side, std::vector<DemoFile>& plan) {
    if (spot == kMissing) return;
    DemoSample sample{picture_at(spot, side), style_file(spot.checkpoint), name_prefix(spot),
                      DemoEnding::Whole};
    if (spot == kCutShort) sample.ending = DemoEnding::CutShort;
    const std::filesystem::path place = folder / sample.checkpoint;
    if (spot != kMadeTwice) {
        plan.push_back({place / (sample.name_prefix + "_00001_.png"), sample});
        return;
    }
    DemoSample first = sample;
    first.picture.steps = kSamplerSteps / 2;
    plan.push_back({place / (sample.name_prefix + "_00001_.png"), std::move(first)});
    plan.push_back({place / (sample.name_prefix + "_00002_.png"), std::move(sample)});
}

void plan_samples(const std::filesystem::path& folder, int side, std::vector<DemoFile>& plan) {
    for (std::size_t prompt = 0; prompt < kPrompts.size(); ++prompt)
        for (std::size_t seed = 0; seed < kSeeds.size(); ++seed)
            for (std::size_t checkpoint = 0; checkpoint < kLearnt.size(); ++checkpoint)
                for (std::size_t cfg = 0; cfg < kCfgs.size(); ++cfg)
                    plan_spot(folder, {checkpoint, prompt, seed, cfg}, side, plan);
}

void plan_upscales(const std::filesystem::path& folder, int side, std::vector<DemoFile>& plan) {
    static constexpr std::array<std::pair<DemoScaling, std::string_view>, 3> kVersions{
        {{DemoScaling::None, "original"},
         {DemoScaling::Lanczos, "2x lanczos"},
         {DemoScaling::Repainted, "2x repainted"}}};
    for (const Spot& spot : {Spot{9, 1, 1, 1}, Spot{9, 3, 2, 1}}) {
        for (const auto& [scaling, version] : kVersions) {
            const std::string stem =
                scan::format_sample_name({{"prompt_name", std::string(kPrompts[spot.prompt].name)},
                                          {"version", std::string(version)}});
            plan.push_back({folder / (stem + ".png"), DemoUpscale{picture_at(spot, side), scaling}});
        }
    }
}

}  // namespace

DemoFolders demo_folders(const std::filesystem::path& dir) {
    return {dir / "checkpoints", dir / "samples", dir / "upscales", dir / "demo.json"};
}

std::vector<DemoFile> plan_demo(const std::filesystem::path& dir, int side) {
    const DemoFolders folders = demo_folders(dir);
    std::vector<DemoFile> plan;
    plan_checkpoints(folders.checkpoints, plan);
    plan_upscales(folders.upscales, side, plan);
    plan_samples(folders.samples, side, plan);
    return plan;
}

}  // namespace proofsheet::providers
