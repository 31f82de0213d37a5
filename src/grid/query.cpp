#include "grid/query.h"

#include <algorithm>

#include "grid/view.h"

namespace proofsheet::grid {
namespace {

std::optional<std::string>* slot_of(Mapping& mapping, Role role) {
    switch (role) {
        case Role::X:
            return &mapping.x;
        case Role::Y:
            return &mapping.y;
        case Role::Slider:
            return &mapping.slider;
        case Role::None:
            break;
    }
    return nullptr;
}

bool covers(const std::set<std::string>& selected, const std::vector<std::string>& all) {
    return std::all_of(all.begin(), all.end(),
                       [&](const std::string& value) { return selected.contains(value); });
}

/// True when something in `selected` is still there to be let through.
bool selects_any(const std::set<std::string>& selected, const std::vector<std::string>& all) {
    return selected.contains(std::string(kNoValueLabel)) ||
           std::any_of(all.begin(), all.end(),
                       [&](const std::string& value) { return selected.contains(value); });
}

}  // namespace

Role role_of(const Mapping& mapping, const std::string& dimension) {
    if (mapping.x == dimension) return Role::X;
    if (mapping.y == dimension) return Role::Y;
    if (mapping.slider == dimension) return Role::Slider;
    return Role::None;
}

Mapping assign_role(Mapping mapping, const std::string& dimension, Role role) {
    const Role previous = role_of(mapping, dimension);
    for (std::optional<std::string>* slot : {&mapping.x, &mapping.y, &mapping.slider})
        if (*slot == dimension) slot->reset();
    std::optional<std::string>* wanted = slot_of(mapping, role);
    if (wanted == nullptr) return mapping;
    if (std::optional<std::string>* left = slot_of(mapping, previous)) *left = *wanted;
    *wanted = dimension;
    return mapping;
}

Filter solo(Filter filter, const std::string& value) {
    const bool alone = filter.selected.size() == 1 && filter.selected.contains(value);
    filter.selected.clear();
    if (!alone) filter.selected.insert(value);
    return filter;
}

Filter toggle(Filter filter, const std::string& value, const std::vector<std::string>& all) {
    if (!selects_any(filter.selected, all)) filter.selected = {all.begin(), all.end()};
    if (filter.selected.erase(value) == 0) filter.selected.insert(value);
    if (covers(filter.selected, all)) filter.selected.clear();
    return filter;
}

Filter with_mode(Filter filter, FilterMode mode, const std::vector<std::string>& all) {
    filter.mode = mode;
    if (mode != FilterMode::Single || all.empty()) return filter;
    const auto kept = std::find_if(all.begin(), all.end(),
                                   [&](const std::string& value) { return filter.selected.contains(value); });
    filter.selected = {kept == all.end() ? all.front() : *kept};
    return filter;
}

FilterMode effective_mode(const Mapping& mapping, const Filters& filters, const std::string& dimension) {
    if (role_of(mapping, dimension) != Role::None) return FilterMode::Multi;
    const auto found = filters.find(dimension);
    return found == filters.end() ? FilterMode::Hide : found->second.mode;
}

}  // namespace proofsheet::grid
