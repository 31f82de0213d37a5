#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/command.h"
#include "ui/chord.h"

namespace proofsheet::ui {

/// Everything that a key can ask for, in the order of the action table.
enum class Action : std::uint8_t {
    Rate1,
    Rate2,
    Rate3,
    Rate4,
    Rate5,
    Rate6,
    Rate7,
    Rate8,
    Rate9,
    Rate10,
    Reject,
    Pick,
    Unflag,
    Favourite,
    UseAgain,
    Undo,
    Redo,
    LastScored,
    AutoAdvance,
    UnscoredOnly,
    LeastScore0,
    LeastScore1,
    LeastScore2,
    LeastScore3,
    LeastScore4,
    LeastScore5,
    LeastScore6,
    LeastScore7,
    LeastScore8,
    LeastScore9,
    NextCriterion,
    PreviousCriterion,
    ToggleStrip,
    ToggleCard,
    ToggleGallery,
    FocusLeft,
    FocusRight,
    FocusUp,
    FocusDown,
    FocusRowStart,
    FocusRowEnd,
    FocusFirst,
    FocusLast,
    NextInCell,
    NextControl,
    PreviousControl,
    ScrollTextDown,
    ScrollTextUp,
    StepNext,
    StepPrevious,
    Play,
    PlayFaster,
    PlaySlower,
    ToggleLoop,
    CellStepNext,
    CellStepPrevious,
    ResetCell,
    ResetAllCells,
    ToggleFit,
    ZoomIn,
    ZoomOut,
    ZoomFit,
    Zoom100,
    Zoom200,
    HoldLoupe,
    PixelValue,
    LargerCells,
    SmallerCells,
    FitCells,
    OpenLightbox,
    ShowReview,
    ShowCompare,
    ShowExperiments,
    NewExperiment,
    UseSettings,
    Upscale,
    ShowSampling,
    ShowAnalysis,
    NextWay,
    SwapCompared,
    ShowDifference,
    NextChangeMap,
    SetReference,
    HoldReference,
    PinPicture,
    ShowGrid,
    GoBack,
    ToggleInfo,
    ToggleDrawer,
    ShowPictureDetails,
    ShowCheckpointDetails,
    ToggleFilters,
    SearchRuns,
    SavePreset,
    SaveSheet,
    OpenFolder,
    ShowPalette,
    ShowSettings,
    ToggleFullscreen,
    ToggleTheme,
    ShowProblems,
    Rescan,
    ShowHelp,
    Quit,
    Count
};

/// One line of the table that dispatches keys, lists them in the help and names them in the configuration.
struct ActionInfo {
    Action action;
    std::string_view name;     ///< in the configuration: "step.next"
    std::string_view section;  ///< heading in the key help
    std::string_view title;
    std::string_view chords;  ///< defaults, separated by spaces
    bool repeats = false;     ///< a held key goes on, at most once a frame
};

std::span<const ActionInfo> action_table();
const ActionInfo& info_of(Action action);

/// Which chord asks for what.
class Keymap {
public:
    /// The defaults of the action table.
    Keymap();
    /// Gives an action its own chords instead of the default ones. False when the name or a chord is unknown.
    bool rebind(std::string_view action, std::string_view chords);

    std::optional<Action> find(const Chord& chord) const;
    const std::vector<Chord>& chords_of(Action action) const {
        return chords_[static_cast<std::size_t>(action)];
    }
    /// The first chord for tooltips, empty when there is none.
    std::string hint(Action action) const;

private:
    std::vector<std::vector<Chord>> chords_;  ///< by action
};

}  // namespace proofsheet::ui
