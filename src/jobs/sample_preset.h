#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace proofsheet::jobs {

/// A prompt and the name that it has in file names and in the grid.
struct NamedPrompt {
    std::string name;
    std::string text;
    bool operator==(const NamedPrompt&) const = default;
};

struct SamplerPair {
    std::string sampler;
    std::string scheduler;
    bool operator==(const SamplerPair&) const = default;
};

/// Which pictures a sample job makes of every checkpoint: each combination of the lists.
struct SamplePreset {
    std::string id;  ///< UUID; empty while it was never saved
    std::string name;
    std::vector<NamedPrompt> prompts;
    std::string negative_prompt;
    std::vector<int> steps;
    std::vector<double> cfgs;
    std::vector<std::string> samplers;
    std::vector<std::string> schedulers;
    std::vector<SamplerPair> pairs;  ///< where there are any, they are used instead of samplers x schedulers
    std::vector<std::uint64_t> seeds;
    std::vector<double> lora_strengths;  ///< empty: the workflow's own
    bool base_model_row = false;         ///< also once without the LoRA, as strength 0
    int width = 1024;
    int height = 1024;
    std::string created_at;  ///< RFC 3339
    std::string updated_at;  ///< RFC 3339
    bool operator==(const SamplePreset&) const = default;
};

/// Bounds of what a preset may ask for.
struct PresetLimits {
    static constexpr std::size_t kNameCharacters = 200;
    static constexpr std::size_t kPromptBytes = 100'000;
    static constexpr std::size_t kListEntries = 1000;
    static constexpr std::uint64_t kPictures = 100'000;  ///< per checkpoint
    static constexpr int kSteps = 10'000;
    static constexpr double kCfg = 1000;
    static constexpr double kLoraStrength = 100;  ///< either sign
    static constexpr int kSmallestSide = 16;
    static constexpr int kLargestSide = 16'384;
};

enum class PresetField {
    Name,
    Prompts,
    NegativePrompt,
    Steps,
    Cfgs,
    Samplers,
    Schedulers,
    Pairs,
    Seeds,
    LoraStrengths,
    BaseModelRow,
    Size,
    Count,
};

/// "prompts", "steps", "cfgs" ... as in the JSON document.
std::string_view name_of(PresetField field);

/// What is wrong with one field, as a sentence. `entry` is the place in its list, -1 for the whole field.
struct PresetProblem {
    PresetField field = PresetField::Name;
    int entry = -1;
    std::string message;
    bool operator==(const PresetProblem&) const = default;
};

/// What keeps the preset from being used; empty when nothing does. In the order of the fields.
std::vector<PresetProblem> check_preset(const SamplePreset& preset);

/// Pairs of the preset: its own, else samplers x schedulers.
std::vector<SamplerPair> sampler_pairs(const SamplePreset& preset);

/// Pictures for each checkpoint; the largest number where it does not fit.
std::uint64_t pictures_per_checkpoint(const SamplePreset& preset);

/// "4 prompts x 3 steps x 2 CFG x 2 samplers x 1 scheduler x 2 seeds = 96 per checkpoint", with a
/// multiplication sign.
std::string count_sentence(const SamplePreset& preset);

/// One JSON document with everything but id and times; `preset_from_json` reads it back equal.
std::string preset_to_json(const SamplePreset& preset);

/// Errors: InvalidInput (no JSON, a wrong type, a number out of range: which field and what is allowed).
/// Unknown fields are ignored. What is well formed but cannot be used is left to `check_preset`.
Result<SamplePreset> preset_from_json(std::string_view text);

}  // namespace proofsheet::jobs
