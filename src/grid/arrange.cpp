#include <algorithm>

#include "grid/place_key.h"
#include "grid/value_order.h"
#include "grid/view.h"

namespace proofsheet::grid {
namespace {

/// Which values of one dimension a filter lets through.
struct Allowed {
    std::vector<bool> values;
    bool missing = true;  ///< samples without a value
    bool active = false;  ///< something may be held back
};

Allowed all_allowed(const Dimension& dimension) {
    return {std::vector<bool>(dimension.values.size(), true), true, false};
}

/// The values that a selection names; inactive when it names none. A text that is a value stands for that one
/// only: checkpoints `7` and `7.0` are two.
Allowed selected_values(const Dimension& dimension, const std::set<std::string>& selected,
                        bool some_missing) {
    Allowed allowed{std::vector<bool>(dimension.values.size(), false), false, false};
    std::set<std::string_view> unknown(selected.begin(), selected.end());
    for (std::size_t i = 0; i < dimension.values.size(); ++i)
        allowed.values[i] = unknown.erase(dimension.values[i]) > 0;
    for (const std::string_view text : unknown) {
        const ValueIndex index = find_number(dimension, text);
        if (index != kNoValue) allowed.values[static_cast<std::size_t>(index)] = true;
    }
    allowed.missing = some_missing && selected.contains(std::string(kNoValueLabel));
    const bool any = std::find(allowed.values.begin(), allowed.values.end(), true) != allowed.values.end();
    if (!any && !allowed.missing) return all_allowed(dimension);
    allowed.active = true;
    return allowed;
}

/// Single: the first of the selected values, or the first of all.
Allowed single_value(const Dimension& dimension, Allowed selected) {
    const auto first = std::find(selected.values.begin(), selected.values.end(), true);
    const auto index = static_cast<std::size_t>(first - selected.values.begin());
    const bool only_missing = index == selected.values.size();
    Allowed allowed{std::vector<bool>(dimension.values.size(), false), only_missing, true};
    if (!only_missing) allowed.values[index] = true;
    return allowed;
}

bool lacks_values(const Catalog& catalog, std::size_t dimension) {
    for (std::uint32_t i = 0; i < catalog.samples.size(); ++i)
        if (catalog.value({i}, dimension) == kNoValue) return true;
    return false;
}

Allowed allowed_values(const Catalog& catalog, std::size_t index, const GridQuery& query) {
    const Dimension& dimension = catalog.dimensions[index];
    const auto found = query.filters.find(dimension.name);
    if (found == query.filters.end()) return all_allowed(dimension);
    const std::set<std::string>& selected = found->second.selected;
    const FilterMode mode = effective_mode(query.mapping, query.filters, dimension.name);
    if (mode == FilterMode::Hide || (mode == FilterMode::Multi && selected.empty()))
        return all_allowed(dimension);
    const bool some_missing = selected.contains(std::string(kNoValueLabel)) && lacks_values(catalog, index);
    Allowed allowed = selected_values(dimension, selected, some_missing);
    return mode == FilterMode::Single ? single_value(dimension, std::move(allowed)) : allowed;
}

/// One dimension laid out along an axis; without a dimension everything stands at 0.
struct Axis {
    std::size_t dimension = 0;
    bool mapped = false;
    std::vector<std::string> labels;
    std::vector<int> place_of_value;  ///< by value index; only what is let through is asked for
    int missing_place = 0;
    bool some_missing = false;

