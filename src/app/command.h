#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "app/state.h"

namespace proofsheet::app {

// News, past tense: what happened outside.
struct FrameStarted {
    Millis now{0};
    bool current_shown = true;
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
struct ToggleHelp {};
struct ToggleProblems {};
struct ToggleInfo {};
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

using Command =
    std::variant<FrameStarted, RunsDiscovered, CatalogScanned, OpenFailed, PreferenceOfSystemRead, Noticed,
                 OpenPaths, OpenDemo, Rescan, SelectRun, ShowOnlyRunsWithSamples, AssignRole, SetFilterMode,
                 ToggleValue, SoloValue, SelectAllValues, StepSlider, HoldStep, SetSlider, SetCellSlider,
                 ResetCell, ResetAllCells, CycleStack, TogglePlay, ChangeSpeed, SetSpeed, ToggleLoop, Focus,
                 MoveFocus, SetCamera, SetCellCamera, SetLightboxCamera, OpenLightbox, CloseLightbox,
                 ResizeCells, ToggleDrawer, SetDrawer, ToggleFilters, ToggleHelp, ToggleProblems, ToggleInfo,
                 ToggleFullscreen, SetTheme, GoBack, DismissToast, CopyText, Quit>;

}  // namespace proofsheet::app
