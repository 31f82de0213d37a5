#include "jobs/experiment_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace proofsheet::jobs {
namespace {

/// SplitMix64: the same numbers on every machine, which the distributions of the standard library are not.
class RandomSeeds {
public:
    explicit RandomSeeds(std::uint64_t state) : state_(state) {}

    /// From 0 to 2^31 - 1, which every service takes, and none twice.
    std::uint64_t next() {
        for (;;) {
            const std::uint64_t seed = number() >> 33;
            if (given_.insert(seed).second) return seed;
        }
    }

private:
    std::uint64_t number() {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31);
    }

    std::uint64_t state_;
    std::set<std::uint64_t> given_;
};

std::vector<Combination> combinations_of(const ExperimentSettings& settings) {
    std::vector<Combination> combinations;
    for (const std::string& scheduler : settings.schedulers)
        for (const int steps : settings.steps)
            for (const double scale : settings.scales) combinations.push_back({scheduler, steps, scale, 0});
    const int count = static_cast<int>(combinations.size());
    for (int i = 0; i < count; ++i)
        combinations[static_cast<std::size_t>(i)].images =
            settings.total_images / count + (i < settings.total_images % count ? 1 : 0);
    return combinations;
}

/// What all calls of a run share.
CallConfig call_of(const ExperimentSettings& settings) {
    CallConfig call;
    call.model_id = settings.model_id;
    call.model_name = settings.model_name;
    call.version = settings.version;
    call.prompt = settings.prompt;
    call.negative_prompt = settings.negative_prompt;
    call.use_default_neg = settings.use_default_neg;
    call.width = settings.width;
    call.height = settings.height;
    call.lora = settings.lora;
    call.lora_scale = settings.lora_scale;
    call.mode = settings.init_image_file.empty() ? ImageMode::Text2Img : ImageMode::Img2Img;
    call.image_strength = settings.image_strength;
    call.controlnet = settings.controlnet;
    call.fallback_to_text2img = settings.fallback_to_text2img && !settings.init_image_file.empty();
    return call;
}

/// Adds the calls of one variation, one round over the combinations after the other.
class Planner {
public:
    Planner(const ExperimentSettings& settings, std::uint64_t random_seed)
        : settings_(settings), random_(random_seed), shared_(call_of(settings)) {
        plan_.combinations = combinations_of(settings);
        calls_of_.resize(plan_.combinations.size());
    }

    ExperimentPlan plan() {
        for (int variation = 0; variation < settings_.variations_count; ++variation) add_variation(variation);
        plan_.empty_combinations = static_cast<int>(
            std::count_if(plan_.combinations.begin(), plan_.combinations.end(),
                          [](const Combination& combination) { return combination.images == 0; }));
        add_warnings();
        return std::move(plan_);
    }

private:
    void add_variation(int variation) {
        const int most = plan_.combinations.front().images;  // the first ones have the remainder
        for (int done = 0; done < most; done += settings_.num_images)
            for (std::size_t i = 0; i < plan_.combinations.size(); ++i)
                if (const int left = plan_.combinations[i].images - done; left > 0)
                    add_call(i, variation, std::min(left, settings_.num_images));
    }

    void add_call(std::size_t index, int variation, int images) {
        const Combination& combination = plan_.combinations[index];
        CallConfig call = shared_;
        call.scheduler = combination.scheduler;
        call.steps = combination.steps;
        call.scale = combination.scale;
        call.num_images = images;
        call.variation = variation;
        call.seed = seed_of(calls_of_[index]++);
        if (!said_.insert({index, call.seed}).second) ++plan_.repeated_calls;
        plan_.pictures += images;
        plan_.calls.push_back(std::move(call));
    }

    /// Of the n-th call of a combination.
    std::uint64_t seed_of(std::size_t n) {
        if (settings_.seed_mode == SeedMode::RandomPerImage || settings_.seeds.empty()) return random_.next();
        if (settings_.seed_mode == SeedMode::FixedSeed) return settings_.seeds.front();
        return settings_.seeds[n % settings_.seeds.size()];
    }

    void add_warnings() {
        if (plan_.empty_combinations > 0)
            plan_.warnings.push_back(
                fmt::format("{} of {} combinations get no picture: {} are too few for all. Raise the total "
                            "to at least {}",
                            plan_.empty_combinations, plan_.combinations.size(), settings_.total_images,
                            plan_.combinations.size()));
        if (plan_.repeated_calls > 0)
            plan_.warnings.push_back(fmt::format(
                "{} of {} calls have the settings and the seed of another one, so they make the same "
                "pictures again. Use more seeds, or fewer pictures",
                plan_.repeated_calls, plan_.calls.size()));
    }

    const ExperimentSettings& settings_;
    RandomSeeds random_;
    CallConfig shared_;
    ExperimentPlan plan_;
    std::vector<std::size_t> calls_of_;  ///< so many calls each combination has
    std::set<std::pair<std::size_t, std::uint64_t>> said_;
};

}  // namespace

ExperimentPlan expand(const ExperimentSettings& settings, std::uint64_t random_seed) {
    if (!check_settings(settings).empty()) return {};
    return Planner(settings, random_seed).plan();
}

}  // namespace proofsheet::jobs
