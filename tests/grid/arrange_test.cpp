#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "grid/decimal.h"
#include "grid/view.h"
#include "grid_samples.h"

using namespace proofsheet;
using namespace proofsheet::grid;
using namespace proofsheet::test;

namespace {

using Texts = std::vector<std::string>;
const std::string kNone(kNoValueLabel);
const Mapping kSeedByPrompt{"seed", "prompt_name", "checkpoint"};

Filter single(std::set<std::string> selected) {
    return {FilterMode::Single, std::move(selected)};
}

/// Four pictures of `cfg` 1 and 3 by `seed` 5 and 6, one of `cfg` 1 without a seed, one with neither.
std::shared_ptr<const Catalog> gappy() {
    return catalog_of(
        {picture("a", {{"cfg", "1"}, {"seed", "5"}}), picture("b", {{"cfg", "1"}, {"seed", "6"}}),
         picture("c", {{"cfg", "3"}, {"seed", "5"}}), picture("d", {{"cfg", "3"}, {"seed", "6"}}),
         picture("e", {{"cfg", "1"}}), picture("f", {})});
}

std::string path_at(const Catalog& catalog, const GridView& view, Place place) {
    std::string paths;
    for (const SampleId sample : view.at(place)) paths += catalog.sample(sample).path;
    return paths;
}

std::string text_of(const Catalog& catalog, SampleId sample, std::size_t dimension) {
    const ValueIndex value = catalog.value(sample, dimension);
    return value == kNoValue ? kNone : catalog.dimensions[dimension].values[static_cast<std::size_t>(value)];
}

/// The rules of filters once more, as slow and plain as possible.
bool names_value(const Dimension& dimension, const std::string& selected, const std::string& value) {
    if (selected == value) return true;
    const bool number = dimension.type == DimensionType::Number && value != kNone;
    return number && parse_decimal(selected).has_value() && parse_decimal(selected) == parse_decimal(value);
}

/// What a filter lets through of the dimension's values and, where samples lack one, kNone.
std::set<std::string> let_through(const Catalog& catalog, std::size_t index, const GridQuery& query) {
    const Dimension& dimension = catalog.dimensions[index];
    std::set<std::string> all(dimension.values.begin(), dimension.values.end());
    for (std::uint32_t i = 0; i < catalog.samples.size(); ++i) all.insert(text_of(catalog, {i}, index));
    const auto found = query.filters.find(dimension.name);
    const FilterMode mode = effective_mode(query.mapping, query.filters, dimension.name);
    if (found == query.filters.end() || mode == FilterMode::Hide) return all;
    std::set<std::string> chosen;
    for (const std::string& value : all)
        for (const std::string& selected : found->second.selected)
            if (names_value(dimension, selected, value)) chosen.insert(value);
    if (mode == FilterMode::Multi) return chosen.empty() ? all : chosen;
    for (const std::string& value : dimension.values)
        if (chosen.empty() || chosen.contains(value)) return {value};
    return chosen;
}

bool passes(const Catalog& catalog, SampleId sample, const GridQuery& query) {
    for (std::size_t i = 0; i < catalog.dimensions.size(); ++i)
        if (!let_through(catalog, i, query).contains(text_of(catalog, sample, i))) return false;
    return true;
}

void check_label(const Catalog& catalog, SampleId sample, const std::optional<std::string>& name,
                 const Texts& labels, int index) {
    REQUIRE(index >= 0);
    REQUIRE(index < std::ssize(labels));
    const std::size_t dimension = name ? catalog.find_dimension(*name) : catalog.dimensions.size();
    const bool mapped = dimension < catalog.dimensions.size();
    REQUIRE(labels[static_cast<std::size_t>(index)] == (mapped ? text_of(catalog, sample, dimension) : ""));
}

/// Values that the dimension's own filter lets through, in order, and kNone when a sample in the view needs
/// it.
Texts expected_labels(const Catalog& catalog, const GridView& view, const std::optional<std::string>& name,
                      const GridQuery& query) {
    const std::size_t index = name ? catalog.find_dimension(*name) : catalog.dimensions.size();
    if (index == catalog.dimensions.size()) return {""};
    const std::set<std::string> through = let_through(catalog, index, query);
    Texts labels;
    for (const std::string& value : catalog.dimensions[index].values)
        if (through.contains(value)) labels.push_back(value);
    const bool missing = std::any_of(view.samples.begin(), view.samples.end(), [&](SampleId sample) {
        return catalog.value(sample, index) == kNoValue;
    });
    if (missing) labels.push_back(kNone);
    return labels;
}

}  // namespace

TEST_CASE("an empty catalog is one empty cell") {
    const GridView view = arrange(*catalog_of({}), {kSeedByPrompt, {}});
    CHECK(view.columns == Texts{""});
    CHECK(view.rows == Texts{""});
    CHECK(view.positions == Texts{""});
    CHECK(view.at({0, 0, 0}).empty());
}

