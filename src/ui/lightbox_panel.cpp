#include <imgui.h>

#include "ui/layer.h"
#include "ui/panels.h"
#include "ui/score_marks.h"
#include "ui/single_picture.h"

namespace proofsheet::ui {
void lightbox_panel(const Context& context, const app::AppState& app, PanelState& panel,
                    cache::TextureCache& textures, const Rect& area) {
    const Layer layer(context, "lightbox", area, Layer::Order::Above);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.picture_surround);
    const float bar = context.px(metric::kTopBar);
    const Rect top = {area.min, {area.max.x, area.min.y + bar}};
    const Rect picture = {{area.min.x, top.max.y}, {area.max.x, area.max.y - context.px(space::k8)}};
    single_picture(context, app, panel, textures, picture, "lightbox.picture", BesidePicture::CloseLightbox);
    want_neighbours(app, textures);
    if (const auto sample = app::shown_sample(app, app.focus))
        score_marks(context, list, app, *sample, picture);

    const float side = context.px(metric::kControl);
    const Rect close = rect(top.min.x + context.px(space::k8), top.center().y - side / 2, side, side);
    if (icon_button(context, "lightbox.close", close, Icon::Close, "Close  (Esc)", ButtonLook::Control)
            .clicked)
        context.emit(app::CloseLightbox{});
    const std::string zoom = zoom_text(app, panel.lightbox);
    const float zoom_width = text_size(context, Type::Body, zoom).x + context.px(space::k16);
    draw_text_in(context, list, Type::Body, {close.max.x + context.px(space::k12), top.min.y},
                 {top.max.x - zoom_width - context.px(space::k12), top.max.y}, context.theme.text,
                 place_text(app));
    draw_text_in(context, list, Type::Body, {top.max.x - zoom_width, top.min.y},
                 {top.max.x - context.px(space::k12), top.max.y}, context.theme.text_dim, zoom, Align::Right);
}

}  // namespace proofsheet::ui
