#include "ui/action.h"

#include <algorithm>
#include <array>

namespace proofsheet::ui {
namespace {

constexpr std::string_view kScore = "Score";
constexpr std::string_view kFlip = "Flip and play";
constexpr std::string_view kMove = "Move";
constexpr std::string_view kZoom = "Zoom";
constexpr std::string_view kView = "Views and panels";

constexpr std::array kActions{
    ActionInfo{Action::Rate1, "score.1", kScore, "Score 1, then go on (again: clear)", "1"},
    ActionInfo{Action::Rate2, "score.2", kScore, "Score 2, then go on (again: clear)", "2"},
    ActionInfo{Action::Rate3, "score.3", kScore, "Score 3, then go on (again: clear)", "3"},
    ActionInfo{Action::Rate4, "score.4", kScore, "Score 4, then go on (again: clear)", "4"},
    ActionInfo{Action::Rate5, "score.5", kScore, "Score 5, then go on (again: clear)", "5"},
    ActionInfo{Action::Rate6, "score.6", kScore, "Score 6, then go on (again: clear)", "6"},
    ActionInfo{Action::Rate7, "score.7", kScore, "Score 7, then go on (again: clear)", "7"},
    ActionInfo{Action::Rate8, "score.8", kScore, "Score 8, then go on (again: clear)", "8"},
    ActionInfo{Action::Rate9, "score.9", kScore, "Score 9, then go on (again: clear)", "9"},
    ActionInfo{Action::Rate10, "score.10", kScore, "Score 10, then go on (again: clear)", "0"},
    ActionInfo{Action::Reject, "flag.reject", kScore, "Reject (nothing is deleted)", "X"},
    ActionInfo{Action::Pick, "flag.pick", kScore, "Pick", "P"},
    ActionInfo{Action::Unflag, "flag.none", kScore, "No flag", "U"},
    ActionInfo{Action::Favourite, "favourite", kScore, "Favourite", "F"},
    ActionInfo{Action::UseAgain, "use_again", kScore, "Use again: yes, test more, no", "T"},
    ActionInfo{Action::Undo, "undo", kScore, "Undo", "Ctrl+Z"},
    ActionInfo{Action::Redo, "redo", kScore, "Redo", "Ctrl+Y Ctrl+Shift+Z"},
    ActionInfo{Action::LastScored, "score.last", kScore, "Back to the last scored picture", "Backspace"},
    ActionInfo{Action::AutoAdvance, "score.advance", kScore, "Go on after a score, or stay", "A"},
    ActionInfo{Action::UnscoredOnly, "filter.unscored", kScore, "Unscored pictures only", "N"},
    ActionInfo{Action::LeastScore0, "filter.score_0", kScore, "Any score", "Ctrl+Alt+0"},
    ActionInfo{Action::LeastScore1, "filter.score_1", kScore, "Score at least 1", "Ctrl+Alt+1"},
    ActionInfo{Action::LeastScore2, "filter.score_2", kScore, "Score at least 2", "Ctrl+Alt+2"},
    ActionInfo{Action::LeastScore3, "filter.score_3", kScore, "Score at least 3", "Ctrl+Alt+3"},
    ActionInfo{Action::LeastScore4, "filter.score_4", kScore, "Score at least 4", "Ctrl+Alt+4"},
    ActionInfo{Action::LeastScore5, "filter.score_5", kScore, "Score at least 5", "Ctrl+Alt+5"},
    ActionInfo{Action::LeastScore6, "filter.score_6", kScore, "Score at least 6", "Ctrl+Alt+6"},
    ActionInfo{Action::LeastScore7, "filter.score_7", kScore, "Score at least 7", "Ctrl+Alt+7"},
    ActionInfo{Action::LeastScore8, "filter.score_8", kScore, "Score at least 8", "Ctrl+Alt+8"},
    ActionInfo{Action::LeastScore9, "filter.score_9", kScore, "Score at least 9", "Ctrl+Alt+9"},
    ActionInfo{Action::NextCriterion, "criterion.next", kScore,
               "Next criterion for the digits (Tab beside the card)", "Ctrl+Tab"},
    ActionInfo{Action::PreviousCriterion, "criterion.previous", kScore, "Criterion before for the digits",
               "Ctrl+Shift+Tab"},
    ActionInfo{Action::ToggleStrip, "strip.toggle", kScore, "Film strip", "Shift+S"},
    ActionInfo{Action::ToggleCard, "card.toggle", kScore, "All criteria", "Shift+C"},
    ActionInfo{Action::ToggleGallery, "gallery.toggle", kScore, "Gallery of the review", "Shift+G"},
    ActionInfo{Action::FocusLeft, "focus.left", kMove, "Cell to the left", "Left", true},
    ActionInfo{Action::FocusRight, "focus.right", kMove, "Cell to the right", "Right", true},
    ActionInfo{Action::FocusUp, "focus.up", kMove, "Cell above", "Up", true},
    ActionInfo{Action::FocusDown, "focus.down", kMove, "Cell below", "Down", true},
    ActionInfo{Action::FocusRowStart, "focus.row_start", kMove, "First cell of the row", "Home"},
    ActionInfo{Action::FocusRowEnd, "focus.row_end", kMove, "Last cell of the row", "End"},
    ActionInfo{Action::FocusFirst, "focus.first", kMove, "First cell", "Ctrl+Home"},
    ActionInfo{Action::FocusLast, "focus.last", kMove, "Last cell", "Ctrl+End"},
    ActionInfo{Action::NextInCell, "cell.next", kMove, "Next picture of the same cell", "V"},
    ActionInfo{Action::NextControl, "controls.next", kMove, "Go to the controls (then arrows, Tab, Enter)",
               "F6"},
    ActionInfo{Action::PreviousControl, "controls.previous", kMove, "Go to the controls, from the end",
               "Shift+F6"},
    ActionInfo{Action::ScrollTextDown, "text.down", kMove, "Scroll the metadata down", "Shift+PgDn", true},
    ActionInfo{Action::ScrollTextUp, "text.up", kMove, "Scroll the metadata up", "Shift+PgUp", true},
    ActionInfo{Action::StepNext, "step.next", kFlip, "Next on the slider (hold to flip)",
               ". PgDn Ctrl+Right"},
    ActionInfo{Action::StepPrevious, "step.previous", kFlip, "Previous on the slider (hold to flip)",
               ", PgUp Ctrl+Left"},
    ActionInfo{Action::Play, "play.toggle", kFlip, "Play or stop", "Space"},
    ActionInfo{Action::PlayFaster, "play.faster", kFlip, "Play faster", "Shift+."},
    ActionInfo{Action::PlaySlower, "play.slower", kFlip, "Play slower", "Shift+,"},
    ActionInfo{Action::ToggleLoop, "play.loop", kFlip, "Loop on or off", "Ctrl+L"},
    ActionInfo{Action::CellStepNext, "cell.step_next", kFlip, "Next in this cell only", "Alt+. Alt+Right",
               true},
    ActionInfo{Action::CellStepPrevious, "cell.step_previous", kFlip, "Previous in this cell only",
               "Alt+, Alt+Left", true},
    ActionInfo{Action::ResetCell, "cell.reset", kFlip, "Put this cell back in line", "Ctrl+Backspace"},
    ActionInfo{Action::ResetAllCells, "cell.reset_all", kFlip, "Put all cells back in line",
               "Ctrl+Shift+Backspace"},
    ActionInfo{Action::ToggleFit, "zoom.toggle", kZoom, "Fit or 1:1 at the pointer", "Z"},
    ActionInfo{Action::ZoomIn, "zoom.in", kZoom, "Zoom in at the pointer (Shift+wheel: one cell)",
               "+ =", true},
    ActionInfo{Action::ZoomOut, "zoom.out", kZoom, "Zoom out", "-", true},
    ActionInfo{Action::ZoomFit, "zoom.fit", kZoom, "Fit", "Ctrl+0"},
    ActionInfo{Action::Zoom100, "zoom.100", kZoom, "100 %", "Ctrl+1"},
    ActionInfo{Action::Zoom200, "zoom.200", kZoom, "200 %", "Ctrl+2"},
    ActionInfo{Action::HoldLoupe, "loupe.hold", kZoom, "Loupe at the pointer, while held", "L"},
    ActionInfo{Action::PixelValue, "pixel.value", kZoom, "Pixel value under the pointer", "H"},
    ActionInfo{Action::LargerCells, "cells.larger", kZoom, "Larger cells", "Ctrl+=", true},
    ActionInfo{Action::SmallerCells, "cells.smaller", kZoom, "Smaller cells", "Ctrl+-", true},
    ActionInfo{Action::FitCells, "cells.fit", kZoom, "Cells that fit the window", "Ctrl+9"},
    ActionInfo{Action::OpenLightbox, "lightbox.open", kView, "Open the picture", "Enter"},
    ActionInfo{Action::ShowReview, "review.show", kView, "Review one picture after the other", "E"},
    ActionInfo{Action::ShowCompare, "compare.show", kView, "Compare with the reference", "C"},
    ActionInfo{Action::ShowExperiments, "experiments.show", kView, "Experiments with SinkIn", "Ctrl+Shift+E"},
    ActionInfo{Action::NewExperiment, "experiments.new", kView, "Set up an experiment run", "Ctrl+N"},
    ActionInfo{Action::UseSettings, "experiments.use_settings", kView,
               "Set up a run with the settings of this picture", "Ctrl+Shift+U"},
    ActionInfo{Action::Upscale, "upscale", kView, "Upscale this picture with SinkIn…", "Ctrl+U"},
    ActionInfo{Action::ShowSampling, "sampling.show", kView, "Sampling with ComfyUI", "Ctrl+Shift+S"},
    ActionInfo{Action::ShowAnalysis, "analysis.show", kView, "Table and ranking of all pictures",
               "Ctrl+Shift+A"},
    ActionInfo{Action::NextWay, "compare.next", kView, "Next way to compare", "M"},
    ActionInfo{Action::SwapCompared, "compare.swap", kView, "Swap the compared pictures", "S"},
    ActionInfo{Action::ShowDifference, "compare.difference", kView, "Show the difference", "D"},
    ActionInfo{Action::NextChangeMap, "change_map.next", kView,
               "Change map: from the reference, from the neighbour, off", "Shift+D"},
    ActionInfo{Action::SetReference, "reference.set", kView, "Make this picture the reference", "R"},
    ActionInfo{Action::HoldReference, "reference.hold", kView, "The reference in its place, while held",
               "` Tab"},
    ActionInfo{Action::PinPicture, "reference.pin", kView, "Compare this picture too (Alt+click)", "Shift+R"},
    ActionInfo{Action::ShowGrid, "grid.show", kView, "Back to the grid", "G"},
    ActionInfo{Action::GoBack, "back", kView, "One level up", "Esc"},
    ActionInfo{Action::ToggleInfo, "info.toggle", kView, "Labels on the pictures", "I"},
    ActionInfo{Action::ToggleDrawer, "drawer.toggle", kView, "Show or hide the drawer", "Ctrl+B"},
    ActionInfo{Action::ShowPictureDetails, "details.picture", kView, "Metadata of the picture", "Ctrl+I"},
    ActionInfo{Action::ShowCheckpointDetails, "details.checkpoint", kView, "Metadata of the checkpoint",
               "Ctrl+Shift+I"},
    ActionInfo{Action::ToggleFilters, "filters.toggle", kView, "Show or hide the filters", "Ctrl+F"},
    ActionInfo{Action::SearchRuns, "runs.search", kView, "Search the training runs", "/"},
    ActionInfo{Action::SavePreset, "preset.save", kView, "Save this mapping as a preset", "Ctrl+S"},
    ActionInfo{Action::SaveSheet, "sheet.save", kView, "Save the grid as a picture…", "Ctrl+E"},
    ActionInfo{Action::OpenFolder, "folder.open", kView, "Open a folder", "Ctrl+O"},
    ActionInfo{Action::ShowPalette, "palette", kView, "Find a command, run or preset", "Ctrl+K"},
    ActionInfo{Action::ShowSettings, "settings", kView, "Settings", "Ctrl+,"},
    ActionInfo{Action::ToggleFullscreen, "fullscreen.toggle", kView, "Full screen", "F11"},
    ActionInfo{Action::ToggleTheme, "theme.toggle", kView, "Dark or light theme", "Ctrl+T"},
    ActionInfo{Action::ShowProblems, "problems.show", kView, "What was skipped and why", "Ctrl+P"},
    ActionInfo{Action::Rescan, "rescan", kView, "Look at the folders again", "F5 Ctrl+R"},
    ActionInfo{Action::ShowHelp, "help", kView, "This list", "? F1"},
    ActionInfo{Action::Quit, "quit", kView, "Quit", "Ctrl+Q"},
};
static_assert(kActions.size() == static_cast<std::size_t>(Action::Count));
static_assert(std::is_sorted(kActions.begin(), kActions.end(),
                             [](const ActionInfo& left, const ActionInfo& right) {
                                 return left.action < right.action;
                             }));

std::optional<std::vector<Chord>> parse_chords(std::string_view text) {
    std::vector<Chord> chords;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) {
            const auto chord = parse_chord(text.substr(0, end));
            if (!chord) return std::nullopt;
            chords.push_back(*chord);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return chords;
}

}  // namespace

std::span<const ActionInfo> action_table() {
    return kActions;
}

const ActionInfo& info_of(Action action) {
    return kActions[static_cast<std::size_t>(action)];
}

Keymap::Keymap() : chords_(kActions.size()) {
    for (const ActionInfo& info : kActions)
        chords_[static_cast<std::size_t>(info.action)] =
            parse_chords(info.chords).value_or(std::vector<Chord>{});
}

bool Keymap::rebind(std::string_view action, std::string_view chords) {
    const auto parsed = parse_chords(chords);
    if (!parsed) return false;
    for (const ActionInfo& info : kActions) {
        if (info.name != action) continue;
        for (auto& others : chords_)
            std::erase_if(others, [&](const Chord& chord) {
                return std::find(parsed->begin(), parsed->end(), chord) != parsed->end();
            });
        chords_[static_cast<std::size_t>(info.action)] = *parsed;
        return true;
    }
    return false;
}

std::optional<Action> Keymap::find(const Chord& chord) const {
    for (std::size_t i = 0; i < chords_.size(); ++i)
        for (const Chord& bound : chords_[i]) {
            const bool same = chord.character != 0 ? bound.character == chord.character : bound == chord;
            if (same) return static_cast<Action>(i);
        }
    return std::nullopt;
}

std::string Keymap::hint(Action action) const {
    const auto& chords = chords_of(action);
    return chords.empty() ? std::string() : display_chord(chords.front());
}

}  // namespace proofsheet::ui
