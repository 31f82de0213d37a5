#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "app/planned_cells.h"
#include "ui/choice_list.h"
#include "ui/panel_state.h"

namespace proofsheet::ui {

/// What jobs are to fill in the grid, for what it was made from.
struct PlannedCells {
    std::shared_ptr<const grid::GridView> view;
    std::uint64_t revision = 0;
    std::map<grid::Place, app::PlannedCell> cells;
};

/// Small state of the Sampling screen and of the card that starts a job.
struct SamplingPanelState {
    ChoiceListState choices;
    std::string preset_doubted;      ///< id of the preset whose deletion waits for a second click
    std::string job_doubted;         ///< id of the job of which it is asked what becomes of its pictures
    std::string file_path;           ///< of the JSON file to read or write a preset
    std::string tagged_file;         ///< the workflow that `left_out` is about
    std::set<std::string> left_out;  ///< node ids of proposed roles that are not wanted
    std::map<std::string, ShownCell> previews;  ///< by job id
    bool confirm = false;                       ///< Enter was pressed on the card
    PlannedCells planned;
};

/// What is planned at a place of the grid; nullptr for nothing. Made again when the view or a job changed.
const app::PlannedCell* planned_at(const app::AppState& app, PanelState& panel, const grid::Place& place);

}  // namespace proofsheet::ui
