#include <doctest/doctest.h>

#include "grid/query.h"
#include "grid_samples.h"

using namespace proofsheet;
using namespace proofsheet::grid;
using namespace proofsheet::test;

namespace {

/// One picture for each combination of values.
std::vector<FoundSample> all_of(const std::vector<std::pair<std::string, int>>& dimensions) {
    std::vector<FoundSample> found{picture("p", {})};
    for (const auto& [name, count] : dimensions) {
        std::vector<FoundSample> next;
        for (const FoundSample& sample : found)
            for (int i = 0; i < count; ++i) {
                next.push_back(sample);
                next.back().sample.path += std::to_string(i);
                next.back().dimensions.emplace_back(name, std::to_string(i));
            }
        found = std::move(next);
    }
    return found;
}

/// Adds a dimension that follows from the number of the sample.
template <typename ValueOf>
std::vector<FoundSample> with(std::vector<FoundSample> found, const std::string& name, ValueOf value_of) {
    for (std::size_t i = 0; i < found.size(); ++i) found[i].dimensions.emplace_back(name, value_of(i));
    return found;
}

Mapping suggested(std::vector<FoundSample> found) {
    return suggest_mapping(*catalog_of(std::move(found)));
}

}  // namespace

TEST_CASE("a training run shows seeds by prompts and flips through checkpoints") {
    CHECK(suggested(training_run(12)) == Mapping{"seed", "prompt_name", "checkpoint"});
    CHECK(suggested(training_run(1)) == Mapping{"seed", "prompt_name", "checkpoint"});
}

TEST_CASE("index is an axis when nothing else tells its pictures apart") {
    CHECK(suggested(all_of({{"checkpoint", 3}, {"index", 4}, {"cfg", 2}})) ==
          Mapping{"index", "cfg", "checkpoint"});
}

TEST_CASE("the two most varied dimensions are the axes, the larger one is X") {
    CHECK(suggested(all_of({{"checkpoint", 2}, {"cfg", 2}, {"seed", 3}, {"steps", 5}})) ==
          Mapping{"steps", "seed", "checkpoint"});
}

TEST_CASE("without checkpoints the dimension with most values is the slider") {
    CHECK(suggested(all_of({{"cfg", 2}, {"seed", 5}, {"steps", 3}})) == Mapping{"steps", "cfg", "seed"});
}

TEST_CASE("dimensions with one value are used when nothing else is left") {
    CHECK(suggested(all_of({{"checkpoint", 2}, {"cfg", 1}, {"seed", 3}})) ==
          Mapping{"seed", "cfg", "checkpoint"});
    CHECK(suggested(all_of({{"cfg", 1}})) == Mapping{std::nullopt, std::nullopt, "cfg"});
    CHECK(suggested({}) == Mapping{});
}

TEST_CASE("a plain folder of names is flipped through") {
    const auto name = [](std::size_t i) { return "picture " + std::to_string(i); };
    CHECK(suggested(with(all_of({}), "name", name)).slider == "name");
    const std::vector<FoundSample> folder{picture("a", {{"name", "a"}}), picture("b", {{"name", "b"}})};
    CHECK(suggested(folder) == Mapping{std::nullopt, std::nullopt, "name"});
}

TEST_CASE("a name for each picture is no axis beside dimensions that repeat") {
    const auto name = [](std::size_t i) { return "picture " + std::to_string(i); };
    CHECK(suggested(with(all_of({{"checkpoint", 3}, {"seed", 4}}), "name", name)) ==
          Mapping{"seed", std::nullopt, "checkpoint"});
    CHECK(suggested(with(all_of({{"cfg", 3}, {"steps", 4}}), "name", name)) ==
          Mapping{"cfg", std::nullopt, "steps"});
}

TEST_CASE("a name for each picture is no axis beside several checkpoints") {
    std::vector<FoundSample> found;
    for (const char* name : {"a", "b", "c", "d"})
        found.push_back(picture(name, {{"checkpoint", name[0] < 'c' ? "1" : "2"}, {"name", name}}));
    CHECK(suggested(found) == Mapping{std::nullopt, std::nullopt, "checkpoint"});
}

TEST_CASE("the seeds of a run's first checkpoint are its columns although each is there once") {
    CHECK(suggested(all_of({{"checkpoint", 1}, {"seed", 4}, {"index", 1}})).x == "seed");
    const auto index = [](std::size_t i) { return std::to_string(i); };
    CHECK(suggested(with(all_of({{"checkpoint", 1}, {"seed", 4}}), "index", index)).x == "seed");
}

TEST_CASE("a dimension that follows from another one is no second axis") {
    const auto text = [](std::size_t i) { return "a longer text " + std::to_string(i % 8 / 2); };
    const auto found =
        with(all_of({{"checkpoint", 3}, {"prompt_name", 4}, {"seed", 2}}), "prompt_text", text);
    CHECK(suggested(found) == Mapping{"prompt_name", "seed", "checkpoint"});
    const auto step = [](std::size_t i) { return std::to_string(i / 4 * 100); };
    CHECK(suggested(with(all_of({{"checkpoint", 3}, {"seed", 4}}), "step", step)).x == "seed");
}
