#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jobs/experiment_call.h"
#include "jobs/experiment_form.h"

namespace proofsheet::jobs {

/// One place in the matrix schedulers x steps x scales.
struct Combination {
    std::string scheduler;
    int steps = 0;
    double scale = 0;
    int images = 0;  ///< pictures in each variation
    bool operator==(const Combination&) const = default;
};

/// What a form leads to: the preview that is shown and the calls that are queued are this value.
struct ExperimentPlan {
    std::vector<Combination> combinations;  ///< schedulers outermost, scales innermost
    std::vector<CallConfig> calls;          ///< in the order of the queue
    int pictures = 0;
    int empty_combinations = 0;  ///< combinations that get no picture
    int repeated_calls = 0;  ///< calls that say the same as an earlier one, so that money buys nothing new
    std::vector<std::string> warnings;  ///< sentences about the two numbers above
    bool operator==(const ExperimentPlan&) const = default;
};

/// `total_images` spread evenly over the combinations, the remainder to the first ones, and that once for
/// each variation. The queue goes round the combinations, so that each has a picture early. All seeds are
/// chosen here: the same settings and `random_seed` give the same plan, on every machine. Settings with
/// errors give an empty plan.
ExperimentPlan expand(const ExperimentSettings& settings, std::uint64_t random_seed);

}  // namespace proofsheet::jobs
