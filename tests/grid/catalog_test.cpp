#include "grid/catalog.h"

#include <doctest/doctest.h>

#include "grid_samples.h"

using namespace proofsheet;
using namespace proofsheet::grid;
using namespace proofsheet::test;

namespace {

using Texts = std::vector<std::string>;

Texts names_of(const Catalog& catalog) {
    Texts names;
    for (const Dimension& dimension : catalog.dimensions) names.push_back(dimension.name);
    return names;
}

/// What a sample has in a dimension, as text.
std::string text_of(const Catalog& catalog, std::uint32_t sample, std::string_view dimension) {
    const std::size_t index = catalog.find_dimension(dimension);
    const ValueIndex value = catalog.value({sample}, index);
    return value == kNoValue ? "none" : catalog.dimensions[index].values[static_cast<std::size_t>(value)];
}

}  // namespace

TEST_CASE("an empty report makes an empty catalog that knows where it came from") {
    const auto catalog = make_catalog(report_of({}), Generation{7});
    CHECK(catalog->generation == Generation{7});
    CHECK(catalog->run == "run");
    CHECK(catalog->root == "/samples");
    CHECK(catalog->samples.empty());
    CHECK(catalog->dimensions.empty());
}

TEST_CASE("numbers ascend by value and texts naturally") {
    const Dimension cfg = catalog_of_values({"10", "2", "7.5", "-1", "1e1"})->dimensions[0];
    CHECK(cfg.type == DimensionType::Number);
    CHECK(cfg.values == Texts{"-1", "2", "7.5", "10"});
    const Dimension prompt = catalog_of_values({"p10", "P2", "p1", "forest"})->dimensions[0];
    CHECK(prompt.type == DimensionType::Text);
    CHECK(prompt.values == Texts{"forest", "p1", "P2", "p10"});
}

TEST_CASE("one value that is no number makes the dimension a text") {
    const Dimension mixed = catalog_of_values({"10", "9", "auto", "7", "7.0"})->dimensions[0];
    CHECK(mixed.type == DimensionType::Text);
    CHECK(mixed.values == Texts{"7", "7.0", "9", "10", "auto"});
    CHECK(catalog_of_values({"1", ""})->dimensions[0].type == DimensionType::Text);
}

TEST_CASE("equal numbers are one value, shown as the first sample by path writes it") {
    const auto catalog = catalog_of(
        {picture("b", {{"cfg", "7"}}), picture("a", {{"cfg", "7.0"}}), picture("c", {{"cfg", "+7"}})});
    CHECK(catalog->dimensions[0].values == Texts{"7.0"});
    CHECK(catalog->values == std::vector<ValueIndex>{0, 0, 0});
    CHECK(catalog_of_values({"-0", "0"})->dimensions[0].values == Texts{"-0"});
}

TEST_CASE("texts that differ in case alone are two values") {
    CHECK(catalog_of_values({"euler", "Euler"})->dimensions[0].values == Texts{"Euler", "euler"});
}

TEST_CASE("seeds that a double cannot tell apart are ordered exactly") {
    const Texts seeds{"18446744073709551615", "18446744073709551614", "18446744073709551613",
                      "9007199254740993", "9007199254740992"};
    CHECK(catalog_of_values(seeds)->dimensions[0].values == Texts(seeds.rbegin(), seeds.rend()));
}

TEST_CASE("checkpoints stand in training order, unknown ones naturally behind them") {
    const Texts order{"1", "500", "final (500)", "final", "500"};
    std::vector<FoundSample> found;
    for (const char* label : {"final", "x10", "x9", "500", "1", "final (500)"})
        found.push_back(picture(label, {{"checkpoint", label}}));
    const auto catalog = make_catalog(report_of(found, order), {});
    CHECK(catalog->dimensions[0].values == Texts{"1", "500", "final (500)", "final", "x9", "x10"});
    CHECK(catalog->dimensions[0].type == DimensionType::Text);
}

TEST_CASE("a given order of checkpoints wins over their numbers, and none of them are merged") {
    const std::vector<FoundSample> found{picture("a", {{"checkpoint", "100"}}),
                                         picture("b", {{"checkpoint", "2"}}),
                                         picture("c", {{"checkpoint", "2.0"}})};
    const auto listed = make_catalog(report_of(found, {"100", "2"}), {});
    CHECK(listed->dimensions[0].values == Texts{"100", "2", "2.0"});
    CHECK(listed->dimensions[0].type == DimensionType::Number);
    CHECK(make_catalog(report_of(found), {})->dimensions[0].values == Texts{"2", "100"});
}

TEST_CASE("an order of checkpoints adds no value that no picture has") {
    const auto catalog = make_catalog(report_of({picture("a", {{"checkpoint", "2"}})}, {"1", "2", "3"}), {});
    CHECK(catalog->dimensions[0].values == Texts{"2"});
    CHECK(make_catalog(report_of({picture("a", {})}, {"1"}), {})->dimensions.empty());
}

