#include "scan/watch_polling.h"

#include <algorithm>
#include <utility>

namespace proofsheet::scan {
namespace {

using Clock = std::chrono::steady_clock;

/// The pause is at least this many times as long as a poll took: a slow or large tree is polled less often.
constexpr int kPausePerPoll = 5;

}  // namespace

PolledTrees::PolledTrees(std::vector<std::string> roots, FileAge age, std::chrono::milliseconds pause)
    : roots_(std::move(roots)), age_(age), pause_(pause) {}

void PolledTrees::poll(ChangeGatherer& gatherer, const std::stop_token& stop) {
    const auto began = Clock::now();
    TreeListing now = list_trees(roots_, Boundary(roots_), stop);
    if (stop.stop_requested()) return;
    PollStep step = compare(listing_, growing_, now, young_since());
    if (std::exchange(age_, FileAge::Fresh) == FileAge::Known)
        step.growing.rewritten.merge(step.growing.fresh);
    else if (std::exchange(is_first_, false))
        step.growing = {};  // what was there at the start is shown; the next poll tells whether it grows
    listing_ = std::move(now);
    growing_ = std::move(step.growing);
    const auto ended = Clock::now();
    if (step.changed) gatherer.changed(*step.changed, ended);
    next_poll_ = ended + std::max<Clock::duration>(pause_, (ended - began) * kPausePerPoll);
}

}  // namespace proofsheet::scan
