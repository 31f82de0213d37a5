#include <algorithm>

#include "app/update_parts.h"

namespace proofsheet::app {

void set_reference(AppState& state) {
    const auto sample = focused_sample(state);
    if (!sample) return;
    CompareState& compare = state.compare;
    const std::string path = path_of(state, *sample);
    const bool clears = compare.reference == path;
    compare.reference = clears ? std::string() : path;
    if (clears) compare.pinned.clear();
    add_toast(state, ToastKind::Info,
              clears ? "No reference any more" : "This picture is the reference now: C compares with it");
}

void pin_picture(AppState& state, grid::SampleId sample) {
    CompareState& compare = state.compare;
    const std::string path = path_of(state, sample);
    if (compare.reference.empty()) {
        compare.reference = path;
    } else if (const auto found = std::find(compare.pinned.begin(), compare.pinned.end(), path);
               found != compare.pinned.end()) {
        compare.pinned.erase(found);
    } else if (path != compare.reference) {
        if (compare.pinned.size() == 2) compare.pinned.erase(compare.pinned.begin());
        compare.pinned.push_back(path);
    }
}

void follow_compare(AppState& state, std::vector<Effect>& effects) {
    if (state.screen != Screen::Compare) return;
    const auto samples = compared_samples(state);
    CompareState& compare = state.compare;
    const std::string first = samples.size() > 1 ? path_of(state, samples[0]) : std::string();
    const std::string second = samples.size() > 1 ? path_of(state, samples[1]) : std::string();
    if (first == compare.measured_first && second == compare.measured_second) return;
    compare.measured_first = first;
    compare.measured_second = second;
    compare.measures.reset();
    ++compare.ticket;
    compare.measuring = !first.empty();
    if (compare.measuring) effects.push_back(MeasurePair{compare.ticket, first, second});
}

void take_measures(AppState& state, const PairMeasured& news) {
    if (news.ticket != state.compare.ticket) return;
    state.compare.measuring = false;
    state.compare.measures = news.measures;
}

void step_way(AppState& state, int delta) {
    const int way = static_cast<int>(state.compare.way) + delta;
    state.compare.way = static_cast<CompareWay>((way + kCompareWays) % kCompareWays);
}

void toggle_difference(AppState& state) {
    const bool on = state.compare.way == CompareWay::Difference;
    state.compare.way = on ? CompareWay::SideBySide : CompareWay::Difference;
    state.screen = Screen::Compare;
}

}  // namespace proofsheet::app
