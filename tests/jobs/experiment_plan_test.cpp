#include "jobs/experiment_plan.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "experiment_fixture.h"

using namespace proofsheet;
using namespace proofsheet::jobs;
using namespace proofsheet::test;

namespace {

int pictures_of(const ExperimentPlan& plan, const Combination& wanted) {
    int pictures = 0;
    for (const CallConfig& call : plan.calls)
        if (call.scheduler == wanted.scheduler && call.steps == wanted.steps && call.scale == wanted.scale)
            pictures += call.num_images;
    return pictures;
}

/// What holds for every plan, whatever the form says.
void check_plan(const ExperimentSettings& settings, const ExperimentPlan& plan) {
    const std::size_t combinations =
        settings.schedulers.size() * settings.steps.size() * settings.scales.size();
    REQUIRE(plan.combinations.size() == combinations);
    CHECK(plan.pictures == settings.total_images * settings.variations_count);
    int sum = 0;
    int empty = 0;
    for (const Combination& combination : plan.combinations) {
        CHECK(pictures_of(plan, combination) == combination.images * settings.variations_count);
        CHECK(std::abs(combination.images - plan.combinations.back().images) <= 1);
        CHECK(combination.images <= plan.combinations.front().images);
        sum += combination.images;
        empty += combination.images == 0 ? 1 : 0;
    }
    CHECK(sum == settings.total_images);
    CHECK(empty == plan.empty_combinations);
    CHECK((empty > 0 || plan.repeated_calls > 0) == !plan.warnings.empty());
    for (const CallConfig& call : plan.calls) {
        CHECK(call.num_images >= 1);
        CHECK(call.num_images <= settings.num_images);
        CHECK(call.seed <= kSeedRange.most);
    }
}

}  // namespace

TEST_CASE("100 pictures over 3 schedulers x 4 steps x 2 scales: the first four combinations have one more") {
    const ExperimentPlan plan = expand(matrix_settings(), 1);
    check_plan(matrix_settings(), plan);
    CHECK(plan.calls.size() == 100);
    CHECK(plan.warnings.empty());
    for (std::size_t i = 0; i < 24; ++i) CHECK(plan.combinations[i].images == (i < 4 ? 5 : 4));
}

TEST_CASE("a single picture goes to the first combination, and the plan says that 23 get none") {
    ExperimentSettings settings = matrix_settings();
    settings.total_images = 1;
    const ExperimentPlan plan = expand(settings, 1);
    check_plan(settings, plan);
    REQUIRE(plan.calls.size() == 1);
    CHECK(plan.calls[0].scheduler == "DDIM");
    CHECK(plan.calls[0].steps == 20);
    CHECK(plan.calls[0].scale == 5);
    REQUIRE(plan.warnings.size() == 1);
    CHECK(plan.warnings[0].starts_with("23 of 24 combinations get no picture"));
}

TEST_CASE("five pictures go to the first five combinations") {
    ExperimentSettings settings = matrix_settings();
    settings.total_images = 5;
    const ExperimentPlan plan = expand(settings, 1);
    check_plan(settings, plan);
    CHECK(plan.calls.size() == 5);
    CHECK(plan.empty_combinations == 19);
}

TEST_CASE("seven variations queue everything seven times, with other random seeds each time") {
    ExperimentSettings settings = matrix_settings();
    settings.variations_count = 7;
    const ExperimentPlan plan = expand(settings, 1);
    check_plan(settings, plan);
    CHECK(plan.calls.size() == 700);
    std::set<std::uint64_t> seeds;
    for (const CallConfig& call : plan.calls) seeds.insert(call.seed);
    CHECK(seeds.size() == 700);
    CHECK(plan.calls.front().variation == 0);
    CHECK(plan.calls.back().variation == 6);
}

TEST_CASE("several pictures a call need fewer calls, and the last one of a combination takes the rest") {
    ExperimentSettings settings = matrix_settings();
    settings.num_images = 4;
    const ExperimentPlan plan = expand(settings, 1);
    check_plan(settings, plan);
    CHECK(plan.calls.size() == 28);  // 24 x 4 pictures, and one more for four combinations
}

TEST_CASE("every combination has its first picture before any has its second") {
    const ExperimentPlan plan = expand(matrix_settings(), 1);
    std::set<std::tuple<std::string, int, double>> first;
    for (std::size_t i = 0; i < 24; ++i)
        first.insert({plan.calls[i].scheduler, plan.calls[i].steps, plan.calls[i].scale});
    CHECK(first.size() == 24);
}

TEST_CASE("the same random seed gives the same plan, another one other seeds") {
    CHECK(expand(matrix_settings(), 42) == expand(matrix_settings(), 42));
    CHECK(expand(matrix_settings(), 42).calls != expand(matrix_settings(), 43).calls);
    // Written down, so that another machine or compiler that differs is noticed.
    CHECK(expand(matrix_settings(), 42).calls[0].seed == 1592498451U);
}

TEST_CASE("a fixed seed is the seed of every call, and calls that repeat each other are counted") {
    ExperimentSettings settings = matrix_settings();
    settings.seed_mode = SeedMode::FixedSeed;
    settings.seeds = {77};
    const ExperimentPlan plan = expand(settings, 1);
    check_plan(settings, plan);
    CHECK(
        std::all_of(plan.calls.begin(), plan.calls.end(), [](const auto& call) { return call.seed == 77; }));
    CHECK(plan.repeated_calls == 76);
    settings.total_images = 24;
    CHECK(expand(settings, 1).warnings.empty());
}

TEST_CASE("every combination goes through the list of seeds from its start") {
    ExperimentSettings settings = matrix_settings();
    settings.seed_mode = SeedMode::SeedList;
    settings.seeds = {5, 6, 7};
    settings.total_images = 24 * 4;
    const ExperimentPlan plan = expand(settings, 1);
    check_plan(settings, plan);
    for (std::size_t i = 0; i < plan.calls.size(); ++i)
        CHECK(plan.calls[i].seed == settings.seeds[i / 24 % 3]);
    CHECK(plan.repeated_calls == 24);
}

TEST_CASE("an init image makes image to image of every call; without one no call may fall back") {
    ExperimentSettings settings = matrix_settings();
    settings.fallback_to_text2img = true;
    CHECK(expand(settings, 1).calls[0].mode == ImageMode::Text2Img);
    CHECK_FALSE(expand(settings, 1).calls[0].fallback_to_text2img);
    settings.init_image_file = "/pictures/start.png";
    CHECK(expand(settings, 1).calls[0].mode == ImageMode::Img2Img);
    CHECK(expand(settings, 1).calls[0].fallback_to_text2img);
}

TEST_CASE("for any form the counts add up and the plan can be made again") {
    RandomSettings random(20261128);
    for (unsigned i = 0; i < 400; ++i) {
        CAPTURE(i);
        const ExperimentSettings settings = random.next();
        REQUIRE(check_settings(settings).empty());
        const ExperimentPlan plan = expand(settings, i);
        check_plan(settings, plan);
        CHECK(plan == expand(settings, i));
    }
}

TEST_CASE("settings with errors make no calls") {
    ExperimentSettings settings = matrix_settings();
    settings.num_images = 0;
    CHECK(expand(settings, 1) == ExperimentPlan{});
    settings = matrix_settings();
    settings.scales.clear();
    CHECK(expand(settings, 1) == ExperimentPlan{});
}
