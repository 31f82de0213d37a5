#pragma once

#include <span>
#include <string>
#include <vector>

#include "grid/catalog.h"
#include "scan/training_preview.h"

namespace proofsheet::scan {

/// Values of the dimension `checkpoint` for the previews of a run.
struct PreviewLabels {
    std::vector<std::string> labels;            ///< one a preview, empty where it says neither step nor epoch
    std::vector<std::string> checkpoint_order;  ///< all values in training order, the run's own among them
};

/// A preview takes the label of the run's checkpoint of its step or epoch. Others get their number, with
/// "step" or "epoch" before it where the run counts otherwise, and stand between the checkpoints by it.
/// Without checkpoints epochs are the unit when no preview says its step.
PreviewLabels label_previews(const grid::TrainingRun& run, std::span<const TrainingPreview> previews);

}  // namespace proofsheet::scan
