#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/analysis_overlay.h"
#include "ui/layer.h"
#include "ui/panels.h"
#include "ui/sampling_panel_state.h"
#include "ui/sampling_parts.h"

namespace proofsheet::ui {
namespace {

/// A text field that asks for the keyboard has it after so many frames, or its panel is gone.
constexpr int kFramesUntilText = 4;

struct Frame {
    Rect rail, top_bar, slider_bar, filters, content, status;
};

Frame layout_frame(const Context& context, const app::AppState& app, const Rect& screen) {
    const auto px = [&](float points) { return std::round(context.px(points)); };
    Frame frame;
    const float rail = px(metric::kRail);
    frame.rail = {screen.min, {screen.min.x + rail, screen.max.y}};
    frame.status = {{screen.min.x + rail, screen.max.y - px(metric::kStatusBar)}, screen.max};
    float y = screen.min.y;
    const auto bar = [&](float height) {
        const Rect area = {{screen.min.x + rail, y}, {screen.max.x, y + height}};
        y += height;
        return area;
    };
    if (app.screen != app::Screen::Grid) {
        frame.content = {{screen.min.x + rail, y}, {screen.max.x, frame.status.min.y}};
        return frame;
    }
    frame.top_bar = bar(px(metric::kTopBar));
    frame.slider_bar = bar(px(metric::kSliderBar));
    frame.filters = bar(std::round(filter_bar_height(context, app)));
    frame.content = {{screen.min.x + rail, y}, {screen.max.x, frame.status.min.y}};
    return frame;
}

void grid_screen(const Context& context, const app::AppState& app, PanelState& panel,
                 cache::TextureCache& textures, const Frame& frame) {
    top_bar_panel(context, app, panel, frame.top_bar);
    slider_bar_panel(context, app, frame.slider_bar);
    if (frame.filters.height() > 0) filter_bar_panel(context, app, panel, frame.filters);
    if (!app.lightbox) grid_panel(context, app, panel, textures, frame.content);
}

/// In the data folder, named after the run and the slider's value.
std::string default_sheet_file(const app::AppState& app) {
    std::string name = app.library.selected_run.empty() ? "grid" : app.library.selected_run;
    if (app.query.mapping.slider && app.slider < static_cast<int>(app.view->positions.size()))
        name += "-" + app.view->positions[app.slider];
    for (char& c : name)
        if (c == '/' || c == '\\' || c == ' ') c = '_';
    return (app.configuration->config.data_dir / "sheets" / (name + ".png")).native();
}

/// A card that opens starts anew, with the keyboard in its field.
void follow_overlay(const app::AppState& app, PanelState& panel) {
    if (panel.overlay == app.overlay) return;
    panel.overlay = app.overlay;
    panel.cursor = {};
    panel.palette_text.clear();
    panel.folder_follows = true;
    panel.open_list.clear();
    panel.keyboard = {};
    if (app.overlay == app::Overlay::Palette) panel.focus_text = "palette.text";
    if (app.overlay == app::Overlay::OpenFolder) panel.focus_text = "folder.path";
    if (app.overlay == app::Overlay::Sheet) {
        panel.sheet.target = default_sheet_file(app);
        panel.focus_text = "sheet.file";
    }
}

void drawers(const Context& context, const app::AppState& app, PanelState& panel, const Frame& frame) {
    const float width = std::min(context.px(metric::kDrawer), frame.content.width() - context.px(space::k32));
    if (app.drawer_open && !app.lightbox)
        drawer_panel(context, app, panel,
                     {frame.content.min, {frame.content.min.x + width, frame.content.max.y}});
    detail_panel(context, app, panel, frame.content);
}

void background(const Context& context, const app::AppState& app, const Activity& activity, PanelState& panel,
                cache::TextureCache& textures, const Rect& screen, const Frame& frame) {
    const Layer root(context, "root", screen, Layer::Order::Background);
    ImGui::GetWindowDrawList()->AddRectFilled(screen.min, screen.max, context.theme.ground);
    if (app.screen == app::Screen::Start) return start_panel(context, app, activity, screen);
    rail_panel(context, app, frame.rail);
    if (app.screen == app::Screen::Settings)
        settings_panel(context, app, panel, frame.content);
    else if (app.screen == app::Screen::Review)
        review_panel(context, app, panel, textures, frame.content);
    else if (app.screen == app::Screen::Compare)
        compare_panel(context, app, panel, textures, frame.content);
    else if (app.screen == app::Screen::Analysis)
        analysis_panel(context, app, panel, textures, frame.content);
    else if (app.screen == app::Screen::Sampling)
        sampling_panel(context, app, panel, textures, frame.content);
    else if (app.screen == app::Screen::Experiments)
        experiments_panel(context, app, panel, textures, frame.content);
    else
        grid_screen(context, app, panel, textures, frame);
    status_bar_panel(context, app, activity, frame.status);
}

}  // namespace

void draw_root(const Context& context, const app::AppState& app, const Activity& activity, PanelState& panel,
               cache::TextureCache& textures, const Rect& screen) {
    if (std::exchange(panel.keyboard.leave_text, false)) ImGui::SetWindowFocus(nullptr);
    panel.keyboard.typing.clear();
    panel.pixels.clear();
    follow_overlay(app, panel);
    const std::string asked = panel.focus_text;
    if (!asked.empty() && panel.keyboard.awaits_text == 0) panel.keyboard.awaits_text = kFramesUntilText;
    const Frame frame = layout_frame(context, app, screen);
    background(context, app, activity, panel, textures, screen, frame);
    if (app.screen == app::Screen::Grid) {
        if (app.lightbox) {
            Rect picture = frame.content;
            picture.max.x -= detail_width(context, app, frame.content);
            lightbox_panel(context, app, panel, textures, picture);
        }
        drawers(context, app, panel, frame);
        if (app.overlay == app::Overlay::None) open_list_panel(context, app, panel, screen);
    }
    if (app.screen == app::Screen::Analysis) analysis_overlay(context, app, panel, screen);
    if (app.screen == app::Screen::Experiments) experiment_list_panel(context, app, panel, screen);
    problems_panel(context, app, panel, screen);
    help_panel(context, app, panel, screen);
    palette_panel(context, app, panel, screen);
    folder_panel(context, app, panel, screen);
    sheet_panel(context, app, panel, screen);
    upscale_panel(context, app, panel, screen);
    launch_panel(context, app, panel, screen);
    choice_list_panel(context, panel, screen);
    toasts_panel(context, app, screen);
    KeyFocus& keyboard = panel.keyboard;
    // The library knows of a field that is typed in one frame later.
    keyboard.awaits_text =
        keyboard.typing.empty() ? std::max(0, keyboard.awaits_text - 1) : (keyboard.awaits_text > 1 ? 1 : 0);
    if (keyboard.awaits_text == 0 && panel.focus_text == asked) panel.focus_text.clear();  // it never came
    // What nothing took in this frame waits for nobody.
    panel.keyboard.press = false;
    panel.keyboard.nudge = 0;
    panel.scroll_keys = 0;
}

}  // namespace proofsheet::ui
