#include "app/compare_state.h"

#include <algorithm>
#include <array>

#include "app/state.h"

namespace proofsheet::app {
namespace {

/// A part is measured once the hand that zooms and pans has rested for so long.
constexpr Millis kRestBeforeMeasuring{200};

/// The picture of a cell at the nearest other slider position, before it where there is one.
std::optional<grid::SampleId> neighbour_on_slider(const AppState& state, CellAt cell) {
    const int position = position_of(state, cell);
    const int count = static_cast<int>(state.view->positions.size());
    const auto at = [&](int other) { return state.view->at({cell.column, cell.row, other}); };
    for (int other = position - 1; other >= 0; --other)
        if (const auto samples = at(other); !samples.empty()) return samples.front();
    for (int other = position + 1; other < count; ++other)
        if (const auto samples = at(other); !samples.empty()) return samples.front();
    return std::nullopt;
}

}  // namespace

std::string_view name_of(CompareWay way) {
    constexpr std::array<std::string_view, kCompareWays> kNames{
        "side_by_side", "wipe_vertical", "wipe_horizontal", "flicker",
        "blend",        "difference",    "signed",          "perceptual"};
    return kNames[static_cast<std::size_t>(way)];
}

std::string_view name_of(ChangeMap map) {
    constexpr std::array<std::string_view, 3> kNames{"off", "to_reference", "to_neighbour"};
    return kNames[static_cast<std::size_t>(map)];
}

std::optional<grid::SampleId> change_partner(const AppState& state, CellAt cell) {
    switch (state.compare.change_map) {
        case ChangeMap::Off:
            break;
        case ChangeMap::ToReference:
            return find_sample(state, state.compare.reference);
        case ChangeMap::ToNeighbour:
            return neighbour_on_slider(state, cell);
    }
    return std::nullopt;
}

std::optional<grid::SampleId> shown_sample(const AppState& state, CellAt cell) {
    if (state.peek.reference && cell == state.focus)
        if (const auto reference = find_sample(state, state.compare.reference)) return reference;
    return sample_at(state, cell);
}

std::optional<Millis> part_due(const AppState& state) {
    const CompareState& compare = state.compare;
    const bool wanted = state.screen == Screen::Compare && !compare.measured_first.empty() &&
                        compare.seen != kWholeContent && compare.measured_part != compare.seen;
    return wanted ? std::optional(compare.seen_since + kRestBeforeMeasuring) : std::nullopt;
}

std::optional<Millis> flicker_time(const AppState& state) {
    const int time = kFlickerTimesMs[static_cast<std::size_t>(state.compare.flicker)];
    const bool on = state.screen == Screen::Compare && state.compare.way == CompareWay::Flicker && time > 0;
    return on ? std::optional(Millis(time)) : std::nullopt;
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
    if (!reference || reference == focused) reference = neighbour_on_slider(state, state.focus);
    std::vector<grid::SampleId> samples;
    const auto add = [&](std::optional<grid::SampleId> sample) {
        const bool known = sample && std::find(samples.begin(), samples.end(), *sample) != samples.end();
        if (sample && !known && samples.size() < 4) samples.push_back(*sample);
    };
    add(reference);
    add(focused);
    for (const std::string& path : state.compare.pinned) add(find_sample(state, path));
    if (state.compare.swapped && samples.size() > 1) std::swap(samples[0], samples[1]);
    return samples;
}

}  // namespace proofsheet::app
