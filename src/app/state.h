#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/camera.h"
#include "app/clock.h"
#include "app/compare_state.h"
#include "app/config_load.h"
#include "app/panels.h"
#include "app/review_state.h"
#include "app/settings_form.h"
#include "core/shared_value.h"
#include "grid/catalog.h"
#include "grid/preset.h"
#include "grid/query.h"
#include "grid/view.h"

namespace proofsheet::app {

// The states of screens that have a header of their own.
struct AnalysisState;
struct ExperimentsState;
struct SamplingState;

enum class Screen { Start, Grid, Review, Compare, Experiments, Sampling, Analysis, Settings };
std::string_view name_of(Screen screen);

enum class ThemeChoice { System, Dark, Light };

/// A cell by what it shows, so that it is found again after a rescan or another mapping.
struct CellKey {
    std::string column;
    std::string row;
    auto operator<=>(const CellKey&) const = default;
};

/// What a hand changed in one cell alone.
struct CellOverride {
    std::optional<std::string> position;  ///< slider value of its own
    Camera offset;                        ///< deviation from the shared camera
    int stacked = 0;                      ///< which of several pictures is shown
    bool is_default() const { return !position && offset.is_fit() && stacked == 0; }
    bool operator==(const CellOverride&) const = default;
};

/// A cell by its place in the current view.
struct CellAt {
    int column = 0;
    int row = 0;
    bool operator==(const CellAt&) const = default;
};

/// Playback intervals that the user can choose from.
constexpr std::array<int, 6> kPlaybackIntervalsMs{250, 330, 500, 1000, 2000, 3000};

struct Playback {
    bool playing = false;
    bool loop = true;
    int speed = 3;  ///< index into kPlaybackIntervalsMs
    Millis last_step{0};
    bool operator==(const Playback&) const = default;
};

/// A held step key: flips at a steady rate that does not depend on the keyboard's repeat rate.
struct HeldStep {
    int direction = 0;  ///< -1, +1, 0 when no key is held
    Millis next{0};
    bool operator==(const HeldStep&) const = default;
};

enum class ToastKind { Info, Good, Warning, Error };
struct Toast {
    std::uint64_t id = 0;
    ToastKind kind = ToastKind::Info;
    std::string text;
    Millis created{0};
    bool operator==(const Toast&) const = default;
};

/// Cell sizes in points; without a value the grid fits its window.
struct CellSize {
    std::optional<float> column_width;
    std::optional<float> row_height;
    bool operator==(const CellSize&) const = default;
};

/// What the scanner is doing for us. A ticket tells news about the current wish from late ones.
struct ScanProgress {
    bool discovering = false;
    bool scanning = false;
    std::uint64_t ticket = 0;
    bool again = false;       ///< something changed meanwhile: look once more when this one is done
    bool again_runs = false;  ///< the change was one of runs
    bool operator==(const ScanProgress&) const = default;
};

/// The collection that is open.
struct Library {
    std::vector<grid::TrainingRun> runs;
    std::vector<Problem> problems;
    std::string selected_run;
    std::shared_ptr<const grid::Catalog> catalog;  ///< never null
    bool only_with_samples = true;
    /// Paths that were opened by hand, one a line; `kDemo` for the demo, empty for the configured folders.
    std::string opened;
};

/// Stands for the demo in `Library::opened`.
constexpr std::string_view kDemo = "demo:";

/// What the database holds for the grid and for the next start.
struct Stored {
    std::vector<grid::Preset> presets;                    ///< by name
    std::map<std::string, grid::GridQuery> arrangements;  ///< how each run was looked at last, by `run_key`
    std::map<std::string, std::string> settings;          ///< see `remembered_settings`
};

/// Everything that a user can see or change. Changed by `update` alone.
struct AppState {
    Millis now{0};
    Screen screen = Screen::Start;
    ThemeChoice theme = ThemeChoice::System;
    bool system_prefers_dark = true;
    bool fullscreen = false;
    bool quit = false;

    Library library;
    ScanProgress scan;

    Stored stored;
    std::shared_ptr<const LoadedConfig> configuration;  ///< never null
    std::vector<SettingField> setting_fields;           ///< of the configuration file, once they are needed

    grid::GridQuery query;
    bool query_is_guess = true;  ///< nobody chose it: better guesses may follow while the scan runs
    std::optional<grid::GridQuery> returning;  ///< how the run was left, until the scan has found all of it
    std::string sought;  ///< absolute path of a picture to put the focus on once the scan finds it
    std::shared_ptr<const grid::GridView> view;  ///< never null; arrange(catalog, query)
    int slider = 0;                              ///< index into view->positions
    int travel = 1;                              ///< direction of the last step, for preloading
    Playback playback;
    HeldStep held;
    bool current_shown = true;  ///< the frame before showed the slider's position in every visible cell
    std::map<CellKey, CellOverride> cells;
    CellAt focus;
    CellSize cell_size;
    Camera camera;
    bool lightbox = false;
    Camera lightbox_camera;

