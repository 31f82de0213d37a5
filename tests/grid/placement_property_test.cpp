#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <tuple>

#include "grid/decimal.h"
#include "grid/view.h"

using namespace proofsheet;
using namespace proofsheet::grid;

namespace {

constexpr unsigned kFirstSeed = 97000;
constexpr unsigned kCases = 3000;

/// Names of dimensions; the last ones are in no report.
const std::vector<std::string> kNames{"checkpoint", "seed", "cfg", "prompt_name", "study", "a b", "gone", ""};
constexpr int kUsedNames = 6;
/// Numbers, some equal and written differently, and texts that look alike.
const std::vector<std::string> kNumbers{"7",    "7.0", "+7", "70e-1", "0",     "-0",
                                        "0.50", "1e1", "10", "-3",    "1e-99", "18446744073709551615"};
const std::vector<std::string> kTexts{"p2",  "p10", "P2",           "p02",      "",     " ",        "7",
                                      "7.0", "a=b", "\xE2\x80\x94", "\xC3\xA9", "\xFF", "final (9)"};

/// Reports, mappings and filters, all from one seed.
class RandomCase {
public:
    explicit RandomCase(unsigned seed) : random_(seed) {}

    ScanReport report() {
        ScanReport report{"run", "/samples", {}, {}, {}, {}};
        const int names = up_to(kUsedNames);
        const int count = one_in(20) ? 0 : up_to(40);
        const int numeric = up_to(63);
        for (int i = 0; i < count; ++i) {
            report.found.push_back(sample(names, numeric));
            if (one_in(10)) report.found.push_back(report.found[pick(report.found.size())]);
        }
        for (int i = up_to(4); i > 0; --i) report.superseded.push_back("old/" + std::to_string(i) + ".png");
        if (one_in(2))
            for (int i = up_to(6); i > 0; --i) report.checkpoint_order.push_back(value(one_in(2)));
        return report;
    }

    GridQuery query() {
        GridQuery query;
        for (auto* slot : {&query.mapping.x, &query.mapping.y, &query.mapping.slider})
            if (!one_in(3)) *slot = kNames[pick(kNames.size())];
        for (int i = up_to(4); i > 0; --i) {
            Filter& filter = query.filters[kNames[pick(kNames.size())]];
            filter.mode = static_cast<FilterMode>(up_to(2));
            for (int k = up_to(4); k > 0; --k) filter.selected.insert(selection());
        }
        return query;
    }

private:
    int up_to(int last) { return std::uniform_int_distribution<int>(0, last)(random_); }
    std::size_t pick(std::size_t count) {
        return static_cast<std::size_t>(up_to(static_cast<int>(count) - 1));
    }
    bool one_in(int n) { return up_to(n - 1) == 0; }
    std::string value(bool number) {
        return number ? kNumbers[pick(kNumbers.size())] : kTexts[pick(kTexts.size())];
    }
    std::string selection() {
        if (one_in(6)) return std::string(kNoValueLabel);
        return one_in(6) ? "no such value" : value(one_in(2));
    }

    /// Bit i of `numeric` says whether dimension i holds numbers only.
    FoundSample sample(int names, int numeric) {
        FoundSample found{{"p" + std::to_string(up_to(200)) + ".png", {100, up_to(1)}, up_to(3)}, {}};
        for (int i = 0; i < names; ++i)
            if (!one_in(5))
                found.dimensions.emplace_back(kNames[static_cast<std::size_t>(i)],
                                              value((numeric >> i & 1) != 0));
        std::shuffle(found.dimensions.begin(), found.dimensions.end(), random_);
        return found;
    }

    std::mt19937 random_;
};

/// A picture with all that the scan says about it; values are texts, numbers in one way of writing each.
using Facts = std::tuple<std::string, std::int64_t, int, std::map<std::string, std::string>>;

std::string plain(const Dimension& dimension, const std::string& value) {
    if (dimension.type != DimensionType::Number) return value;
    for (const std::string& known : kNumbers)
        if (parse_decimal(known) == parse_decimal(value)) return known;
    return value;
}

Facts facts_of(const Catalog& catalog, const FoundSample& found) {
    std::map<std::string, std::string> values;
    for (const auto& [name, value] : found.dimensions)
        values[name] = plain(catalog.dimensions[catalog.find_dimension(name)], value);
    return {found.sample.path, found.sample.stamp.mtime_ns, found.sample.batch, values};
}

Facts facts_of(const Catalog& catalog, SampleId id) {
    std::map<std::string, std::string> values;
    for (std::size_t i = 0; i < catalog.dimensions.size(); ++i) {
        const Dimension& dimension = catalog.dimensions[i];
        const ValueIndex value = catalog.value(id, i);
        if (value != kNoValue)
            values[dimension.name] = plain(dimension, dimension.values[static_cast<std::size_t>(value)]);
    }
    const Sample& sample = catalog.sample(id);
    return {sample.path, sample.stamp.mtime_ns, sample.batch, values};
}

/// Every sample that a walk over all cells at all slider positions meets, as often as it meets it, with the
/// labels it stands under checked on the way.
class Walk {
public:
    Walk(const Catalog& catalog, const GridQuery& query, const GridView& view)
        : catalog_(catalog), mapping_(query.mapping), view_(view), met(catalog.samples.size(), 0) {
        for (int row = 0; row < std::ssize(view.rows); ++row)
            for (int column = 0; column < std::ssize(view.columns); ++column)
                for (int position = 0; position < std::ssize(view.positions); ++position)
                    visit({column, row, position});
    }

private:
    void visit(Place place) {
        for (const SampleId sample : view_.at(place)) {
            ++met[sample.value];
            check(sample, mapping_.x, view_.columns[static_cast<std::size_t>(place.column)]);
            check(sample, mapping_.y, view_.rows[static_cast<std::size_t>(place.row)]);
            check(sample, mapping_.slider, view_.positions[static_cast<std::size_t>(place.position)]);
        }
    }

