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
/// one with more values. `index` is passed over when other dimensions tell its pictures apart. Dimensions with one value
/// are used only when nothing else is left.
Mapping suggest_mapping(const Catalog& catalog);

enum class FilterMode { Hide, Single, Multi };

/// Which values of a dimension are let through. An empty `selected` lets all through (Hide and Multi).
/// Values are kept as text, so that a filter outlives a rescan.
struct Filter {
    FilterMode mode = FilterMode::Hide;
    std::set<std::string> selected;
    bool operator==(const Filter&) const = default;
};

/// By dimension name; a dimension without an entry is not filtered.
using Filters = std::map<std::string, Filter>;

/// Keeps only `value`; when it is the only one already, lets all through again.
Filter solo(Filter filter, const std::string& value);
/// Adds or removes one value. `all` are the dimension's values: selecting all of them is the empty selection.
Filter toggle(Filter filter, const std::string& value, const std::vector<std::string>& all);
/// Switching to Single keeps the first value (in the dimension's order) that was selected, or the first of all.
Filter with_mode(Filter filter, FilterMode mode, const std::vector<std::string>& all);

struct GridQuery {
    Mapping mapping;
    Filters filters;
    bool operator==(const GridQuery&) const = default;
};

}  // namespace proofsheet::grid