TEST_CASE("checkpoint is the first dimension, the others stand as they first appear") {
    const auto catalog = catalog_of({picture("b", {{"zeta", "1"}, {"alpha", "1"}, {"checkpoint", "1"}}),
                                     picture("a", {{"seed", "1"}, {"zeta", "2"}})});
    CHECK(names_of(*catalog) == Texts{"checkpoint", "seed", "zeta", "alpha"});
}

TEST_CASE("samples are ordered by path and keep what they have and lack") {
    const auto catalog = catalog_of({picture("b", {{"cfg", "3"}}), picture("a", {{"seed", "1"}}),
                                     picture("c", {{"cfg", "1"}, {"seed", "2"}})});
    REQUIRE(catalog->samples.size() == 3);
    CHECK(catalog->sample(SampleId{0}).path == "a");
    CHECK(catalog->sample(SampleId{2}).path == "c");
    CHECK(text_of(*catalog, 0, "cfg") == "none");
    CHECK(text_of(*catalog, 1, "cfg") == "3");
    CHECK(text_of(*catalog, 2, "cfg") == "1");
    CHECK(text_of(*catalog, 2, "seed") == "2");
}

TEST_CASE("a dimension with one value is kept") {
    CHECK(catalog_of_values({"3", "3"})->dimensions[0].values == Texts{"3"});
}

TEST_CASE("of a dimension named twice in one sample the first counts") {
    const auto catalog = catalog_of({picture("a", {{"cfg", "3"}, {"cfg", "5"}})});
    CHECK(catalog->dimensions[0].values == Texts{"3"});
}

TEST_CASE("a name that does not exist is behind the last dimension") {
    const auto catalog = catalog_of_values({"1"});
    CHECK(catalog->find_dimension("d") == 0);
    CHECK(catalog->find_dimension("e") == 1);
}

TEST_CASE("pictures beyond the limit are counted in a problem") {
    CatalogLimits limits;
    limits.samples = 2;
    const auto catalog = make_catalog(
        report_of({picture("c", {{"x", "3"}}), picture("a", {{"x", "1"}}), picture("b", {{"x", "2"}})}), {},
        limits);
    CHECK(catalog->samples.size() == 2);
    CHECK(catalog->dimensions[0].values == Texts{"1", "2"});
    REQUIRE(catalog->problems.size() == 1);
    CHECK(catalog->problems[0].kind == "too-many-pictures");
    CHECK(catalog->problems[0].message.find("3 pictures") != std::string::npos);
}

TEST_CASE("of too many dimensions the most common stay, and checkpoint always does") {
    CatalogLimits limits;
    limits.dimensions = 2;
    const auto catalog =
        make_catalog(report_of({picture("a", {{"rare", "1"}, {"other", "5"}, {"common", "1"}}),
                                picture("b", {{"common", "2"}, {"checkpoint", "5"}}),
                                picture("c", {{"common", "2"}, {"other", "5"}})}),
                     {}, limits);
    CHECK(names_of(*catalog) == Texts{"checkpoint", "common"});
    CHECK(text_of(*catalog, 1, "common") == "2");
    REQUIRE(catalog->problems.size() == 1);
    CHECK(catalog->problems[0].kind == "too-many-dimensions");
    CHECK(catalog->problems[0].message.find("rare, other") != std::string::npos);
}

TEST_CASE("names that are different in every picture cost no table of pictures times names") {
    std::vector<FoundSample> found;
    for (int i = 0; i < 20000; ++i)
        found.push_back(picture(std::to_string(i), {{"name " + std::to_string(i), "1"}}));
    const auto catalog = catalog_of(std::move(found));
    CHECK(catalog->dimensions.size() == CatalogLimits{}.dimensions);
    CHECK(catalog->problems.size() == 1);
}

TEST_CASE("a training run has samples when one of its checkpoints has, or training previews are there") {
    TrainingRun run;
    run.checkpoints.resize(2);
    CHECK_FALSE(run.has_samples());
    run.checkpoints[1].sample_dirs = {"lora.safetensors"};
    CHECK(run.has_samples());
    run.checkpoints.clear();
    CHECK_FALSE(run.has_samples());
    run.preview_dirs = {"/training/sample"};
    CHECK(run.has_samples());
}

TEST_CASE("the catalog does not depend on the order in which pictures are found") {
    RandomGrids random(11);
    for (int round = 0; round < 300; ++round) {
        std::vector<FoundSample> found = random.samples();
        const auto first = make_catalog(report_of(found, {"10", "7"}), {});
        random.shuffle(found);
        const auto second = make_catalog(report_of(found, {"10", "7"}), {});
        REQUIRE(first->samples == second->samples);
        REQUIRE(first->dimensions == second->dimensions);
        REQUIRE(first->values == second->values);
    }
}
