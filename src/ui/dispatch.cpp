#include "ui/dispatch.h"

#include <algorithm>

#include "app/experiments_command.h"
#include "ui/panels.h"
#include "ui/sampling_parts.h"

namespace proofsheet::ui {
namespace {

using app::Camera;
using app::Command;

constexpr double kKeyZoom = 1.25;
constexpr float kCellGrowth = 1.2f;

/// The picture that zoom keys act on: the lightbox, the cell under the pointer, or the focused one.
struct Subject {
    app::Box box;
    SizePx picture;
    Camera camera;
    bool lightbox = false;
};

std::optional<Subject> subject_of(const app::AppState& app, const PanelState& panel) {
    if (shows_single(app)) {
        if (panel.lightbox.full_size.area() == 0) return std::nullopt;
        return Subject{panel.lightbox.box, panel.lightbox.full_size, app.lightbox_camera, true};
    }
    const GridPanelState& grid = panel.grid;
    if (grid.hovered && grid.hovered_size.area() > 0)
        return Subject{grid.hovered_box, grid.hovered_size, app.camera, false};
    if (grid.focus_size.area() > 0) return Subject{grid.focus_box, grid.focus_size, app.camera, false};
    return std::nullopt;
}

Command set_camera(const Subject& subject, const Camera& camera) {
    if (subject.lightbox) return app::SetLightboxCamera{camera};
    return app::SetCamera{camera};
}

/// Where a zoom key holds the content: under the pointer when it is over the picture, else in the middle.
app::Vec2 anchor_of(const Subject& subject, app::Vec2 pointer) {
    return subject.box.contains(pointer) ? pointer : subject.box.center();
}

std::optional<Command> zoom_command(Action action, const app::AppState& app, const PanelState& panel,
                                    app::Vec2 pointer) {
    const auto subject = subject_of(app, panel);
    if (!subject) return std::nullopt;
    const app::Vec2 anchor = anchor_of(*subject, pointer);
    const auto at_scale = [&](double scale) {
        const double zoom = app::zoom_for_scale(scale, subject->picture, subject->box.size);
        return set_camera(*subject,
                          app::zoomed_at(subject->camera, subject->picture, subject->box, anchor, zoom));
    };
    const auto by_factor = [&](double factor) {
        return set_camera(*subject, app::zoomed_at(subject->camera, subject->picture, subject->box, anchor,
                                                   subject->camera.zoom * factor));
    };
    switch (action) {
        case Action::ToggleFit:
            return set_camera(*subject,
                              app::toggled_fit(subject->camera, subject->picture, subject->box, anchor));
        case Action::ZoomIn:
            return by_factor(kKeyZoom);
        case Action::ZoomOut:
            return by_factor(1 / kKeyZoom);
        case Action::ZoomFit:
            return set_camera(*subject, {});
        case Action::Zoom100:
            return at_scale(1);
        case Action::Zoom200:
            return at_scale(2);
        default:
            return std::nullopt;
    }
}

std::optional<Command> focus_command(Action action, const app::AppState& app) {
    const int columns = static_cast<int>(app.view->columns.size());
    const int rows = static_cast<int>(app.view->rows.size());
    switch (action) {
        case Action::FocusLeft:
            return app::MoveFocus{-1, 0};
        case Action::FocusRight:
            return app::MoveFocus{1, 0};
        case Action::FocusUp:
            return app::MoveFocus{0, -1};
        case Action::FocusDown:
            return app::MoveFocus{0, 1};
        case Action::FocusRowStart:
            return app::Focus{{0, app.focus.row}};
        case Action::FocusRowEnd:
            return app::Focus{{columns - 1, app.focus.row}};
        case Action::FocusFirst:
            return app::Focus{{0, 0}};
        case Action::FocusLast:
            return app::Focus{{columns - 1, rows - 1}};
        default:
            return std::nullopt;
    }
}

bool is_between(Action action, Action first, Action last) {
    return action >= first && action <= last;
}

int offset_of(Action action, Action first) {
    return static_cast<int>(action) - static_cast<int>(first);
}

std::optional<Command> set_mark(const app::AppState& app, std::string_view criterion, int value) {
    const review::Criterion* found = app::find_criterion(app, criterion);
    if (found == nullptr) return std::nullopt;
    review::ReviewValue wanted;
    if (value > 0) wanted = value;
    return app::SetValue{found->id, wanted};
}

Command with_queue(const app::AppState& app, bool unscored, int least) {
    review::QueueQuery query = app.review.queue;
    query.unscored_only = unscored;
    query.least_score = least;
    return app::SetQueue{query};
}

/// Digits fill another criterion only beside the card that shows which one.
std::optional<Command> choose_criterion(const app::AppState& app, int step) {
    if (app.screen != app::Screen::Review) return std::nullopt;
    if (!app.review.card_open) return app::ToggleCard{};
    const int count = static_cast<int>(app::score_criteria(app).size());
    return app::ChooseCriterion{count > 0 ? (app.review.criterion + step + count) % count : 0};
}

/// What concerns scores and flags, on every screen that shows a picture.
std::optional<Command> score_command(Action action, const app::AppState& app) {
    if (is_between(action, Action::Rate1, Action::Rate10))
        return app::Rate{offset_of(action, Action::Rate1) + 1};
    const review::QueueQuery& queue = app.review.queue;
    if (is_between(action, Action::LeastScore0, Action::LeastScore9))
        return with_queue(app, queue.unscored_only, offset_of(action, Action::LeastScore0));
    switch (action) {
        case Action::Reject:
            return set_mark(app, "flag", 1);
        case Action::Pick:
            return set_mark(app, "flag", 2);
        case Action::Unflag:
            return set_mark(app, "flag", 0);
        case Action::Favourite:
            return app::CycleValue{"favourite"};
        case Action::UseAgain:
            return app::CycleValue{"use_again"};
        case Action::Undo:
            return app::UndoReview{};
        case Action::Redo:
            return app::RedoReview{};
        case Action::LastScored:
            return app::GoToLastScored{};
        case Action::AutoAdvance:
            return app::ToggleAutoAdvance{};
        case Action::UnscoredOnly:
            return with_queue(app, !queue.unscored_only, queue.least_score);
        case Action::NextCriterion:
            return choose_criterion(app, 1);
        case Action::PreviousCriterion:
            return choose_criterion(app, -1);
        case Action::ToggleStrip:
            return app::ToggleStrip{};
        case Action::ToggleCard:
            return app::ToggleCard{};
        default:
            return std::nullopt;
    }
}

/// What SinkIn is asked for, on every screen that shows a picture.
std::optional<Command> experiment_command(Action action, const app::AppState& app) {
    if (action != Action::Upscale && action != Action::UseSettings) return std::nullopt;
    if (!app::focused_sample(app)) return std::nullopt;
    if (action == Action::Upscale) return app::on_experiments(app::OpenUpscale{});
    return app::on_experiments(app::UseSettingsOfPicture{});
}

/// What concerns pictures against each other, on every screen that shows one.
std::optional<Command> compare_command(Action action, const app::AppState& app) {
    const bool open = app.screen == app::Screen::Compare;
    switch (action) {
        case Action::ShowCompare:
            return app::ShowScreen{open ? app::Screen::Grid : app::Screen::Compare};
        case Action::NextWay:
            if (!open) return std::nullopt;
            return app::StepCompareWay{1};
        case Action::SwapCompared:
            if (!open) return std::nullopt;
            return app::SwapCompared{};
        case Action::ShowDifference:
            return app::ToggleDifference{};
        case Action::NextChangeMap:
            if (app.screen != app::Screen::Grid || app.lightbox) return std::nullopt;
            return app::StepChangeMap{};
        case Action::SetReference:
            return app::SetReference{};
        case Action::HoldReference:
            return app::HoldPeek{app::PeekKind::Reference, true};
        case Action::HoldLoupe:
            return app::HoldPeek{app::PeekKind::Loupe, true};
        case Action::PixelValue:
            return app::TogglePixelValue{};
        case Action::PinPicture:
            if (const auto sample = app::focused_sample(app)) return app::PinPicture{*sample};
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

/// What concerns the slider, on every screen that shows a picture.
std::optional<Command> slider_command(Action action) {
    switch (action) {
        case Action::StepNext:
            return app::HoldStep{1};
        case Action::StepPrevious:
            return app::HoldStep{-1};
        case Action::Play:
            return app::TogglePlay{};
        case Action::PlayFaster:
            return app::ChangeSpeed{-1};
        case Action::PlaySlower:
            return app::ChangeSpeed{1};
        case Action::ToggleLoop:
            return app::ToggleLoop{};
        default:
            return std::nullopt;
    }
}

/// On the Compare screen the arrows choose the cell that is compared.
std::optional<Command> compare_screen_command(Action action, const app::AppState& app,
                                              const PanelState& panel, app::Vec2 pointer) {
    switch (action) {
        case Action::ShowGrid:
        case Action::OpenLightbox:
            return app::ShowScreen{app::Screen::Grid};
        case Action::ShowReview:
            return app::ShowScreen{app::Screen::Review};
        default:
            break;
    }
    if (auto command = slider_command(action)) return command;
    if (auto command = focus_command(action, app)) return command;
    return zoom_command(action, app, panel, pointer);
}

/// On the Review screen the arrows go through the queue; in the gallery up and down go by its rows.
std::optional<Command> queue_command(Action action, const app::AppState& app, const PanelState& panel) {
    const int row = app.review.gallery.open ? panel.gallery.columns : 1;
    switch (action) {
        case Action::FocusLeft:
            return app::MoveInQueue{-1};
        case Action::FocusRight:
            return app::MoveInQueue{1};
        case Action::FocusUp:
            return app::MoveInQueue{-row};
        case Action::FocusDown:
            return app::MoveInQueue{row};
        case Action::FocusRowStart:
        case Action::FocusFirst:
            return app::GoToQueueEnd{-1};
        case Action::FocusRowEnd:
        case Action::FocusLast:
            return app::GoToQueueEnd{1};
        default:
            return std::nullopt;
    }
}

std::optional<Command> review_command(Action action, const app::AppState& app, const PanelState& panel,
                                      app::Vec2 pointer) {
    switch (action) {
        case Action::OpenLightbox:
            if (app.review.gallery.open) return app::ToggleGallery{};
            return app::ShowScreen{app::Screen::Grid};
        case Action::ShowGrid:
        case Action::ShowReview:
            return app::ShowScreen{app::Screen::Grid};
        case Action::ToggleGallery:
            return app::ToggleGallery{};
        default:
            break;
    }
    if (auto command = queue_command(action, app, panel)) return command;
    if (auto command = slider_command(action)) return command;
    return zoom_command(action, app, panel, pointer);
}

std::optional<Command> resized(const GridPanelState& grid, float factor) {
    if (grid.column_pt <= 0 || grid.row_pt <= 0) return std::nullopt;
    return app::ResizeCells{{grid.column_pt * factor, grid.row_pt * factor}};
}

std::optional<Command> grid_command(Action action, const app::AppState& app, const PanelState& panel,
                                    app::Vec2 pointer) {
    switch (action) {
        case Action::CellStepNext:
            return app::StepCell{app.focus, 1};
        case Action::CellStepPrevious:
            return app::StepCell{app.focus, -1};
        case Action::ResetCell:
            return app::ResetCell{app.focus};
        case Action::ResetAllCells:
            return app::ResetAllCells{};
        case Action::LargerCells:
            return resized(panel.grid, kCellGrowth);
        case Action::SmallerCells:
            return resized(panel.grid, 1 / kCellGrowth);
        case Action::FitCells:
            return app::ResizeCells{};
        case Action::NextInCell:
            return app::CycleStack{app.focus, 1};
        case Action::OpenLightbox:
            if (app.lightbox) return app::CloseLightbox{};
            if (!app::sample_at(app, app.focus)) return missing_cell_command(app, panel, app.focus);
            return app::OpenLightbox{app.focus};
        case Action::ShowGrid:
            return app::CloseLightbox{};
        case Action::ToggleInfo:
            return app::ToggleInfo{};
        case Action::ToggleDrawer:
            return app::ToggleDrawer{};
        case Action::ShowPictureDetails:
            return app::ToggleDetails{app::DetailKind::Picture};
        case Action::ShowCheckpointDetails:
            return app::ToggleDetails{app::DetailKind::Checkpoint};
        case Action::ToggleFilters:
            return app::ToggleFilters{};
        case Action::SaveSheet:
            if (app.view->samples.empty()) return std::nullopt;
            return app::ToggleOverlay{app::Overlay::Sheet};
        case Action::SearchRuns:
        case Action::SavePreset:
            return app::SetDrawer{true};
        default:
            break;
    }
    if (auto command = slider_command(action)) return command;
    if (auto command = focus_command(action, app)) return command;
    return zoom_command(action, app, panel, pointer);
}

/// What ends when the key of an action goes up.
std::optional<app::PeekKind> peek_of(Action action) {
    if (action == Action::HoldLoupe) return app::PeekKind::Loupe;
    if (action == Action::HoldReference) return app::PeekKind::Reference;
    return std::nullopt;
}

/// A second press goes back to the grid.
Command toggle_screen(const app::AppState& app, app::Screen screen) {
    return app::ShowScreen{app.screen == screen ? app::Screen::Grid : screen};
}

/// On screens that show no picture as large as it gets: their own keys first.
std::optional<Command> other_screen_command(Action action, const app::AppState& app,
                                            const PanelState& panel) {
    std::optional<Command> own;
    if (app.screen == app::Screen::Analysis) own = analysis_command(action, app, panel);
    if (app.screen == app::Screen::Sampling) own = sampling_command(action, app, panel);
    if (app.screen == app::Screen::Experiments) own = experiments_command(action, app, panel);
    if (own) return own;
    if (action == Action::ShowGrid) return app::ShowScreen{app::Screen::Grid};
    if (app.screen == app::Screen::Start || app.view->samples.empty()) return std::nullopt;
    if (action == Action::ShowReview) return app::ShowScreen{app::Screen::Review};
    if (action == Action::ShowCompare) return app::ShowScreen{app::Screen::Compare};
    return std::nullopt;
}

}  // namespace

std::optional<Action> action_for(const Keymap& keymap, const Chord& chord, const app::AppState& app) {
    const bool card = app.screen == app::Screen::Review && app.review.card_open;
    const bool tab = chord.key == Key::Tab && !chord.mods.ctrl && !chord.mods.alt && !chord.mods.super;
    if (card && tab) return chord.mods.shift ? Action::PreviousCriterion : Action::NextCriterion;
    return keymap.find(chord);
}

bool takes_character(const Keymap& keymap, const KeyPressed& pressed) {
    const bool digit = pressed.key >= Key::Digit0 && pressed.key <= Key::Digit9;
    return digit && keymap.find({pressed.key, pressed.mods, 0}).has_value();
}

std::optional<Command> screen_command(Action action, const app::AppState& app, const PanelState& panel,
                                      app::Vec2 pointer) {
    switch (action) {
        case Action::ToggleFullscreen:
            return app::ToggleFullscreen{};
        case Action::ToggleTheme:
            return app::SetTheme{app::is_dark(app) ? app::ThemeChoice::Light : app::ThemeChoice::Dark};
        case Action::Rescan:
            return app::Rescan{};
        case Action::ShowHelp:
            return app::ToggleOverlay{app::Overlay::Help};
        case Action::ShowProblems:
            return app::ToggleOverlay{app::Overlay::Problems};
        case Action::ShowPalette:
            return app::ToggleOverlay{app::Overlay::Palette};
        case Action::OpenFolder:
            return app::ToggleOverlay{app::Overlay::OpenFolder};
        case Action::ShowSettings:
            return toggle_screen(app, app::Screen::Settings);
        case Action::ShowExperiments:
            return toggle_screen(app, app::Screen::Experiments);
        case Action::NewExperiment:
            return app::on_experiments(app::ShowExperiments{app::ExperimentsPart::Form});
        case Action::ShowSampling:
            return toggle_screen(app, app::Screen::Sampling);
        case Action::ShowAnalysis:
            return toggle_screen(app, app::Screen::Analysis);
        case Action::Quit:
            return app::Quit{};
        default:
            break;
    }
    const bool shows_pictures = app.screen == app::Screen::Grid || app.screen == app::Screen::Review ||
                                app.screen == app::Screen::Compare;
    if (!shows_pictures) return other_screen_command(action, app, panel);
    if (auto command = score_command(action, app)) return command;
    if (auto command = experiment_command(action, app)) return command;
    if (auto command = compare_command(action, app)) return command;
    if (app.screen == app::Screen::Compare) return compare_screen_command(action, app, panel, pointer);
    if (app.screen == app::Screen::Review) return review_command(action, app, panel, pointer);
    if (action == Action::ShowReview) return app::ShowScreen{app::Screen::Review};
    return grid_command(action, app, panel, pointer);
}

std::optional<Command> command_for(Action action, const app::AppState& app, const PanelState& panel,
                                   app::Vec2 pointer) {
    if (action == Action::GoBack) return app::GoBack{};
    const auto command = screen_command(action, app, panel, pointer);
    if (app.overlay == app::Overlay::None || !command) return command;
    // Over a card only what opens or closes one, and what concerns the window, is allowed.
    const bool card = std::holds_alternative<app::ToggleOverlay>(*command);
    const bool window =
        action == Action::ToggleFullscreen || action == Action::ToggleTheme || action == Action::Quit;
    return card || window ? command : std::nullopt;
}

Command command_for_drop(const std::vector<std::string>& paths, const app::AppState& app) {
    const bool form = app.screen == app::Screen::Experiments && app.overlay == app::Overlay::None &&
                      app.experiments->part == app::ExperimentsPart::Form;
    if (form && paths.size() == 1)
        return app::on_experiments(app::EditField{"init_image_file", paths.front()});
    return app::OpenPaths{paths};
}

std::optional<Command> release_command_for(Action action, const app::AppState& app) {
    if (const auto peek = peek_of(action)) {
        const bool down = *peek == app::PeekKind::Loupe ? app.peek.loupe : app.peek.reference;
        if (!down) return std::nullopt;
        return app::HoldPeek{*peek, false};
    }
    const bool step = action == Action::StepNext || action == Action::StepPrevious;
    const int direction = action == Action::StepNext ? 1 : -1;
    if (step && app.held.direction == direction) return app::HoldStep{0};
    return std::nullopt;
}

}  // namespace proofsheet::ui
