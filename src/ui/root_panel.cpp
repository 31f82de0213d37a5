#include <imgui.h>

#include <cmath>

#include "ui/layer.h"
#include "ui/panels.h"

namespace proofsheet::ui {
namespace {

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

}  // namespace

void draw_root(const Context& context, const app::AppState& app, const Activity& activity, PanelState& panel,
               cache::TextureCache& textures, const Rect& screen) {
    const Frame frame = layout_frame(context, app, screen);
    const bool start = app.screen == app::Screen::Start;
    {
        const Layer root("root", screen, Layer::Order::Background);
        ImGui::GetWindowDrawList()->AddRectFilled(screen.min, screen.max, context.theme.ground);
        if (start)
            start_panel(context, app, activity, screen);
        else {
            rail_panel(context, app, frame.rail);
            grid_screen(context, app, panel, textures, frame);
            status_bar_panel(context, app, activity, frame.status);
        }
    }
    if (!start) {
        if (app.lightbox) lightbox_panel(context, app, panel, textures, frame.content);
        const bool drawer = app.drawer_open && !app.lightbox;
        const float width =
            std::min(context.px(metric::kDrawer), frame.content.width() - context.px(space::k32));
        if (drawer)
            drawer_panel(context, app, panel,
                         {frame.content.min, {frame.content.min.x + width, frame.content.max.y}});
        open_list_panel(context, app, panel, screen);
        problems_panel(context, app, screen);
    }
    help_panel(context, app, screen);
    toasts_panel(context, app, screen);
}

}  // namespace proofsheet::ui
