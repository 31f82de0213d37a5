#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/command.h"
#include "app/effect.h"
#include "app/state.h"

/// The steps that `update` is made of. Only update.cpp and its siblings include this.
namespace proofsheet::app {

// update_library.cpp: what is open
void begin_discovery(AppState& state);
void open_paths(AppState& state, std::vector<Effect>& effects, const std::vector<std::string>& paths);
void take_runs(AppState& state, std::vector<Effect>& effects, const RunsDiscovered& news);
void take_catalog(AppState& state, std::vector<Effect>& effects, const CatalogScanned& news);
/// Opens files and folders in place of what is open.
void open_paths(AppState& state, std::vector<Effect>& effects, const std::vector<std::string>& paths);
void select_run(AppState& state, std::vector<Effect>& effects, const std::string& name);
void look_again(AppState& state, std::vector<Effect>& effects, const FoldersChanged& news);
void take_stored(AppState& state, std::vector<Effect>& effects, const StoredRead& news);
void take_configuration(AppState& state, std::vector<Effect>& effects, const ConfigurationRead& news);

// update_presets.cpp: named arrangements
void save_preset(AppState& state, std::vector<Effect>& effects, const std::string& name);
void load_preset(AppState& state, const std::string& id);
void overwrite_preset(AppState& state, std::vector<Effect>& effects, const std::string& id);
void rename_preset(AppState& state, std::vector<Effect>& effects, const RenamePreset& wish);

// update_review.cpp: scores, flags, the queue
void read_review(AppState& state, std::vector<Effect>& effects);
void take_review(AppState& state, const ReviewRead& news);
void take_recognised(AppState& state, const PicturesRecognised& news);
void take_committed(AppState& state, const ReviewCommitted& news);
void take_refused(AppState& state, const ReviewRefused& news);
void rate(AppState& state, std::vector<Effect>& effects, int score);
void set_value(AppState& state, std::vector<Effect>& effects, const SetValue& wish);
void cycle_value(AppState& state, std::vector<Effect>& effects, const std::string& criterion);
void reverse_review(AppState& state, std::vector<Effect>& effects, review::EventKind kind);
void move_in_queue(AppState& state, int delta);
void go_to_queue_end(AppState& state, int direction);
void set_queue(AppState& state, const review::QueueQuery& queue);
/// Puts slider, focus and stack on a picture; nothing when the view does not have it.
void focus_picture(AppState& state, grid::SampleId sample);
/// As `focus_picture`, whatever hides it: filters of the grid are cleared, that of the queue lets it through.
void reveal_picture(AppState& state, grid::SampleId sample);
void go_to_last_scored(AppState& state);

// update_compare.cpp: pictures against each other
/// The focused picture becomes the reference, or is it no longer.
void set_reference(AppState& state);
/// One more picture to compare, or one less.
void pin_picture(AppState& state, grid::SampleId sample);
/// Asks for the numbers of the two pictures that are compared, when they are others than before.
void follow_compare(AppState& state, std::vector<Effect>& effects);
void take_measures(AppState& state, const PairMeasured& news);
void take_part_measures(AppState& state, const PartMeasured& news);
void see_compared(AppState& state, const Box& part);
void hold_peek(AppState& state, const HoldPeek& wish);
void step_change_map(AppState& state);
void step_way(AppState& state, int delta);
void toggle_difference(AppState& state);

// update_analysis.cpp, update_sampling.cpp, update_experiments.cpp: screens with commands of their own;
// `show_` is called when the screen opens
void update_analysis(AppState& state, std::vector<Effect>& effects, const AnalysisCommand& command);
void show_analysis(AppState& state);
/// The pictures of the open run stay in the table when another one is opened.
void keep_for_analysis(AppState& state);
/// Asks for the table while it is on the screen and something that it shows has changed.
void follow_analysis(AppState& state, std::vector<Effect>& effects);
/// The Review screen was opened from the table.
bool leaves_for_table(const AppState& state);
/// A picture was scored or flagged there since.
bool was_edited_since_table(const AppState& state);
void return_to_table(AppState& state);
void update_sampling(AppState& state, std::vector<Effect>& effects, const SamplingCommand& command);
void show_sampling(AppState& state, std::vector<Effect>& effects);
/// The catalog with the places of pictures that jobs of the open run are to make.
std::shared_ptr<const grid::Catalog> with_plans(AppState& state,
                                                std::shared_ptr<const grid::Catalog> scanned);
/// How the pictures of those jobs are best arranged; nullopt without such jobs.
std::optional<grid::Mapping> mapping_of_plans(const AppState& state);
/// Once the database is open: jobs that were cut off go on.
void begin_sampling(AppState& state, std::vector<Effect>& effects);
void update_experiments(AppState& state, std::vector<Effect>& effects, const ExperimentsCommand& command);
void show_experiments(AppState& state, std::vector<Effect>& effects);
/// Once it is known what is remembered.
void begin_experiments(AppState& state, std::vector<Effect>& effects);
/// Ends the program, after the paid call that is under way; a second time at once.
void leave(AppState& state, std::vector<Effect>& effects);
/// Tells whoever asks SinkIn about another token, address or budget.
void follow_sinkin(const Config& before, const Config& now, std::vector<Effect>& effects);
/// Tells whoever asks ComfyUI about another address, token or folder of workflows.
void follow_comfyui(const Config& before, const Config& now, std::vector<Effect>& effects);
/// Shows an upscale beside its original once the scan has found it, when the original is looked at.
void open_upscaled_pair(AppState& state);

// update_details.cpp: the drawer on the right
/// Asks for the details of what the drawer shows, when that is another file than before.
void follow_details(AppState& state, std::vector<Effect>& effects);
void toggle_details(AppState& state, DetailKind kind);

// update_grid.cpp: how it is arranged and what has the focus
void change_query(AppState& state, const std::function<void(grid::GridQuery&)>& change);
using ChangeFilter = std::function<grid::Filter(grid::Filter, const std::vector<std::string>& all)>;
void change_filter(AppState& state, const std::string& dimension, const ChangeFilter& change);
/// Arranges anew and keeps slider, focus and cells on the values where they were.
void rearrange(AppState& state);
void move_focus_to(AppState& state, CellAt cell);
void set_cell_camera(AppState& state, CellAt cell, const Camera& camera);
void set_cell_slider(AppState& state, CellAt cell, int position);
void step_cell(AppState& state, CellAt cell, int delta);
void cycle_stack(AppState& state, CellAt cell, int delta);

// update_playback.cpp: what moves by itself
void advance_clock(AppState& state, const FrameStarted& news);
void set_slider(AppState& state, int position);
void stop_and_step(AppState& state, int delta);
void hold_step(AppState& state, int direction);
void toggle_play(AppState& state);

// update_playback.cpp: small things
void add_toast(AppState& state, ToastKind kind, const std::string& text);
/// To the grid, or to the start when nothing is open.
void leave_settings(AppState& state);
void go_back(AppState& state);

}  // namespace proofsheet::app
