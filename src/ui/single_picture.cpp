#include "ui/single_picture.h"

#include <imgui.h>

#include <cmath>

#include "ui/loupe.h"
#include "ui/panels.h"
#include "ui/picture_view.h"

namespace proofsheet::ui {
namespace {

void handle_mouse(const Context& context, const app::AppState& app, LightboxState& state, const Press& press,
                  BesidePicture beside) {
    const ImGuiIO& io = ImGui::GetIO();
    const app::Vec2 mouse{io.MousePos.x, io.MousePos.y};
    const bool known = state.full_size.area() > 0;
    if (press.hovered && io.MouseWheel != 0 && known)
        context.emit(app::SetLightboxCamera{
            app::zoomed_at(app.lightbox_camera, state.full_size, state.box, mouse,
                           app.lightbox_camera.zoom * std::pow(kWheelZoom, io.MouseWheel))});
    if (press.held) {
        if (!state.dragging) {
            state.dragging = true;
            state.dragged = 0;
            state.pressed_background =
                !known || !app::picture_box(app.lightbox_camera, state.full_size, state.box).contains(mouse);
        }
        state.dragged += std::abs(io.MouseDelta.x) + std::abs(io.MouseDelta.y);
        if (known && state.dragged >= context.px(kDragThresholdPt))
            context.emit(app::SetLightboxCamera{app::panned(app.lightbox_camera, state.full_size, state.box,
                                                            {io.MouseDelta.x, io.MouseDelta.y})});
    } else if (state.dragging) {
        state.dragging = false;
        if (state.dragged < context.px(kDragThresholdPt) && state.pressed_background &&
            beside == BesidePicture::CloseLightbox)
            context.emit(app::CloseLightbox{});
    }
    if (press.double_clicked && known && !state.pressed_background)
        context.emit(
            app::SetLightboxCamera{app::toggled_fit(app.lightbox_camera, state.full_size, state.box, mouse)});
}

void draw_picture(const Context& context, const app::AppState& app, PanelState& panel,
                  cache::TextureCache& textures, const Rect& area) {
    LightboxState& state = panel.lightbox;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    state.report = {app.focus,
                    app::shown_sample(app, app.focus),
                    CellLevel::Missing,
                    app::stack_size(app, app.focus),
                    false,
                    {}};
    state.box = box_of(area);
    if (!state.report.sample) {
        draw_icon(context, list, Icon::Missing, {area.center().x, area.center().y - context.px(16)},
                  context.theme.text_dim, 28);
        draw_text_in(context, list, Type::Body, {area.min.x, area.center().y},
                     {area.max.x, area.center().y + context.px(24)}, context.theme.text_dim,
                     "No picture for this combination", Align::Center);
        return;
    }
    const PictureRequest request{key_of(*app.library.catalog, *state.report.sample, cache::Level::Proxy),
                                 app.lightbox_camera,
                                 state.box,
                                 {cache::Priority::Visible, 0},
                                 true,
                                 app.now};
    const PictureOutcome outcome = show_picture(context, list, textures, state.shown, request);
    state.report.level = outcome.level;
    state.report.is_held = outcome.is_held;
    state.report.error = outcome.error;
    state.full_size = outcome.full_size.area() > 0 ? outcome.full_size : state.shown.full_size;
    if (outcome.level != CellLevel::Failed) return;
    draw_icon(context, list, Icon::Broken, {area.center().x, area.center().y - context.px(24)},
              context.theme.bad, 28);
    draw_wrapped(context, list, Type::Body, {area.center().x - context.px(220), area.center().y},
                 context.px(440), context.theme.text, outcome.error);
}

/// Loupe and pixel value of the picture that is shown.
void look_closer(const Context& context, const app::AppState& app, PanelState& panel,
                 cache::TextureCache& textures, const Rect& area) {
    const LightboxState& state = panel.lightbox;
    if (!state.report.sample || state.full_size.area() == 0 || state.report.level == CellLevel::Failed)
        return;
    const LookedAt picture{*state.report.sample, state.full_size,
                           app::picture_box(app.lightbox_camera, state.full_size, state.box), area};
    hold_loupe(context, app, textures, picture);
    if (const auto content = pointed_content(picture))
        tell_pixels(context, app, panel, textures, {&picture, 1}, *content);
}

/// The reference is there when its key goes down.
void want_reference(const app::AppState& app, cache::TextureCache& textures) {
    if (const auto reference = app::find_sample(app, app.compare.reference))
        want_soon(app, textures, *reference, 1);
}

}  // namespace

std::string place_text(const app::AppState& app) {
    if (app::shown_sample(app, app.focus) != app::focused_sample(app)) return "The reference";
    const grid::GridView& view = *app.view;
    const app::CellAt cell = app.focus;
    std::string text;
    const auto add = [&](const std::string& part) {
        if (part.empty()) return;
        if (!text.empty()) text += " · ";
        text += part;
    };
    const int position = app::position_of(app, cell);
    if (app.query.mapping.slider && position < static_cast<int>(view.positions.size()))
        add(*app.query.mapping.slider + " " + view.positions[position]);
    if (app.query.mapping.y) add(axis_label(app, app.query.mapping.y, view.rows[cell.row]));
    if (app.query.mapping.x) add(axis_label(app, app.query.mapping.x, view.columns[cell.column]));
    return text;
}

std::string zoom_text(const app::AppState& app, const LightboxState& box) {
    if (box.full_size.area() == 0) return "";
    const double scale = app::scale_of(app.lightbox_camera, box.full_size, box.box.size);
    return std::to_string(box.full_size.width) + " × " + std::to_string(box.full_size.height) + " · " +
           std::to_string(static_cast<int>(std::lround(scale * 100))) + " %";
}

void want_soon(const app::AppState& app, cache::TextureCache& textures, grid::SampleId sample, int distance) {
    textures.want(key_of(*app.library.catalog, sample, cache::Level::Proxy),
                  {cache::Priority::Flip, distance});
    textures.want(key_of(*app.library.catalog, sample, cache::Level::Full),
                  {cache::Priority::Flip, distance + 1});
}

void want_neighbours(const app::AppState& app, cache::TextureCache& textures) {
    const auto want = [&](app::CellAt cell, int position, int distance) {
        const auto samples = app.view->at({cell.column, cell.row, position});
        if (samples.empty()) return;
        want_soon(app, textures, samples.front(), distance);
    };
    const int position = app::position_of(app, app.focus);
    want(app.focus, position + app.travel, 0);
    want(app.focus, position - app.travel, 2);
    want({app.focus.column + 1, app.focus.row}, position, 4);
    want({app.focus.column - 1, app.focus.row}, position, 6);
}

void single_picture(const Context& context, const app::AppState& app, PanelState& panel,
                    cache::TextureCache& textures, const Rect& area, std::string_view target,
                    BesidePicture beside) {
    draw_picture(context, app, panel, textures, area);
    const Press press = touch_area(context, target, area, TargetKind::Surface);
    handle_mouse(context, app, panel.lightbox, press, beside);
    look_closer(context, app, panel, textures, area);
    want_reference(app, textures);
}

}  // namespace proofsheet::ui
