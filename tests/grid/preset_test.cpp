#include "grid/preset.h"

#include <doctest/doctest.h>

#include "grid_samples.h"

using namespace proofsheet;
using namespace proofsheet::grid;
using namespace proofsheet::test;

namespace {
using Texts = std::vector<std::string>;

Preset preset_of(Mapping mapping, Filters filters) {
    Preset preset;
    preset.mapping = std::move(mapping);
    preset.filters = std::move(filters);
    return preset;
}
}  // namespace

TEST_CASE("a preset whose dimensions are all there applies as it is") {
    const Mapping mapping{"seed", "prompt_name", "checkpoint"};
    const Filters filters{{"cfg", {FilterMode::Multi, {"3", "99"}}}};
    const AppliedPreset applied = apply_preset(*catalog_of(training_run(1)), preset_of(mapping, filters));
    CHECK(applied.query == GridQuery{mapping, filters});
    CHECK(applied.unmatched.empty());
}

TEST_CASE("dimensions that are not there are named once and the others applied") {
    const Filters filters{{"lora", {FilterMode::Multi, {"a"}}},
                          {"cfg", {FilterMode::Single, {"3"}}},
                          {"steps", {FilterMode::Single, {}}}};
    const AppliedPreset applied =
        apply_preset(*catalog_of(training_run(1)), preset_of({"seed", "lora", "sampler"}, filters));
    CHECK(applied.query.mapping == Mapping{"seed", std::nullopt, std::nullopt});
    CHECK(applied.query.filters == Filters{{"cfg", {FilterMode::Single, {"3"}}}});
    CHECK(applied.unmatched == Texts{"lora", "sampler", "steps"});
}

TEST_CASE("a filter that holds nothing back is not missed") {
    const Filters filters{{"lora", {FilterMode::Hide, {}}}, {"steps", {FilterMode::Multi, {}}}};
    CHECK(apply_preset(*catalog_of(training_run(1)), preset_of({}, filters)).unmatched.empty());
}

TEST_CASE("a dimension that a preset gives two roles keeps the first") {
    const AppliedPreset applied =
        apply_preset(*catalog_of(training_run(1)), preset_of({"seed", "cfg", "seed"}, {}));
    CHECK(applied.query.mapping == Mapping{"seed", "cfg", std::nullopt});
}
