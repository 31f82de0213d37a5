#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/config_edit.h"
#include "app/settings_form.h"
#include "app/state.h"

namespace proofsheet::app {

// News, past tense: what happened outside.
struct FrameStarted {
    Millis now{0};
    bool current_shown = true;
    bool key_goes_up = false;  ///< a release has arrived and comes next: a held key steps no more
};
struct RunsDiscovered {
    std::uint64_t ticket = 0;
    std::vector<grid::TrainingRun> runs;
    std::vector<Problem> problems;
};
/// `finished` is false for what a running scan has found so far.
struct CatalogScanned {
    std::uint64_t ticket = 0;
    std::shared_ptr<const grid::Catalog> catalog;
    bool finished = true;
};
struct OpenFailed {
    std::string message;
};
struct PreferenceOfSystemRead {
    bool dark = true;
};
struct Noticed {
    ToastKind kind = ToastKind::Info;
    std::string text;
};

/// Something below the watched folders changed. `runs`: checkpoints or folders of samples came or went.
struct FoldersChanged {
    bool runs = false;
};
struct StoredRead {
    Stored stored;
};
struct PresetsRead {
    std::vector<grid::Preset> presets;
};
struct DetailsRead {
    std::uint64_t ticket = 0;
    std::shared_ptr<const grid::Details> details;
};
struct FolderListed {
    std::uint64_t ticket = 0;
    FolderListing listing;
};
/// Also the answer to a change: `fields` are those of the file as it is now.
struct ConfigurationRead {
    std::shared_ptr<const LoadedConfig> configuration;
    std::vector<SettingField> fields;
};

struct CriteriaRead {
    std::vector<review::Criterion> criteria;
};
/// What is said of the pictures of a catalog, by absolute path.
struct ReviewRead {
    std::uint64_t ticket = 0;
    std::unordered_map<std::string, PictureValues> values;
    std::vector<std::string> last_scored;  ///< all files of the picture whose score was the last one
};
/// Values of single pictures that became known, because their files were recognised.
struct PicturesRecognised {
    std::unordered_map<std::string, PictureValues> values;
};
/// An edit is on the disk. `edit` is its id, 0 when an undo or redo made it; `paths` are all files with these
/// pixels.
struct ReviewCommitted {
    std::uint64_t edit = 0;
    std::vector<std::string> paths;
    review::CriterionId criterion;
    review::ReviewValue value;
    review::EventKind kind = review::EventKind::Edit;
};
/// An edit could not be made; nothing changed.
struct ReviewRefused {
    std::uint64_t edit = 0;
    std::string message;
};

struct PairMeasured {
    std::uint64_t ticket = 0;
    std::shared_ptr<const PairMeasures> measures;
};

struct PartMeasured {
    std::uint64_t ticket = 0;
    std::shared_ptr<const PartMeasures> measures;
};

// What happens on a screen that has commands of its own, see `app/<screen>_command.h`.
struct AnalysisCommand;
struct SamplingCommand;
struct ExperimentsCommand;
struct OnAnalysis {
    std::shared_ptr<const AnalysisCommand> command;
};
struct OnSampling {
    std::shared_ptr<const SamplingCommand> command;
};
struct OnExperiments {
    std::shared_ptr<const ExperimentsCommand> command;
};

// Wishes, imperative: what the user wants.
struct OpenPaths {
    std::vector<std::string> paths;
};
struct OpenDemo {};
struct Rescan {};
struct SelectRun {
    std::string name;
};
struct ShowOnlyRunsWithSamples {
    bool only = true;
};
struct AssignRole {
    std::string dimension;
    grid::Role role = grid::Role::None;
};
struct SetFilterMode {
    std::string dimension;
    grid::FilterMode mode = grid::FilterMode::Hide;
};
struct ToggleValue {
    std::string dimension;
    std::string value;
};
struct SoloValue {
    std::string dimension;
    std::string value;
};
struct SelectAllValues {
    std::string dimension;
};
struct StepSlider {
    int delta = 1;
};
struct HoldStep {
    int direction = 0;
};
struct SetSlider {
    int position = 0;
};
struct SetCellSlider {
    CellAt cell;
    int position = 0;
};
struct StepCell {
    CellAt cell;
    int delta = 1;
};
struct ResetCell {
    CellAt cell;
};
struct ResetAllCells {};
struct CycleStack {
    CellAt cell;
    int delta = 1;
};
struct TogglePlay {};
struct ChangeSpeed {
    int delta = 1;
};
struct SetSpeed {
    int speed = 3;
};
struct ToggleLoop {};
struct Focus {
    CellAt cell;
};
struct MoveFocus {
    int columns = 0;
    int rows = 0;
};
struct SetCamera {
    Camera camera;
};
struct SetCellCamera {
    CellAt cell;
    Camera camera;
};
struct SetLightboxCamera {
    Camera camera;
};
struct OpenLightbox {
    CellAt cell;
};
struct CloseLightbox {};
struct ResizeCells {
    CellSize size;
};
struct ToggleDrawer {};
struct SetDrawer {
    bool open = false;
};
struct ToggleFilters {};
/// Shows a card; the same card again closes it.
struct ToggleOverlay {
    Overlay overlay = Overlay::None;
};
struct CloseOverlay {};
struct ToggleInfo {};
struct ShowScreen {
    Screen screen = Screen::Grid;
};
/// Opens the drawer on the right; the same kind again closes it.
struct ToggleDetails {
    DetailKind kind = DetailKind::Picture;
};
struct SelectCheckpoint {
    std::string file;
};
struct ResizeDetails {
    float width_pt = 0;
};
struct BrowseFolder {
    std::string path;  ///< empty for the home folder
};
struct SaveSheet {
    SheetOptions options;
};
/// Ends what takes long: the demo that is being painted, the sheet that is being written.
struct StopWork {};
/// Gives the focused picture a score in the criterion that digits fill; the same again clears it.
struct Rate {
    int score = 0;
};
/// Gives the focused picture a value of any criterion; the one that it has clears it.
struct SetValue {
    review::CriterionId criterion;
    review::ReviewValue value;
};
/// The next choice of a criterion, after the last one none.
struct CycleValue {
    std::string criterion;
};
struct UndoReview {};
struct RedoReview {};
struct GoToLastScored {};
struct ToggleAutoAdvance {};
struct SetQueue {
    review::QueueQuery queue;
};
struct MoveInQueue {
    int delta = 1;
};
/// To the first (`direction` -1) or last (1) picture of the queue.
struct GoToQueueEnd {
    int direction = 1;
};
/// Puts the focus on a picture, whatever screen shows it.
struct FocusPicture {
    grid::SampleId sample;
};
struct SetReference {};
struct PinPicture {
    grid::SampleId sample;
};
struct StepCompareWay {
    int delta = 1;
};
struct SetCompareWay {
    CompareWay way = CompareWay::SideBySide;
};
struct ToggleDifference {};
struct SwapCompared {};
/// Each nullopt stays as it is.
struct TuneCompare {
    std::optional<double> wipe{}, blend{};
    std::optional<int> gain{}, kernel{}, flicker{};
};
/// A key that shows something as long as it is down went down or up.
struct HoldPeek {
    PeekKind kind = PeekKind::Loupe;
    bool down = true;
};
struct TogglePixelValue {};
/// Off, from the reference where there is one, from the neighbour, off.
struct StepChangeMap {};
/// The Compare screen shows this part of its pictures.
struct SeeCompared {
    Box part;
};
struct ToggleGallery {};
/// Each nullopt stays as it is.
struct TuneGallery {
    std::optional<int> size{};
    std::optional<bool> pages{};
};
/// Switches a set of criteria on or off; what was said with them stays.
struct ShowCriteria {
    std::string set;
    bool shown = true;
};
struct ChooseCriterion {
    int index = 0;
};
struct ToggleStrip {};
struct ToggleCard {};
struct SavePreset {
    std::string name;
};
struct LoadPreset {
    std::string id;
};
struct OverwritePreset {
    std::string id;
};
struct RenamePreset {
    std::string id;
    std::string name;
};
struct DeletePreset {
    std::string id;
};
/// Changes the configuration file.
struct ChangeSettings {
    std::vector<ConfigEdit> edits;
};
struct ToggleFullscreen {};
struct SetTheme {
    ThemeChoice theme = ThemeChoice::System;
};
struct GoBack {};
struct DismissToast {
    std::uint64_t id = 0;
};
struct CopyText {
    std::string text;
};
struct Quit {};

using Command = std::variant<
    FrameStarted, RunsDiscovered, CatalogScanned, OpenFailed, PreferenceOfSystemRead, Noticed, FoldersChanged,
    StoredRead, PresetsRead, DetailsRead, FolderListed, ConfigurationRead, CriteriaRead, ReviewRead,
    PicturesRecognised, ReviewCommitted, ReviewRefused, Rate, SetValue, CycleValue, UndoReview, RedoReview,
    GoToLastScored, ToggleAutoAdvance, SetQueue, MoveInQueue, FocusPicture, PairMeasured, PartMeasured,
    OnAnalysis, OnSampling, OnExperiments, SetReference, HoldPeek, TogglePixelValue, StepChangeMap,
    SeeCompared, ToggleGallery, TuneGallery, ShowCriteria, GoToQueueEnd, PinPicture, StepCompareWay,
    SetCompareWay, ToggleDifference, SwapCompared, TuneCompare, ChooseCriterion, ToggleStrip, ToggleCard,
    OpenPaths, OpenDemo, Rescan, SelectRun, ShowOnlyRunsWithSamples, AssignRole, SetFilterMode, ToggleValue,
    SoloValue, SelectAllValues, StepSlider, HoldStep, SetSlider, SetCellSlider, StepCell, ResetCell,
    ResetAllCells, CycleStack, TogglePlay, ChangeSpeed, SetSpeed, ToggleLoop, Focus, MoveFocus, SetCamera,
    SetCellCamera, SetLightboxCamera, OpenLightbox, CloseLightbox, ResizeCells, ToggleDrawer, SetDrawer,
    ToggleFilters, ToggleOverlay, CloseOverlay, ToggleInfo, ShowScreen, ToggleDetails, SelectCheckpoint,
    ResizeDetails, BrowseFolder, SaveSheet, StopWork, SavePreset, LoadPreset, OverwritePreset, RenamePreset,
    DeletePreset, ChangeSettings, ToggleFullscreen, SetTheme, GoBack, DismissToast, CopyText, Quit>;

}  // namespace proofsheet::app
