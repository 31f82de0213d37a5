#include <algorithm>

#include "app/update_parts.h"

namespace proofsheet::app {
namespace {

const grid::Preset* find_preset(const AppState& state, const std::string& id) {
    const auto& presets = state.stored.presets;
    const auto found =
        std::find_if(presets.begin(), presets.end(), [&](const auto& preset) { return preset.id == id; });
    return found == presets.end() ? nullptr : &*found;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace

void save_preset(AppState& state, std::vector<Effect>& effects, const std::string& name) {
    grid::Preset preset;
    preset.name = name;
    preset.mapping = state.query.mapping;
    preset.filters = state.query.filters;
    effects.push_back(AddPreset{std::move(preset)});
}

void load_preset(AppState& state, const std::string& id) {
    const grid::Preset* preset = find_preset(state, id);
    if (preset == nullptr) return;
    const grid::AppliedPreset applied = grid::apply_preset(*state.library.catalog, *preset);
    const std::string name = preset->name;
    change_query(state, [&](grid::GridQuery& query) { query = applied.query; });
    if (!applied.unmatched.empty())
        add_toast(state, ToastKind::Warning,
                  "“" + name + "”: this run has no " + joined(applied.unmatched) +
                      ". The rest of the preset is applied.");
}

void overwrite_preset(AppState& state, std::vector<Effect>& effects, const std::string& id) {
    const grid::Preset* preset = find_preset(state, id);
    if (preset == nullptr) return;
    grid::Preset changed = *preset;
    changed.mapping = state.query.mapping;
    changed.filters = state.query.filters;
    add_toast(state, ToastKind::Good, "“" + changed.name + "” now holds this mapping");
    effects.push_back(ReplacePreset{std::move(changed)});
}

void rename_preset(AppState& state, std::vector<Effect>& effects, const RenamePreset& wish) {
    const grid::Preset* preset = find_preset(state, wish.id);
    if (preset == nullptr || preset->name == wish.name) return;
    grid::Preset changed = *preset;
    changed.name = wish.name;
    effects.push_back(ReplacePreset{std::move(changed)});
}

}  // namespace proofsheet::app
