#include "grid/preset.h"

#include <algorithm>

namespace proofsheet::grid {
namespace {

void add_once(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

bool filters_something(const Filter& filter) {
    return filter.mode == FilterMode::Single || !filter.selected.empty();
}

}  // namespace

AppliedPreset apply_preset(const Catalog& catalog, const Preset& preset) {
    AppliedPreset applied;
    const auto exists = [&](const std::string& name) {
        return catalog.find_dimension(name) < catalog.dimensions.size();
    };
    const auto give_role = [&](const std::optional<std::string>& name, std::optional<std::string>& slot) {
        if (!name) return;
        if (!exists(*name)) return add_once(applied.unmatched, *name);
        if (role_of(applied.query.mapping, *name) == Role::None) slot = name;
    };
    give_role(preset.mapping.x, applied.query.mapping.x);
    give_role(preset.mapping.y, applied.query.mapping.y);
    give_role(preset.mapping.slider, applied.query.mapping.slider);
    for (const auto& [name, filter] : preset.filters) {
        if (exists(name))
            applied.query.filters.emplace(name, filter);
        else if (filters_something(filter))
            add_once(applied.unmatched, name);
    }
    return applied;
}

}  // namespace proofsheet::grid
