#pragma once

#include <string>
#include <vector>

#include "app/sampling_command.h"
#include "app/update_parts.h"

/// The steps that `update_sampling` is made of. Only update_sampling*.cpp include this.
namespace proofsheet::app {

// update_sampling_jobs.cpp
void take_jobs(AppState& state, std::vector<Effect>& effects, const JobsRead& news);
void take_items(AppState& state, const JobItemsRead& news);
void take_job(AppState& state, std::vector<Effect>& effects, const jobs::SampleJob& job);
void take_item(AppState& state, const JobItemChanged& news);
void take_step(AppState& state, const jobs::StepProgress& step);
void take_wait(AppState& state, const JobWaits& news);
void take_preview(AppState& state, const PreviewReady& news);
void toggle_items(AppState& state, std::vector<Effect>& effects, const std::string& job_id);

// update_sampling_grid.cpp
/// Jobs changed: the grid has the places that they are to fill.
void follow_plans(AppState& state);

// update_sampling_presets.cpp
void take_sample_presets(AppState& state, std::vector<Effect>& effects, const SamplePresetsRead& news);
void edit_preset(AppState& state, PresetForm form);
void choose_preset(AppState& state, const std::string& id);
void new_preset(AppState& state);
void revert_preset(AppState& state);
void save_sample_preset(AppState& state, std::vector<Effect>& effects);
void export_preset(AppState& state, std::vector<Effect>& effects, const std::string& path);

// update_sampling_launch.cpp
void open_launch(AppState& state, std::vector<Effect>& effects, const std::string& run);
void change_launch(AppState& state, std::vector<Effect>& effects, const LaunchForm& form);
/// Asks for the plan of the form as it is; nothing while the card is closed.
void plan_launch(AppState& state, std::vector<Effect>& effects);
void take_plan(AppState& state, const LaunchPlanned& news);
void confirm_launch(AppState& state, std::vector<Effect>& effects);

}  // namespace proofsheet::app
