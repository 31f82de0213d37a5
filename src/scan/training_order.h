#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "scan/run_grouping.h"

namespace proofsheet::scan {

/// The step that the header of a checkpoint file holds; nullopt when it holds none or cannot be read.
using StepInHeader = std::function<std::optional<std::int64_t>(const std::string& path)>;

/// Numbers the final checkpoint (from the run's name, else its header), puts the checkpoints in training
/// order and labels them. Headers are asked of finals and, where epochs and steps are mixed, of the epochs.
/// A final sorts after an equal number and without a number last. A mix is ordered by step when every epoch's
/// header gives its step, else epochs come first; `note` says which.
void put_in_training_order(DraftRun& run, const StepInHeader& step_in_header);

}  // namespace proofsheet::scan