    bool drawer_open = true;
    bool filters_open = false;
    Overlay overlay = Overlay::None;
    bool overlay_info = false;
    DetailDrawer detail;
    FolderBrowser browser;

    ReviewState review;
    CompareState compare;
    Peek peek;
    bool pixel_value = false;  ///< the pixel under the pointer is told
    SharedValue<ExperimentsState> experiments;
    SharedValue<SamplingState> sampling;
    SharedValue<AnalysisState> analysis;
    Millis shown_since{0};  ///< when the picture that keys act on came on the screen

    std::vector<Toast> toasts;
    std::uint64_t next_toast = 1;

    AppState();
    AppState(const AppState&);
    AppState(AppState&&) noexcept;
    AppState& operator=(const AppState&);
    AppState& operator=(AppState&&) noexcept;
    ~AppState();
};

/// The slider position that a cell shows: its own, or the master's.
int position_of(const AppState& state, CellAt cell);
/// What was changed in a cell alone; nullptr for none.
const CellOverride* override_of(const AppState& state, CellAt cell);
/// The picture that a cell shows; none where the combination does not exist.
std::optional<grid::SampleId> sample_at(const AppState& state, CellAt cell);
/// How many pictures share the cell at the position that it shows.
int stack_size(const AppState& state, CellAt cell);
/// The camera of a cell with its own deviation.
Camera camera_of(const AppState& state, CellAt cell);
CellKey key_of(const AppState& state, CellAt cell);
bool is_dark(const AppState& state);
/// The selected run, nullptr for an opened folder or none.
const grid::TrainingRun* selected_run(const AppState& state);
/// What tells the open run or folder from all others, also at the next start; empty when nothing is open.
std::string run_key(const AppState& state);
std::string run_key(const grid::TrainingRun& run);
/// The picture that keys act on; none when the focused cell is empty.
std::optional<grid::SampleId> focused_sample(const AppState& state);
/// The sample of an absolute path; none when the open collection does not have it.
std::optional<grid::SampleId> find_sample(const AppState& state, const std::string& path);
/// What the Compare screen shows: the first is the reference; two to four, or fewer when there is nothing to
/// compare with.
std::vector<grid::SampleId> compared_samples(const AppState& state);
/// What a change map holds a cell's picture against; none where there is nothing.
std::optional<grid::SampleId> change_partner(const AppState& state, CellAt cell);
/// What is seen in a cell: its picture, or the reference while a key shows that in place of the focused one.
std::optional<grid::SampleId> shown_sample(const AppState& state, CellAt cell);
/// When the part of the compared pictures that is on the screen will be measured; none when it is or need
/// not be.
std::optional<Millis> part_due(const AppState& state);
/// How long each picture of the flicker is shown; none when none is on or it goes by hand.
std::optional<Millis> flicker_time(const AppState& state);
/// Absolute path of a sample, native bytes.
std::string path_of(const AppState& state, grid::SampleId sample);
/// The main criterion ("overall_quality"), nullptr until the database is read.
const review::Criterion* main_criterion(const AppState& state);
const review::Criterion* find_criterion(const AppState& state, std::string_view key);
/// The criteria with a scale that are switched on, the main one first.
std::vector<const review::Criterion*> score_criteria(const AppState& state);
/// The one that digits fill: the main one, but for a chosen one while the card with all of them is open.
const review::Criterion* filled_criterion(const AppState& state);
/// What is on the disk; monostate for nothing.
review::ReviewValue committed_value(const AppState& state, const std::string& path,
                                    review::CriterionId criterion);
/// What it will be once all edits are written.
review::ReviewValue wanted_value(const AppState& state, const std::string& path,
                                 review::CriterionId criterion);
/// Whether the filter by score lets a picture through, or it is shown all the same: an undo changed it, it
/// was just scored, or its score is on its way to the disk.
bool is_let_through(const AppState& state, grid::SampleId sample);
/// The main score that is on the disk.
std::optional<int> committed_score(const AppState& state, grid::SampleId sample);

/// The checkpoint whose details are shown: the chosen one, else the last of the run; nullptr without a run.
const grid::Checkpoint* detailed_checkpoint(const AppState& state);

}  // namespace proofsheet::app
