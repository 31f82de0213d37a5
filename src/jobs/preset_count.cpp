#include <fmt/format.h>

#include <limits>

#include "jobs/sample_preset.h"

namespace proofsheet::jobs {
namespace {

constexpr std::string_view kTimes = " \xC3\x97 ";

/// One factor of the count, in words.
struct Factor {
    std::size_t count;
    std::string_view one;
    std::string_view many;
};

std::vector<Factor> factors_of(const SamplePreset& preset) {
    std::vector<Factor> factors{{preset.prompts.size(), "prompt", "prompts"},
                                {preset.steps.size(), "step count", "step counts"},
                                {preset.cfgs.size(), "CFG scale", "CFG scales"}};
    if (preset.pairs.empty()) {
        factors.push_back({preset.samplers.size(), "sampler", "samplers"});
        factors.push_back({preset.schedulers.size(), "scheduler", "schedulers"});
    } else {
        factors.push_back({preset.pairs.size(), "sampler pair", "sampler pairs"});
    }
    factors.push_back({preset.seeds.size(), "seed", "seeds"});
    const std::size_t strengths = preset.lora_strengths.size();
    if (strengths > 0 && preset.base_model_row)
        factors.push_back({strengths + 1, "LoRA strength", "LoRA strengths (with the base model)"});
    else if (strengths > 0)
        factors.push_back({strengths, "LoRA strength", "LoRA strengths"});
    return factors;
}

}  // namespace

std::vector<SamplerPair> sampler_pairs(const SamplePreset& preset) {
    if (!preset.pairs.empty()) return preset.pairs;
    std::vector<SamplerPair> pairs;
    for (const std::string& sampler : preset.samplers)
        for (const std::string& scheduler : preset.schedulers) pairs.push_back({sampler, scheduler});
    return pairs;
}

std::uint64_t pictures_per_checkpoint(const SamplePreset& preset) {
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t product = 1;
    for (const Factor& factor : factors_of(preset)) {
        if (factor.count == 0) return 0;
        product = product > kMost / factor.count ? kMost : product * factor.count;
    }
    return product;
}

std::string count_sentence(const SamplePreset& preset) {
    std::string sentence;
    for (const Factor& factor : factors_of(preset)) {
        if (!sentence.empty()) sentence += kTimes;
        sentence += fmt::format("{} {}", factor.count, factor.count == 1 ? factor.one : factor.many);
    }
    return fmt::format("{} = {} per checkpoint", sentence, pictures_per_checkpoint(preset));
}

}  // namespace proofsheet::jobs