    int place(ValueIndex value) const {
        return value == kNoValue ? missing_place : place_of_value[static_cast<std::size_t>(value)];
    }
};

Axis make_axis(const Catalog& catalog, const std::optional<std::string>& name,
               const std::vector<Allowed>& allowed) {
    Axis axis;
    axis.dimension = name ? catalog.find_dimension(*name) : catalog.dimensions.size();
    axis.mapped = axis.dimension < catalog.dimensions.size();
    if (!axis.mapped) {
        axis.labels.emplace_back();
        return axis;
    }
    const std::vector<std::string>& values = catalog.dimensions[axis.dimension].values;
    axis.place_of_value.assign(values.size(), 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!allowed[axis.dimension].values[i]) continue;
        axis.place_of_value[i] = static_cast<int>(axis.labels.size());
        axis.labels.push_back(values[i]);
    }
    axis.missing_place = static_cast<int>(axis.labels.size());
    return axis;
}

/// Samples without a value stand behind the last value, if there are any.
std::vector<std::string> take_labels(Axis& axis) {
    if (axis.some_missing) axis.labels.emplace_back(kNoValueLabel);
    return std::move(axis.labels);
}

class Arranger {
public:
    Arranger(const Catalog& catalog, const GridQuery& query) : catalog_(catalog) {
        for (std::size_t i = 0; i < catalog.dimensions.size(); ++i) {
            allowed_.push_back(allowed_values(catalog, i, query));
            if (allowed_.back().active) filtered_.push_back(i);
        }
        column_ = make_axis(catalog, query.mapping.x, allowed_);
        row_ = make_axis(catalog, query.mapping.y, allowed_);
        position_ = make_axis(catalog, query.mapping.slider, allowed_);
    }

    GridView make() {
        GridView view;
        std::vector<Placed> placed = place_samples();
        view.filtered_out = static_cast<int>(catalog_.samples.size() - placed.size());
        std::sort(placed.begin(), placed.end());
        view.keys.reserve(placed.size());
        view.samples.reserve(placed.size());
        for (const Placed& one : placed) {
            view.keys.push_back(one.key);
            view.samples.push_back(one.sample);
        }
        view.columns = take_labels(column_);
        view.rows = take_labels(row_);
        view.positions = take_labels(position_);
        return view;
    }

private:
    struct Placed {
        std::uint64_t key = 0;
        SampleId sample;
        auto operator<=>(const Placed&) const = default;
    };

    bool passes(SampleId sample) const {
        return std::all_of(filtered_.begin(), filtered_.end(), [&](std::size_t dimension) {
            const ValueIndex value = catalog_.value(sample, dimension);
            const Allowed& allowed = allowed_[dimension];
            return value == kNoValue ? allowed.missing : allowed.values[static_cast<std::size_t>(value)];
        });
    }

    int place_on(Axis& axis, SampleId sample) const {
        if (!axis.mapped) return 0;
        const ValueIndex value = catalog_.value(sample, axis.dimension);
        axis.some_missing |= value == kNoValue;
        return axis.place(value);
    }

    std::vector<Placed> place_samples() {
        std::vector<Placed> placed;
        placed.reserve(catalog_.samples.size());
        for (std::uint32_t i = 0; i < catalog_.samples.size(); ++i) {
            const SampleId sample{i};
            if (!passes(sample)) continue;
            const Place place{place_on(column_, sample), place_on(row_, sample), place_on(position_, sample)};
            placed.push_back({pack(place), sample});
        }
        return placed;
    }

    const Catalog& catalog_;
    std::vector<Allowed> allowed_;
    std::vector<std::size_t> filtered_;
    Axis column_;
    Axis row_;
    Axis position_;
};

bool in_range(int index) {
    return index >= 0 && index <= kMaxPlace;
}

}  // namespace

std::span<const SampleId> GridView::at(Place place) const {
    if (!in_range(place.column) || !in_range(place.row) || !in_range(place.position)) return {};
    const auto [first, last] = std::equal_range(keys.begin(), keys.end(), pack(place));
    return std::span(samples).subspan(static_cast<std::size_t>(first - keys.begin()),
                                      static_cast<std::size_t>(last - first));
}

std::vector<int> GridView::positions_of(int column, int row) const {
    if (!in_range(column) || !in_range(row)) return {};
    std::vector<int> found;
    auto key = std::lower_bound(keys.begin(), keys.end(), pack({column, row, 0}));
    const std::uint64_t last = pack({column, row, kMaxPlace});
    for (; key != keys.end() && *key <= last; ++key) {
        const int position = unpack(*key).position;
        if (found.empty() || found.back() != position) found.push_back(position);
    }
    return found;
}

std::optional<Place> GridView::find(SampleId sample) const {
    const auto found = std::find(samples.begin(), samples.end(), sample);
    if (found == samples.end()) return std::nullopt;
    return unpack(keys[static_cast<std::size_t>(found - samples.begin())]);
}

GridView arrange(const Catalog& catalog, const GridQuery& query) {
    return Arranger(catalog, query).make();
}

}  // namespace proofsheet::grid
