#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/card.h"
#include "ui/format.h"
#include "ui/panels.h"
#include "ui/picture_view.h"
#include "ui/review_queue.h"
#include "ui/score_marks.h"
#include "ui/single_picture.h"

namespace proofsheet::ui {
namespace {

constexpr float kScoreBarPt = 44, kStripPt = 72, kReviewCardPt = 300;
constexpr int kAhead = 4;  ///< pictures of the queue that are loaded before they are asked for

Rect control_row(const Context& context, const Rect& bar) {
    const float height = context.px(metric::kControl);
    return rect(bar.min.x, std::floor(bar.center().y - height / 2), bar.width(), height);
}

/// "42 of 192 scored · 150 in the queue".
std::string scored_text(const ReviewQueue& queue) {
    const auto total = static_cast<std::int64_t>(queue.ordered.size());
    const auto passing = static_cast<std::int64_t>(queue.passing.size());
    std::string text = grouped(queue.scored) + " of " + grouped(total) + " scored";
    if (passing != total) text += " · " + grouped(passing) + " in the queue";
    return text;
}

void top_bar(const Context& context, const app::AppState& app, const ReviewQueue& queue, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface);
    list.AddLine({area.min.x, area.max.y - 1}, {area.max.x, area.max.y - 1}, context.theme.line, 1);
    const Rect row = control_row(context, area.inset(context.px(space::k12), 0));
    constexpr std::array<std::string_view, 4> kOrders{"Grid", "Shuffled", "By score", "By date"};
    const Rect orders = rect(row.min.x, row.min.y, context.px(300), row.height());
    const int order = static_cast<int>(app.review.queue.order);
    review::QueueQuery query = app.review.queue;
    if (const auto chosen = segmented(context, "review.order", orders, kOrders, order)) {
        // Asking for the shuffle again shuffles anew.
        if (*chosen == order && query.order == review::QueueOrder::Shuffled) ++query.seed;
        query.order = static_cast<review::QueueOrder>(*chosen);
        context.emit(app::SetQueue{query});
    }
    const Rect unscored =
        rect(orders.max.x + context.px(space::k12), row.min.y, context.px(150), row.height());
    if (check_row(context, "review.unscored", unscored, "Unscored only", query.unscored_only).clicked) {
        query.unscored_only = !query.unscored_only;
        context.emit(app::SetQueue{query});
    }
    const float side = row.height();
    const Rect card = rect(row.max.x - side, row.min.y, side, side);
    if (icon_button(context, "review.card", card, Icon::Info,
                    with_hint(context, "All criteria", Action::ToggleCard),
                    app.review.card_open ? ButtonLook::Selected : ButtonLook::Plain)
            .clicked)
        context.emit(app::ToggleCard{});
    const Rect gallery = rect(card.min.x - side - context.px(4), row.min.y, side, side);
    if (icon_button(context, "review.gallery", gallery, Icon::Grid,
                    with_hint(context, "Gallery", Action::ToggleGallery),
                    app.review.gallery.open ? ButtonLook::Selected : ButtonLook::Plain)
            .clicked)
        context.emit(app::ToggleGallery{});
    const Rect strip = rect(gallery.min.x - side - context.px(4), row.min.y, side, side);
    if (icon_button(context, "review.strip", strip, Icon::Review,
                    with_hint(context, "Film strip", Action::ToggleStrip),
                    app.review.strip_open ? ButtonLook::Selected : ButtonLook::Plain)
            .clicked)
        context.emit(app::ToggleStrip{});
    const float right = picture_buttons(context, "review", {strip.min.x - context.px(4), row.min.y}, side);
    std::string text = scored_text(queue);
    if (query.least_score > 0) text += " · at least " + std::to_string(query.least_score);
    draw_text_in(context, list, Type::Body, {unscored.max.x, area.min.y},
                 {right - context.px(space::k8), area.max.y}, context.theme.text, text, Align::Right);
}

void score_bar(const Context& context, const app::AppState& app, const PanelState& panel, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface);
    list.AddLine(area.min, {area.max.x, area.min.y}, context.theme.line, 1);
    const Rect row = control_row(context, area.inset(context.px(space::k12), 0));
    const float width = std::min(context.px(380), row.width() * 0.5f);
    const review::Criterion* criterion = app::main_criterion(app);
    if (criterion != nullptr)
        criterion_row(context, app, *criterion, "review.score",
                      rect(row.min.x, row.min.y, width, row.height()));
    const std::string zoom = zoom_text(app, panel.lightbox);
    const float zoom_width = text_size(context, Type::Small, zoom).x + context.px(space::k12);
    draw_text_in(context, list, Type::Small, {row.max.x - zoom_width, row.min.y}, row.max,
                 context.theme.text_dim, zoom, Align::Right);
    std::string place = place_text(app);
    if (const auto at = place_in_queue(app, panel.queue))
        place = std::to_string(*at + 1) + " of " + std::to_string(panel.queue.passing.size()) + " · " + place;
    draw_text_in(context, list, Type::Body, {row.min.x + width + context.px(space::k16), row.min.y},
                 {row.max.x - zoom_width, row.max.y}, context.theme.text, place);
}

