#include <algorithm>

#include "app/update_parts.h"

namespace proofsheet::app {
namespace {

/// Asks for the numbers of the first two pictures, when they are others than before.
void follow_pair(AppState& state, std::vector<Effect>& effects) {
    const auto samples = compared_samples(state);
    CompareState& compare = state.compare;
    const std::string first = samples.size() > 1 ? path_of(state, samples[0]) : std::string();
    const std::string second = samples.size() > 1 ? path_of(state, samples[1]) : std::string();
    if (first == compare.measured_first && second == compare.measured_second) return;
    compare.measured_first = first;
    compare.measured_second = second;
    compare.measures.reset();
    compare.measured_part.reset();
    compare.part_measures.reset();
    ++compare.ticket;
    compare.measuring = !first.empty();
    if (compare.measuring) effects.push_back(MeasurePair{compare.ticket, first, second});
}

}  // namespace

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
    } else if (path == compare.reference) {
        // The one that was pinned next takes its place.
        compare.reference = compare.pinned.empty() ? std::string() : compare.pinned.front();
        if (!compare.pinned.empty()) compare.pinned.erase(compare.pinned.begin());
    } else if (const auto found = std::find(compare.pinned.begin(), compare.pinned.end(), path);
               found != compare.pinned.end()) {
        compare.pinned.erase(found);
    } else {
        if (compare.pinned.size() == 2) compare.pinned.erase(compare.pinned.begin());
        compare.pinned.push_back(path);
    }
}

void follow_compare(AppState& state, std::vector<Effect>& effects) {
    if (state.screen != Screen::Compare) return;
    follow_pair(state, effects);
    const auto due = part_due(state);
    if (!due || state.now < *due) return;
    CompareState& compare = state.compare;
    compare.measured_part = compare.seen;
    effects.push_back(
        MeasurePart{compare.ticket, compare.measured_first, compare.measured_second, compare.seen});
}

void take_part_measures(AppState& state, const PartMeasured& news) {
    const bool latest = news.ticket == state.compare.ticket && news.measures->part == state.compare.seen;
    if (latest) state.compare.part_measures = news.measures;
}

void see_compared(AppState& state, const Box& part) {
    CompareState& compare = state.compare;
    if (compare.seen == part) return;
    compare.seen = part;
    compare.seen_since = state.now;
    compare.measured_part.reset();
    compare.part_measures.reset();
}

void hold_peek(AppState& state, const HoldPeek& wish) {
    if (wish.kind == PeekKind::Loupe) {
        state.peek.loupe = wish.down;
        return;
    }
    // On the Compare screen there is always a picture that others are held against.
    const bool known = state.screen == Screen::Compare || find_sample(state, state.compare.reference);
    state.peek.reference = wish.down && known;
    if (wish.down && !known)
        add_toast(state, ToastKind::Info, "There is no reference to show: press R on a picture first");
}

void step_change_map(AppState& state) {
    ChangeMap& map = state.compare.change_map;
    const bool has_reference = find_sample(state, state.compare.reference).has_value();
    if (map == ChangeMap::Off)
        map = has_reference ? ChangeMap::ToReference : ChangeMap::ToNeighbour;
    else
        map = map == ChangeMap::ToReference ? ChangeMap::ToNeighbour : ChangeMap::Off;
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