    void check(SampleId sample, const std::optional<std::string>& name, const std::string& label) const {
        const std::size_t index = name ? catalog_.find_dimension(*name) : catalog_.dimensions.size();
        if (index == catalog_.dimensions.size()) {
            REQUIRE(label.empty());
            return;
        }
        const ValueIndex value = catalog_.value(sample, index);
        const auto& values = catalog_.dimensions[index].values;
        REQUIRE(label == (value == kNoValue ? kNoValueLabel : values[static_cast<std::size_t>(value)]));
    }

    const Catalog& catalog_;
    const Mapping& mapping_;
    const GridView& view_;

public:
    std::vector<int> met;  ///< by sample
};

/// The values that a selection names: those of the same text, and for other numbers the first equal one.
std::set<ValueIndex> named_values(const Dimension& dimension, const std::set<std::string>& selected) {
    std::set<ValueIndex> named;
    for (const std::string& wanted : selected) {
        const auto& values = dimension.values;
        auto value = std::find(values.begin(), values.end(), wanted);
        const auto number = parse_decimal(wanted);
        if (value == values.end() && number && dimension.type == DimensionType::Number)
            value = std::find_if(values.begin(), values.end(),
                                 [&](const std::string& text) { return parse_decimal(text) == number; });
        if (value != values.end()) named.insert(static_cast<ValueIndex>(value - values.begin()));
        if (wanted == kNoValueLabel) named.insert(kNoValue);
    }
    return named;
}

/// Whether some filter may hold the sample back: one that acts, and either does not name its value or shows
/// only one.
bool has_reason(const Catalog& catalog, const GridQuery& query, SampleId sample) {
    for (std::size_t i = 0; i < catalog.dimensions.size(); ++i) {
        const auto filter = query.filters.find(catalog.dimensions[i].name);
        if (filter == query.filters.end()) continue;
        const FilterMode mode = effective_mode(query.mapping, query.filters, filter->first);
        const std::set<std::string>& selected = filter->second.selected;
        if (mode == FilterMode::Single) return true;
        if (mode == FilterMode::Multi && !selected.empty() &&
            !named_values(catalog.dimensions[i], selected).contains(catalog.value(sample, i)))
            return true;
    }
    return false;
}

void check_catalog(const ScanReport& report, const Catalog& catalog) {
    std::vector<Facts> scanned;
    for (const FoundSample& found : report.found) scanned.push_back(facts_of(catalog, found));
    std::vector<Facts> kept;
    for (std::uint32_t i = 0; i < catalog.samples.size(); ++i) kept.push_back(facts_of(catalog, SampleId{i}));
    std::sort(scanned.begin(), scanned.end());
    std::sort(kept.begin(), kept.end());
    REQUIRE(kept == scanned);
    REQUIRE(catalog.superseded == report.superseded);
}

void check_placement(const Catalog& catalog, const GridQuery& query) {
    const GridView view = arrange(catalog, query);
    const Walk walk(catalog, query, view);
    int filtered_out = 0;
    for (std::uint32_t i = 0; i < catalog.samples.size(); ++i) {
        REQUIRE(walk.met[i] <= 1);
        REQUIRE(view.find({i}).has_value() == (walk.met[i] == 1));
        if (walk.met[i] == 1) continue;
        ++filtered_out;
        REQUIRE(has_reason(catalog, query, {i}));
    }
    REQUIRE(view.filtered_out == filtered_out);
}

}  // namespace

TEST_CASE("every scanned picture is in one cell at one slider position, filtered out or superseded") {
    for (unsigned seed = kFirstSeed; seed < kFirstSeed + kCases; ++seed) {
        CAPTURE(seed);
        RandomCase random(seed);
        const ScanReport report = random.report();
        const auto catalog = make_catalog(report, {});
        check_catalog(report, *catalog);
        check_placement(*catalog, {suggest_mapping(*catalog), {}});
        for (int i = 0; i < 3; ++i) check_placement(*catalog, random.query());
    }
}
