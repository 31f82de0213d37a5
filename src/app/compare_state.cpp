#include "app/compare_state.h"

#include <algorithm>
#include <array>

#include "app/state.h"

namespace proofsheet::app {
namespace {

/// The picture of the same cell at the nearest other slider position, before it where there is one.
std::optional<grid::SampleId> neighbour_on_slider(const AppState& state) {
    const int position = position_of(state, state.focus);
    const int count = static_cast<int>(state.view->positions.size());
    for (int distance = 1; distance < count; ++distance)
        for (const int other : {position - distance, position + distance}) {
            if (other < 0 || other >= count) continue;
            const auto samples = state.view->at({state.focus.column, state.focus.row, other});
            if (!samples.empty()) return samples.front();
        }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(CompareWay way) {
    constexpr std::array<std::string_view, kCompareWays> kNames{
        "side_by_side", "wipe_vertical", "wipe_horizontal", "flicker",
        "blend",        "difference",    "signed",          "perceptual"};
    return kNames[static_cast<std::size_t>(way)];
}

std::optional<grid::SampleId> find_sample(const AppState& state, const std::string& path) {
    const grid::Catalog& catalog = *state.library.catalog;
    const std::string prefix = catalog.root + "/";
    if (!path.starts_with(prefix)) return std::nullopt;
    const std::string relative = path.substr(prefix.size());
    const auto at = std::lower_bound(catalog.samples.begin(), catalog.samples.end(), relative,
                                     [](const auto& sample, const auto& name) { return sample.path < name; });
    if (at == catalog.samples.end() || at->path != relative) return std::nullopt;
    return grid::SampleId{static_cast<std::uint32_t>(at - catalog.samples.begin())};
}

std::vector<grid::SampleId> compared_samples(const AppState& state) {
    const auto focused = focused_sample(state);
    auto reference = find_sample(state, state.compare.reference);
    if (!reference || reference == focused) reference = neighbour_on_slider(state);
    std::vector<grid::SampleId> samples;
    const auto add = [&](std::optional<grid::SampleId> sample) {
        const bool known = sample && std::find(samples.begin(), samples.end(), *sample) != samples.end();
        if (sample && !known && samples.size() < 4) samples.push_back(*sample);
    };
    add(reference);
    add(focused);
    for (const std::string& path : state.compare.pinned) add(find_sample(state, path));
    return samples;
}

}  // namespace proofsheet::app
