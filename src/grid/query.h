#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "grid/catalog.h"

namespace proofsheet::grid {

enum class Role { None, X, Y, Slider };

/// Which dimension plays which role; by name, so that it outlives a rescan.
struct Mapping {
    std::optional<std::string> x, y, slider;
    bool operator==(const Mapping&) const = default;
};

Role role_of(const Mapping& mapping, const std::string& dimension);

/// Gives `dimension` the role. Whoever held the role gets the one that `dimension` had (they swap).
Mapping assign_role(Mapping mapping, const std::string& dimension, Role role);

/// checkpoint on the slider (else the dimension with most values), the two most varied of the rest on X and Y: X the
/// one with more values; of two with as many, a number goes on X and a text on Y. `index` is passed over when other
/// dimensions tell its pictures apart, and so is every dimension whose value follows from those that have a role.
/// Dimensions with one value are used only when nothing else is left.
/// A dimension that is different for every picture (`name`) makes an axis on which every other step is empty: it gets a
/// role only when nothing else varies, on the slider, or on X beside a `checkpoint` of one value.
Mapping suggest_mapping(const Catalog& catalog);

enum class FilterMode { Hide, Single, Multi };

/// Which values of a dimension are let through. An empty `selected` lets all through (Hide and Multi); in Single it
/// stands for the first value. Values are kept as text, so that a filter outlives a rescan: a number also selects the
/// equal one that is written differently, kNoValueLabel selects the samples without a value. Values that do not exist
/// (any more) are ignored; when none is left, the selection counts as empty.
struct Filter {
    FilterMode mode = FilterMode::Hide;
    std::set<std::string> selected;
    bool operator==(const Filter&) const = default;
};

/// By dimension name; a dimension without an entry is not filtered.
using Filters = std::map<std::string, Filter>;

/// How a dimension is filtered: one with a role is always Multi, one without an entry is Hide.
FilterMode effective_mode(const Mapping& mapping, const Filters& filters, const std::string& dimension);

/// Keeps only `value`; when it is the only one already, lets all through again. Any mode: the mode stays.
Filter solo(Filter filter, const std::string& value);
/// Adds or removes one value, whatever the mode. `all` are the dimension's values: selecting all of them is the empty
/// selection, from which removing one leaves the others; removing the last one lets all through again. A selection
/// of which no value exists counts as empty here too.
Filter toggle(Filter filter, const std::string& value, const std::vector<std::string>& all);
/// Switching to Single keeps the first value (in the dimension's order) that was selected, or the first of all.
Filter with_mode(Filter filter, FilterMode mode, const std::vector<std::string>& all);

struct GridQuery {
    Mapping mapping;
    Filters filters;
    bool operator==(const GridQuery&) const = default;
};

}  // namespace proofsheet::grid