void strip_picture(const Context& context, const app::AppState& app, cache::TextureCache& textures,
                   grid::SampleId sample, bool focused, const std::string& name, const Rect& place) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(place.min, place.max, context.theme.picture_surround);
    ShownCell shown;
    const PictureRequest request{key_of(*app.library.catalog, sample, cache::Level::Proxy),
                                 {},
                                 box_of(place),
                                 {cache::Priority::Visible, 1},
                                 false,
                                 app.now};
    show_picture(context, list, textures, shown, request);
    score_marks(context, list, app, sample, place);
    if (focused) focus_ring(context, list, place.inset(context.px(1), context.px(1)));
    if (touch_area(context, name, place).clicked) context.emit(app::FocusPicture{sample});
}

/// Neighbours of the focused picture in the queue, itself in the middle.
void film_strip(const Context& context, const app::AppState& app, const ReviewQueue& queue,
                cache::TextureCache& textures, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.ground);
    const float side = area.height() - context.px(space::k8);
    const float step = side + context.px(space::k4);
    const int half = std::max(0, static_cast<int>((area.width() / step - 1) / 2));
    const auto place = place_in_queue(app, queue);
    const int current = place ? static_cast<int>(*place) : 0;
    for (int offset = -half; offset <= half; ++offset) {
        const int index = current + offset;
        if (index < 0 || index >= static_cast<int>(queue.passing.size())) continue;
        const Rect thumb = rect(area.center().x + step * static_cast<float>(offset) - side / 2,
                                area.center().y - side / 2, side, side);
        const std::string name = "review.strip[" + std::to_string(index) + "]";
        strip_picture(context, app, textures, queue.passing[static_cast<std::size_t>(index)],
                      place && offset == 0, name, thumb);
    }
}

/// The queue's next pictures are there when a key asks for them.
void want_queue(const app::AppState& app, const ReviewQueue& queue, cache::TextureCache& textures) {
    const auto place = place_in_queue(app, queue);
    const std::size_t from = place ? *place + 1 : 0;
    for (std::size_t i = 0; i < kAhead && from + i < queue.passing.size(); ++i)
        want_soon(app, textures, queue.passing[from + i], static_cast<int>(2 * i));
    if (place && *place > 0) want_soon(app, textures, queue.passing[*place - 1], 3);
}

bool is_shown(const app::AppState& app) {
    const auto sample = app::focused_sample(app);
    return sample && !app.review.at_end && app::is_let_through(app, *sample);
}

void draw_middle(const Context& context, const app::AppState& app, PanelState& panel,
                 cache::TextureCache& textures, const Rect& area) {
    if (app.review.gallery.open && !panel.queue.passing.empty() && !app.review.at_end)
        return gallery_panel(context, app, panel, textures, area);
    if (!is_shown(app)) {
        panel.lightbox.report = {};
        return review_progress(context, app, panel.queue, area);
    }
    single_picture(context, app, panel, textures, area, "review.picture", BesidePicture::Nothing);
    if (const auto sample = app::shown_sample(app, app.focus))
        score_marks(context, *ImGui::GetWindowDrawList(), app, *sample, area);
}

}  // namespace

void review_panel(const Context& context, const app::AppState& app, PanelState& panel,
                  cache::TextureCache& textures, const Rect& area) {
    follow_queue(app, panel.queue);
    const Rect top = {area.min, {area.max.x, area.min.y + context.px(metric::kTopBar)}};
    top_bar(context, app, panel.queue, top);
    const float strip = app.review.strip_open ? context.px(kStripPt) : 0;
    const Rect bar = {{area.min.x, area.max.y - strip - context.px(kScoreBarPt)},
                      {area.max.x, area.max.y - strip}};
    Rect picture = {{area.min.x, top.max.y}, {area.max.x, bar.min.y}};
    if (app.review.card_open) {
        const float width = std::min(context.px(kReviewCardPt), picture.width() / 2);
        review_card(context, app, panel, {{picture.max.x - width, picture.min.y}, picture.max});
        picture.max.x -= width;
    }
    ImGui::GetWindowDrawList()->AddRectFilled(picture.min, picture.max, context.theme.picture_surround);
    draw_middle(context, app, panel, textures, picture);
    want_queue(app, panel.queue, textures);
    score_bar(context, app, panel, bar);
    if (strip > 0) film_strip(context, app, panel.queue, textures, {{area.min.x, bar.max.y}, area.max});
}

}  // namespace proofsheet::ui
