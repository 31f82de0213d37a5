#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "ui/layer.h"
#include "ui/panels.h"
#include "ui/picture_view.h"
#include "ui/review_queue.h"
#include "ui/score_marks.h"

namespace proofsheet::ui {
namespace {

constexpr float kBarPt = 40;

/// How the pictures of the queue are laid out in rows.
struct Shelf {
    Rect area;       ///< for rows
    float side = 1;  ///< of a picture, device pixels
    float step = 1;  ///< from one picture to the next
    int columns = 1;
    int count = 0;
    int rows() const { return (count + columns - 1) / columns; }
    int rows_on_a_page() const { return std::max(1, static_cast<int>((area.height() + step - side) / step)); }
    int on_a_page() const { return rows_on_a_page() * columns; }
    int pages() const { return std::max(1, (count + on_a_page() - 1) / on_a_page()); }
    float left() const {
        return std::floor(area.min.x +
                          (area.width() - step * static_cast<float>(columns) + (step - side)) / 2);
    }
};

Shelf shelf_of(const Context& context, const app::AppState& app, const ReviewQueue& queue, const Rect& area) {
    Shelf shelf;
    shelf.area = area;
    shelf.side = context.px(
        static_cast<float>(app::kGallerySizesPt[static_cast<std::size_t>(app.review.gallery.size)]));
    shelf.step = shelf.side + context.px(space::k8);
    const float room = area.width() - context.px(metric::kScrollBar) - context.px(space::k8);
    shelf.columns = std::max(1, static_cast<int>((room + context.px(space::k8)) / shelf.step));
    shelf.count = static_cast<int>(queue.passing.size());
    return shelf;
}

/// One picture; false while it is on its way.
bool gallery_picture(const Context& context, const app::AppState& app, cache::TextureCache& textures,
                     grid::SampleId sample, int index, const Rect& place) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(place.min, place.max, context.theme.ground);
    ShownCell shown;
    const PictureRequest request{key_of(*app.library.catalog, sample, cache::Level::Proxy),
                                 {},
                                 box_of(place),
                                 {cache::Priority::Visible, 1},
                                 false,
                                 app.now};
    const PictureOutcome outcome = show_picture(context, list, textures, shown, request);
    if (outcome.level == CellLevel::Failed)
        draw_icon(context, list, Icon::Broken, place.center(), context.theme.bad, 20);
    score_marks(context, list, app, sample, place);
    if (app::focused_sample(app) == sample)
        focus_ring(context, list, place.inset(context.px(1), context.px(1)));
    const Press press =
        touch_area(context, "gallery.picture[" + std::to_string(index) + "]", place, TargetKind::Surface);
    if (press.hovered && outcome.level == CellLevel::Failed) tooltip(context, outcome.error);
    if (press.double_clicked)
        context.emit(app::ToggleGallery{});
    else if (press.clicked)
        context.emit(app::FocusPicture{sample});
    return outcome.level != CellLevel::Loading;
}

/// Pictures `from` to `to` of the queue, the first one at the left end of a row at `y`.
void draw_rows(const Context& context, const app::AppState& app, PanelState& panel,
               cache::TextureCache& textures, const Shelf& shelf, int from, int to, float y) {
    for (int index = from; index < std::min(to, shelf.count); ++index) {
        const int at = index - from;
        const Rect place =
            rect(shelf.left() + shelf.step * static_cast<float>(at % shelf.columns),
                 std::floor(y + shelf.step * static_cast<float>(at / shelf.columns)), shelf.side, shelf.side);
        const grid::SampleId sample = panel.queue.passing[static_cast<std::size_t>(index)];
        if (!gallery_picture(context, app, textures, sample, index, place))
            panel.lightbox.report.level = CellLevel::Loading;
    }
}

void endless(const Context& context, const app::AppState& app, PanelState& panel,
             cache::TextureCache& textures, const Shelf& shelf) {
    const ScrollArea scroll(context, "gallery", shelf.area);
    const auto place = place_in_queue(app, panel.queue);
    const auto focused = app::focused_sample(app);
    if (place && focused != panel.gallery.followed) {
        const auto row = static_cast<float>(static_cast<int>(*place) / shelf.columns);
        scroll.show(row * shelf.step, shelf.side);
    }
    panel.gallery.followed = focused;
    const float top = shelf.area.min.y - scroll.origin().y;
    const int first = std::max(0, static_cast<int>(top / shelf.step));
    const int last = std::min(shelf.rows() - 1, static_cast<int>((top + shelf.area.height()) / shelf.step));
    draw_rows(context, app, panel, textures, shelf, first * shelf.columns, (last + 1) * shelf.columns,
              scroll.origin().y + shelf.step * static_cast<float>(first));
    scroll.set_content_height(shelf.step * static_cast<float>(shelf.rows()));
}

/// The page that the focused picture is on.
int page_of(const app::AppState& app, const ReviewQueue& queue, const Shelf& shelf) {
    const auto place = place_in_queue(app, queue);
    return place ? static_cast<int>(*place) / shelf.on_a_page() : 0;
}

void page_buttons(const Context& context, const app::AppState& app, const ReviewQueue& queue,
                  const Shelf& shelf, const Rect& row) {
    const int page = page_of(app, queue, shelf);
    const float side = row.height();
    const auto go_to = [&](int wanted) {
        const int first = std::clamp(wanted, 0, shelf.pages() - 1) * shelf.on_a_page();
        context.emit(app::FocusPicture{queue.passing[static_cast<std::size_t>(first)]});
    };
    const Rect next = rect(row.max.x - side, row.min.y, side, side);
    if (icon_button(context, "gallery.next_page", next, Icon::StepForward, "Next page").clicked)
        go_to(page + 1);
    const Rect previous = rect(next.min.x - side - context.px(120), row.min.y, side, side);
    if (icon_button(context, "gallery.previous_page", previous, Icon::StepBack, "Previous page").clicked)
        go_to(page - 1);
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Body, {previous.max.x, row.min.y},
                 {next.min.x, row.max.y}, context.theme.text,
                 "Page " + std::to_string(page + 1) + " of " + std::to_string(shelf.pages()), Align::Center);
}

