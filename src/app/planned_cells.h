#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "app/state.h"
#include "grid/view.h"

namespace proofsheet::app {

/// An item of a job that has no picture yet, by its place on the grid.
struct PlannedCell {
    std::size_t job = 0;   ///< index into SamplingState::jobs
    std::size_t item = 0;  ///< index into its items
    bool operator==(const PlannedCell&) const = default;
};

/// What the grid calls the checkpoint in this file of the run.
std::string checkpoint_label(const grid::TrainingRun& run, const std::string& file);

/// Which places of the open run's view a job is to fill, or failed to fill. Where several items have one
/// place, the one that runs comes first, then what failed, then what waits. Pure.
std::map<grid::Place, PlannedCell> planned_cells(const AppState& state);

}  // namespace proofsheet::app