TEST_CASE("without roles all pictures share one cell in the order of their paths") {
    const auto catalog = gappy();
    const GridView view = arrange(*catalog, {});
    CHECK(path_at(*catalog, view, {0, 0, 0}) == "abcdef");
    CHECK(view.filtered_out == 0);
}

TEST_CASE(
    "a training run has a column for each seed, a row for each prompt and a position for each checkpoint") {
    const auto catalog = catalog_of(training_run(3));
    const GridView view = arrange(*catalog, {kSeedByPrompt, {}});
    CHECK(view.columns == Texts{"420", "421", "422", "423"});
    CHECK(view.rows == Texts{"p0", "p1", "p2", "p3"});
    CHECK(view.positions == Texts{"500", "1000", "1500"});
    CHECK(path_at(*catalog, view, {1, 2, 1}) == "lora-step1000/index=9.png");
    CHECK(view.positions_of(3, 3) == std::vector<int>{0, 1, 2});
}

TEST_CASE("samples without a value stand under a dash behind the values") {
    const auto catalog = gappy();
    const GridView view = arrange(*catalog, {{"seed", "cfg", {}}, {}});
    CHECK(view.columns == Texts{"5", "6", kNone});
    CHECK(view.rows == Texts{"1", "3", kNone});
    CHECK(path_at(*catalog, view, {2, 0, 0}) == "e");
    CHECK(path_at(*catalog, view, {2, 2, 0}) == "f");
    CHECK(view.at({2, 1, 0}).empty());
}

TEST_CASE("a filter on a role hides columns, and with them the samples without a value") {
    const auto catalog = gappy();
    const GridView view = arrange(*catalog, {{"seed", "cfg", {}}, {{"seed", multi({"6"})}}});
    CHECK(view.columns == Texts{"6"});
    CHECK(view.rows == Texts{"1", "3"});
    CHECK(view.filtered_out == 4);
}

TEST_CASE("the filter of another dimension leaves the layout as it is") {
    const auto catalog = catalog_of(training_run(2));
    const GridView view = arrange(*catalog, {kSeedByPrompt, {{"index", multi({"0"})}}});
    CHECK(view.columns.size() == 4);
    CHECK(view.rows.size() == 4);
    CHECK(view.samples.size() == 2);
    CHECK(view.filtered_out == 30);
}

TEST_CASE("a dimension with a role is filtered as multi whatever its mode") {
    const auto catalog = gappy();
    for (const FilterMode mode : {FilterMode::Hide, FilterMode::Single, FilterMode::Multi})
        CHECK(arrange(*catalog, {{"seed", {}, {}}, {{"seed", {mode, {"5", "6"}}}}}).columns ==
              Texts{"5", "6"});
}

TEST_CASE("hide lets everything through whatever is selected") {
    CHECK(arrange(*gappy(), {{}, {{"seed", {FilterMode::Hide, {"5"}}}}}).filtered_out == 0);
}

TEST_CASE("single shows one value: the first selected, else the first of all") {
    const auto catalog = gappy();
    const auto shown = [&](const Filter& filter) {
        return path_at(*catalog, arrange(*catalog, {{}, {{"seed", filter}}}), {0, 0, 0});
    };
    CHECK(shown(single({})) == "ac");
    CHECK(shown(single({"6"})) == "bd");
    CHECK(shown(single({"6", "5"})) == "ac");
    CHECK(shown(single({"gone"})) == "ac");
    CHECK(shown(single({kNone})) == "ef");
}

TEST_CASE("values that are gone never make an empty grid") {
    CHECK(arrange(*gappy(), {{"seed", {}, {}}, {{"seed", multi({"gone", "99"})}}}).filtered_out == 0);
    CHECK(arrange(*gappy(), {{}, {{"no such dimension", single({"1"})}}}).filtered_out == 0);
    CHECK(arrange(*gappy(), {{"seed", {}, {}}, {{"seed", multi({"gone", "6"})}}}).columns == Texts{"6"});
}

TEST_CASE("the dash can be selected like a value while there are samples without one") {
    const auto catalog = gappy();
    const GridView view = arrange(*catalog, {{"seed", {}, {}}, {{"seed", multi({kNone})}}});
    CHECK(view.columns == Texts{kNone});
    CHECK(path_at(*catalog, view, {0, 0, 0}) == "ef");
    CHECK(arrange(*catalog_of_values({"1", "2"}), {{}, {{"d", multi({kNone})}}}).filtered_out == 0);
}

TEST_CASE("a number is selected however it is written") {
    const GridQuery query{{"d", {}, {}}, {{"d", multi({"7.0"})}}};
    CHECK(arrange(*catalog_of_values({"7", "8"}), query).columns == Texts{"7"});
    CHECK(arrange(*catalog_of_values({"7", "8", "x"}), query).columns == Texts{"7", "8", "x"});
}

TEST_CASE("filters are cumulative") {
    const auto catalog = gappy();
    const GridView view = arrange(*catalog, {{}, {{"seed", multi({"5"})}, {"cfg", single({"3"})}}});
    CHECK(path_at(*catalog, view, {0, 0, 0}) == "c");
    CHECK(view.filtered_out == 5);
}

