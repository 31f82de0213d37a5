#include "ui/dispatch.h"

#include <algorithm>

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
        case Action::NextCriterion: {
            const int count = static_cast<int>(app::score_criteria(app).size());
            return app::ChooseCriterion{count > 0 ? (app.review.criterion + 1) % count : 0};
        }
        case Action::ToggleStrip:
            return app::ToggleStrip{};
        case Action::ToggleCard:
            return app::ToggleCard{};
        default:
            return std::nullopt;
    }
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
        case Action::SetReference:
            return app::SetReference{};
        case Action::PinPicture:
            if (const auto sample = app::focused_sample(app)) return app::PinPicture{*sample};
            return std::nullopt;
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
        case Action::StepNext:
            return app::HoldStep{1};
        case Action::StepPrevious:
            return app::HoldStep{-1};
        default:
            break;
    }
    if (auto command = focus_command(action, app)) return command;
    return zoom_command(action, app, panel, pointer);
}

/// On the Review screen the arrows go through the queue.
std::optional<Command> review_command(Action action, const app::AppState& app, const PanelState& panel,
                                      app::Vec2 pointer) {
    switch (action) {
        case Action::FocusLeft:
        case Action::FocusUp:
            return app::MoveInQueue{-1};
        case Action::FocusRight:
        case Action::FocusDown:
            return app::MoveInQueue{1};
        case Action::ShowGrid:
        case Action::ShowReview:
        case Action::OpenLightbox:
            return app::ShowScreen{app::Screen::Grid};
        case Action::StepNext:
            return app::HoldStep{1};
        case Action::StepPrevious:
            return app::HoldStep{-1};
        default:
            return zoom_command(action, app, panel, pointer);
    }
}

std::optional<Command> resized(const GridPanelState& grid, float factor) {
    if (grid.column_pt <= 0 || grid.row_pt <= 0) return std::nullopt;
    return app::ResizeCells{{grid.column_pt * factor, grid.row_pt * factor}};
}

std::optional<Command> grid_command(Action action, const app::AppState& app, const PanelState& panel,
                                    app::Vec2 pointer) {
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
    if (auto command = focus_command(action, app)) return command;
    return zoom_command(action, app, panel, pointer);
}

}  // namespace

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
            return app::ShowScreen{app.screen == app::Screen::Settings ? app::Screen::Grid
                                                                       : app::Screen::Settings};
        case Action::Quit:
            return app::Quit{};
        default:
            break;
    }
    if (action == Action::ShowGrid && app.screen == app::Screen::Settings)
        return app::ShowScreen{app::Screen::Grid};
    const bool shows_pictures = app.screen == app::Screen::Grid || app.screen == app::Screen::Review ||
                                app.screen == app::Screen::Compare;
    if (!shows_pictures) return std::nullopt;
    if (auto command = score_command(action, app)) return command;
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

std::optional<Command> release_command_for(Action action, const app::AppState& app) {
    const bool step = action == Action::StepNext || action == Action::StepPrevious;
    const int direction = action == Action::StepNext ? 1 : -1;
    if (step && app.held.direction == direction) return app::HoldStep{0};
    return std::nullopt;
}

}  // namespace proofsheet::ui
