#include <doctest/doctest.h>

#include "grid/planned_values.h"

using namespace proofsheet;
using grid::Catalog;
using grid::PlannedValues;

namespace {

/// Two pictures of checkpoint 1000: seeds 2 and 10.
std::shared_ptr<const Catalog> some_pictures() {
    grid::ScanReport report{"run", "/samples", {}, {"1000"}, {}, {}};
    for (const std::string seed : {"2", "10"}) {
        grid::FoundSample found;
        found.sample.path = seed + ".png";
        found.dimensions = {{"checkpoint", "1000"}, {"seed", seed}};
        report.found.push_back(found);
    }
    return grid::make_catalog(report, Generation{1});
}

std::string value_of(const Catalog& catalog, std::uint32_t sample, const std::string& dimension) {
    const std::size_t index = catalog.find_dimension(dimension);
    return catalog.dimensions[index].values[static_cast<std::size_t>(catalog.value({sample}, index))];
}

}  // namespace

TEST_CASE("planned values stand where they will be, and pictures keep theirs") {
    const auto before = some_pictures();
    const std::vector<PlannedValues> planned{{"seed", {"7", "2.0"}}, {"checkpoint", {"500", "1500"}}};
    const auto catalog =
        grid::with_planned_values(*before, planned, std::vector<std::string>{"500", "1000", "1500"});
    CHECK(catalog->dimensions[catalog->find_dimension("seed")].values ==
          std::vector<std::string>{"2", "7", "10"});
    CHECK(catalog->dimensions[catalog->find_dimension("checkpoint")].values ==
          std::vector<std::string>{"500", "1000", "1500"});
    for (std::uint32_t sample = 0; sample < 2; ++sample)
        for (const std::string dimension : {"seed", "checkpoint"})
            CHECK(value_of(*catalog, sample, dimension) == value_of(*before, sample, dimension));
}

TEST_CASE("a dimension that no picture has yet is one without values for all of them") {
    const auto catalog = grid::with_planned_values(
        *some_pictures(), std::vector<PlannedValues>{{"cfg", {"7", "3.5"}}}, std::vector<std::string>{});
    const std::size_t cfg = catalog->find_dimension("cfg");
    REQUIRE(cfg < catalog->dimensions.size());
    CHECK(catalog->dimensions[cfg].values == std::vector<std::string>{"3.5", "7"});
    CHECK(catalog->dimensions[cfg].type == grid::DimensionType::Number);
    CHECK(catalog->value({0}, cfg) == grid::kNoValue);
    CHECK(value_of(*catalog, 1, "seed") == value_of(*some_pictures(), 1, "seed"));
}