TEST_CASE("a role whose dimension does not exist counts as not given") {
    const GridView view = arrange(*gappy(), {{"nothing", "cfg", "nothing"}, {}});
    CHECK(view.columns == Texts{""});
    CHECK(view.rows.size() == 3);
}

TEST_CASE("places outside the view are empty") {
    const GridView view = arrange(*catalog_of(training_run(2)), {kSeedByPrompt, {}});
    constexpr int kHuge = std::numeric_limits<int>::max();
    for (const Place place :
         {Place{-1, 0, 0}, Place{0, -1, 0}, Place{0, 0, -1}, Place{kHuge, 0, 0}, Place{0, kHuge, 0},
          Place{0, 0, kHuge}, Place{4, 0, 0}, Place{0, 4, 0}, Place{0, 0, 2}, Place{0, 0, 1 << 21}})
        CHECK(view.at(place).empty());
    CHECK(view.positions_of(-1, 0).empty());
    CHECK(view.positions_of(kHuge, 0).empty());
    CHECK(GridView{}.at({0, 0, 0}).empty());
    CHECK_FALSE(view.find(SampleId{}).has_value());
}

TEST_CASE("a diagonal of many values costs no table of columns times rows") {
    std::vector<FoundSample> found;
    for (int i = 0; i < 30000; ++i) {
        const std::string number = std::to_string(100000 + i);
        found.push_back(picture(number, {{"a", number}, {"b", number}, {"c", number}}));
    }
    const GridView view = arrange(*catalog_of(std::move(found)), {{"a", "b", "c"}, {}});
    CHECK(view.columns.size() == 30000);
    CHECK(view.at({29999, 29999, 29999}).size() == 1);
    CHECK(view.at({29999, 29999, 29998}).empty());
}

TEST_CASE("every sample is at exactly one place or filtered out, and all questions agree") {
    RandomGrids random(5);
    for (int round = 0; round < 500; ++round) {
        const auto catalog = catalog_of(random.samples());
        const GridQuery query{random.mapping(), random.filters()};
        const GridView view = arrange(*catalog, query);
        int filtered_out = 0;
        for (std::uint32_t i = 0; i < catalog->samples.size(); ++i) {
            const SampleId sample{i};
            const auto place = view.find(sample);
            REQUIRE(place.has_value() == passes(*catalog, sample, query));
            filtered_out += place ? 0 : 1;
            if (!place) continue;
            const auto here = view.at(*place);
            REQUIRE(std::count(here.begin(), here.end(), sample) == 1);
            const auto positions = view.positions_of(place->column, place->row);
            REQUIRE(std::binary_search(positions.begin(), positions.end(), place->position));
            check_label(*catalog, sample, query.mapping.x, view.columns, place->column);
            check_label(*catalog, sample, query.mapping.y, view.rows, place->row);
            check_label(*catalog, sample, query.mapping.slider, view.positions, place->position);
        }
        REQUIRE(view.filtered_out == filtered_out);
        REQUIRE(view.columns == expected_labels(*catalog, view, query.mapping.x, query));
        REQUIRE(view.rows == expected_labels(*catalog, view, query.mapping.y, query));
        REQUIRE(view.positions == expected_labels(*catalog, view, query.mapping.slider, query));
    }
}

TEST_CASE("walking all places finds every sample in the view once") {
    RandomGrids random(6);
    for (int round = 0; round < 300; ++round) {
        const auto catalog = catalog_of(random.samples());
        const GridView view = arrange(*catalog, {random.mapping(), random.filters()});
        std::vector<SampleId> walked;
        for (int row = 0; row < std::ssize(view.rows); ++row)
            for (int column = 0; column < std::ssize(view.columns); ++column)
                for (const int position : view.positions_of(column, row)) {
                    const auto here = view.at({column, row, position});
                    REQUIRE(!here.empty());
                    REQUIRE(std::is_sorted(here.begin(), here.end()));
                    walked.insert(walked.end(), here.begin(), here.end());
                }
        REQUIRE(walked == view.samples);
        std::sort(walked.begin(), walked.end());
        REQUIRE(std::adjacent_find(walked.begin(), walked.end()) == walked.end());
    }
}

TEST_CASE("checkpoints are selected by their text, whatever their order, and else by their number") {
    const auto catalog =
        make_catalog(report_of({picture("a", {{"checkpoint", "9"}}), picture("b", {{"checkpoint", "7.0"}}),
                                picture("c", {{"checkpoint", "7"}})},
                               {"9", "7.0", "7"}),
                     {});
    const auto shown = [&](const char* selected) {
        return arrange(*catalog, {{"checkpoint", {}, {}}, {{"checkpoint", multi({selected})}}}).columns;
    };
    CHECK(shown("7") == Texts{"7"});
    CHECK(shown("7.0") == Texts{"7.0"});
    CHECK(shown("9.0") == Texts{"9"});
}
