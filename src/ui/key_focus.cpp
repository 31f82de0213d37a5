#include "ui/key_focus.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace proofsheet::ui {
namespace {

/// What lies between two boxes along one axis; 0 when they share a stretch of it.
double gap(double from, double from_size, double to, double to_size) {
    return std::max({0.0, to - (from + from_size), from - (to + to_size)});
}

/// Distance from one box to another in a direction; what lies beside the way counts twice. Infinite when it
/// lies elsewhere.
double distance(const app::Box& from, const app::Box& to, FocusMove move) {
    const double dx = to.center().x - from.center().x;
    const double dy = to.center().y - from.center().y;
    const bool sideways = move == FocusMove::Left || move == FocusMove::Right;
    const double sign = move == FocusMove::Left || move == FocusMove::Up ? -1 : 1;
    const double along = sign * (sideways ? dx : dy);
    if (along <= 0.5) return std::numeric_limits<double>::infinity();
    const double across = gap(from.min.x, from.size.x, to.min.x, to.size.x);
    const double down = gap(from.min.y, from.size.y, to.min.y, to.size.y);
    const double beside = sideways ? down : across;
    if (beside > 2 * along) return std::numeric_limits<double>::infinity();
    return (sideways ? across : down) + 2 * beside + 0.1 * (std::abs(dx) + std::abs(dy));
}

std::string nearest(const Targets& targets, const Target& from, FocusMove move) {
    const Target* best = nullptr;
    double least = std::numeric_limits<double>::infinity();
    for (const Target& target : targets) {
        if (&target == &from || !targets.is_reachable(target)) continue;
        const double far = distance(from.box, target.box, move);
        if (far < least) {
            least = far;
            best = &target;
        }
    }
    return best == nullptr ? from.name : best->name;
}

std::string in_order(const Targets& targets, const Target* from, bool forwards) {
    const Target* first = nullptr;
    const Target* last = nullptr;
    const Target* before = nullptr;
    const Target* after = nullptr;
    for (const Target& target : targets) {
        if (!targets.is_reachable(target)) continue;
        if (first == nullptr) first = &target;
        last = &target;
        if (from != nullptr && &target < from) before = &target;
        if (from != nullptr && &target > from && after == nullptr) after = &target;
    }
    const Target* next = forwards ? (after != nullptr ? after : first) : (before != nullptr ? before : last);
    return next == nullptr ? std::string() : next->name;
}

}  // namespace

std::string moved_focus(const Targets& targets, const std::string& from, FocusMove move) {
    const Target* current = targets.find(from);
    if (current != nullptr && targets.is_below_modal(*current)) current = nullptr;
    if (move == FocusMove::Next || move == FocusMove::Previous)
        return in_order(targets, current, move == FocusMove::Next);
    if (current == nullptr) return in_order(targets, nullptr, move != FocusMove::Up);
    return nearest(targets, *current, move);
}

}  // namespace proofsheet::ui