void gallery_bar(const Context& context, const app::AppState& app, const ReviewQueue& queue,
                 const Shelf& shelf, const Rect& bar) {
    const float height = context.px(metric::kControl);
    const float y = std::floor(bar.center().y - height / 2);
    const Rect row =
        rect(bar.min.x + context.px(space::k12), y, bar.width() - context.px(space::k24), height);
    constexpr std::array<std::string_view, 3> kSizes{"Small", "Medium", "Large"};
    const Rect sizes = rect(row.min.x, y, context.px(210), height);
    if (const auto size = segmented(context, "gallery.size", sizes, kSizes, app.review.gallery.size))
        context.emit(app::TuneGallery{.size = *size});
    constexpr std::array<std::string_view, 2> kFlow{"Endless", "Pages"};
    const Rect flow = rect(sizes.max.x + context.px(space::k12), y, context.px(150), height);
    if (const auto pages = segmented(context, "gallery.pages", flow, kFlow, app.review.gallery.pages ? 1 : 0))
        context.emit(app::TuneGallery{.pages = *pages == 1});
    if (app.review.gallery.pages) page_buttons(context, app, queue, shelf, row);
}

}  // namespace

void gallery_panel(const Context& context, const app::AppState& app, PanelState& panel,
                   cache::TextureCache& textures, const Rect& area) {
    const Rect bar = {area.min, {area.max.x, area.min.y + context.px(kBarPt)}};
    const Rect rows = Rect{{area.min.x, bar.max.y}, area.max}.inset(context.px(space::k8), 0);
    const Shelf shelf = shelf_of(context, app, panel.queue, rows);
    panel.gallery.columns = shelf.columns;
    panel.lightbox.report = {};
    panel.lightbox.full_size = {};
    gallery_bar(context, app, panel.queue, shelf, bar);
    if (!app.review.gallery.pages) return endless(context, app, panel, textures, shelf);
    const int first = page_of(app, panel.queue, shelf) * shelf.on_a_page();
    draw_rows(context, app, panel, textures, shelf, first, first + shelf.on_a_page(), rows.min.y);
}

}  // namespace proofsheet::ui
