#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/text.h"
#include "ui/card.h"
#include "ui/compare_canvas.h"
#include "ui/format.h"
#include "ui/panels.h"
#include "ui/picture_view.h"
#include "ui/score_marks.h"

namespace proofsheet::ui {
namespace {

constexpr float kNumbersPt = 30, kTunePt = 200;
constexpr app::Millis kFlickerHalf{500};

/// A compared picture as far as it is there.
struct Compared {
    grid::SampleId sample;
    cache::CachedTexture texture;
    SizePx size;  ///< of the file's picture
};

Compared ask(const app::AppState& app, cache::TextureCache& textures, grid::SampleId sample) {
    Compared compared{sample, {}, {}};
    const cache::Priority now{cache::Priority::Visible, 0};
    const auto proxy = textures.want(key_of(*app.library.catalog, sample, cache::Level::Proxy), now);
    compared.texture = textures.want(key_of(*app.library.catalog, sample, cache::Level::Full), now);
    const bool full = compared.texture.residency == cache::Residency::Resident;
    compared.size = full ? compared.texture.full_size : proxy.full_size;
    if (!full && proxy.residency == cache::Residency::Resident && proxy.size == proxy.full_size)
        compared.texture = proxy;
    return compared;
}

bool is_there(const Compared& compared) {
    return compared.texture.residency == cache::Residency::Resident;
}

/// All pictures are placed as the largest one is, so that the same content lies at the same place.
SizePx common_size(const std::vector<Compared>& pictures) {
    SizePx largest;
    for (const Compared& picture : pictures)
        if (picture.size.area() > largest.area()) largest = picture.size;
    return largest;
}

std::string name_of_sample(const app::AppState& app, grid::SampleId sample) {
    const grid::Catalog& catalog = *app.library.catalog;
    std::string text;
    for (std::size_t i = 0; i < catalog.dimensions.size() && i < 4; ++i) {
        const grid::ValueIndex value = catalog.value(sample, i);
        if (value == grid::kNoValue || catalog.dimensions[i].values.size() < 2) continue;
        if (!text.empty()) text += " · ";
        text += axis_label(app, catalog.dimensions[i].name, catalog.dimensions[i].values[value]);
    }
    return text.empty() ? to_display(catalog.sample(sample).path) : text;
}

void plate(const Context& context, ImDrawList& list, const Rect& area, std::string_view text, Align align) {
    const float height = context.px(metric::kBadge);
    const float width =
        std::min(text_size(context, Type::Small, text).x + context.px(12), area.width() - context.px(8));
    if (width <= 0) return;
    const float pad = context.px(space::k4);
    const float x = align == Align::Left ? area.min.x + pad : area.max.x - pad - width;
    const Rect place = rect(x, area.min.y + pad, width, height);
    list.AddRectFilled(place.min, place.max, context.theme.plate, context.px(4));
    draw_text_in(context, list, Type::Small, {place.min.x + context.px(6), place.min.y},
                 {place.max.x - context.px(6), place.max.y}, context.theme.on_plate, text);
}

image::CompareMode mode_of(app::CompareWay way) {
    switch (way) {
        case app::CompareWay::WipeVertical:
            return image::CompareMode::WipeVertical;
        case app::CompareWay::WipeHorizontal:
            return image::CompareMode::WipeHorizontal;
        case app::CompareWay::Blend:
            return image::CompareMode::Blend;
        case app::CompareWay::Difference:
            return image::CompareMode::AbsoluteDifference;
        case app::CompareWay::SignedDifference:
            return image::CompareMode::SignedDifference;
        case app::CompareWay::Perceptual:
            return image::CompareMode::PerceptualDifference;
        default:
            return image::CompareMode::Plain;
    }
}

ComparedPicture placed(const Compared& picture, const app::Box& content) {
    return {picture.texture.texture, picture.texture.size, content};
}

void waiting(const Context& context, const Rect& area, const Compared& picture) {
    const bool failed =
        picture.texture.residency == cache::Residency::Failed && picture.texture.error != nullptr;
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Body, area.min, area.max, context.theme.text_dim,
                 failed ? std::string_view(picture.texture.error->message) : std::string_view("Loading…"),
                 Align::Center);
}

/// One picture in its part of the screen.
void draw_one(const Context& context, const app::AppState& app, const Compared& picture, SizePx size,
              const Rect& area) {
    if (!is_there(picture)) return waiting(context, area, picture);
    CompareView view;
    view.look.kernel = static_cast<image::Kernel>(app.compare.kernel);
    view.area = box_of(area);
    view.pictures[0] = placed(picture, app::picture_box(app.lightbox_camera, size, view.area));
    view.surround = context.theme.picture_surround;
    if (context.compare != nullptr) context.compare->draw(*ImGui::GetWindowDrawList(), view);
}

/// Two pictures over each other.
void draw_pair(const Context& context, const app::AppState& app, const Compared& first,
               const Compared& second, SizePx size, const Rect& area) {
    if (!is_there(first)) return waiting(context, area, first);
    if (!is_there(second)) return waiting(context, area, second);
    const app::CompareState& compare = app.compare;
    CompareView view;
    view.look.mode = mode_of(compare.way);
    view.look.kernel = static_cast<image::Kernel>(compare.kernel);
    view.look.blend = compare.blend;
    view.look.gain = compare.way == app::CompareWay::Perceptual ? 1 : compare.gain;
    const bool across = compare.way == app::CompareWay::WipeHorizontal;
    view.look.wipe_px =
        across ? area.min.y + compare.wipe * area.height() : area.min.x + compare.wipe * area.width();
    view.area = box_of(area);
    const app::Box content = app::picture_box(app.lightbox_camera, size, view.area);
    view.pictures = {placed(first, content), placed(second, content)};
    view.surround = context.theme.picture_surround;
    if (compare.way == app::CompareWay::Perceptual) {
        if (!compare.measures || !compare.measures->map) return waiting(context, area, first);
        view.map = {compare.measures->map, compare.measures->map_size, content};
    }
    if (context.compare != nullptr) context.compare->draw(*ImGui::GetWindowDrawList(), view);
}

/// The line of a wipe with its handle; the arrow keys move it when it has the keyboard.
bool wipe_handle(const Context& context, const app::AppState& app, const Rect& area) {
    const bool across = app.compare.way == app::CompareWay::WipeHorizontal;
    if (!across && app.compare.way != app::CompareWay::WipeVertical) return false;
    const auto share = static_cast<float>(app.compare.wipe);
    const ImVec2 middle = across ? ImVec2(area.center().x, area.min.y + share * area.height())
                                 : ImVec2(area.min.x + share * area.width(), area.center().y);
    const float reach = context.px(8);
    const Rect grip = across ? rect(area.min.x, middle.y - reach, area.width(), 2 * reach)
                             : rect(middle.x - reach, area.min.y, 2 * reach, area.height());
    const Press press = touch_area(context, "compare.wipe", grip, TargetKind::Track);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Colour ink = context.theme.on_plate;
    if (across)
        list.AddLine({area.min.x, middle.y}, {area.max.x, middle.y}, ink, 1);
    else
        list.AddLine({middle.x, area.min.y}, {middle.x, area.max.y}, ink, 1);
    list.AddCircleFilled(middle, context.px(9), context.theme.plate, 24);
    list.AddCircle(middle, context.px(9), ink, 24, context.px(1.5f));
    double wipe = app.compare.wipe;
    if (context.keyboard.target == "compare.wipe") wipe += 0.02 * std::exchange(context.keyboard.nudge, 0);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (press.held)
        wipe = across ? (mouse.y - area.min.y) / area.height() : (mouse.x - area.min.x) / area.width();
    if (wipe != app.compare.wipe) context.emit(app::TuneCompare{wipe, {}, {}, {}});
    return press.hovered || press.held;
}

void move_camera(const Context& context, const app::AppState& app, PanelState& panel, SizePx size,
                 const Rect& area, std::string_view target) {
    const Press press = touch_area(context, target, area, TargetKind::Surface);
    const ImGuiIO& io = ImGui::GetIO();
    const app::Box box = box_of(area);
    const app::Vec2 mouse{io.MousePos.x, io.MousePos.y};
    if (press.hovered) {
        panel.lightbox.box = box;
        panel.lightbox.full_size = size;
    }
    if (size.area() == 0) return;
    if (press.hovered && io.MouseWheel != 0)
        context.emit(app::SetLightboxCamera{app::zoomed_at(
            app.lightbox_camera, size, box, mouse, app.lightbox_camera.zoom * std::pow(1.2, io.MouseWheel))});
    if (press.held && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0))
        context.emit(app::SetLightboxCamera{
            app::panned(app.lightbox_camera, size, box, {io.MouseDelta.x, io.MouseDelta.y})});
    if (press.double_clicked)
        context.emit(app::SetLightboxCamera{app::toggled_fit(app.lightbox_camera, size, box, mouse)});
}

void top_bar(const Context& context, const app::AppState& app, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface);
    list.AddLine({area.min.x, area.max.y - 1}, {area.max.x, area.max.y - 1}, context.theme.line, 1);
    const float height = context.px(metric::kControl);
    const Rect inner = area.inset(context.px(space::k12), 0);
    const float y = std::floor(area.center().y - height / 2);
    constexpr std::array<std::string_view, app::kCompareWays> kWays{
        "Side by side", "Wipe |", "Wipe —", "Flicker", "Blend", "Difference", "Signed", "Perceptual"};
    const float width = std::min(context.px(620), inner.width() - context.px(2 * kTunePt));
    if (const auto way = segmented(context, "compare.way", rect(inner.min.x, y, width, height), kWays,
                                   static_cast<int>(app.compare.way)))
        context.emit(app::SetCompareWay{static_cast<app::CompareWay>(*way)});
    constexpr std::array<std::string_view, 3> kKernels{"Nearest", "Bilinear", "Lanczos"};
    const Rect kernels = rect(inner.max.x - context.px(210), y, context.px(210), height);
    if (const auto kernel = segmented(context, "compare.kernel", kernels, kKernels, app.compare.kernel))
        context.emit(app::TuneCompare{{}, {}, {}, *kernel});
    const Rect tune = rect(kernels.min.x - context.px(kTunePt - 24) - context.px(space::k12), y,
                           context.px(kTunePt - 24), height);
    const bool gain = app.compare.way == app::CompareWay::Difference ||
                      app.compare.way == app::CompareWay::SignedDifference;
    if (gain) {
        constexpr std::array<std::string_view, 5> kGains{"1×", "4×", "8×", "16×", "64×"};
        constexpr std::array<int, 5> kValues{1, 4, 8, 16, 64};
        const auto now = std::find(kValues.begin(), kValues.end(), app.compare.gain) - kValues.begin();
        if (const auto chosen = segmented(context, "compare.gain", tune, kGains, static_cast<int>(now)))
            context.emit(app::TuneCompare{{}, {}, kValues[static_cast<std::size_t>(*chosen)], {}});
    } else if (app.compare.way == app::CompareWay::Blend) {
        const int position = static_cast<int>(std::lround(app.compare.blend * 20));
        const auto wish = position_track(context, "compare.blend", tune, position, 21, {.knob_pt = 7});
        if (wish && *wish != position) context.emit(app::TuneCompare{{}, *wish / 20.0, {}, {}});
    }
}

std::string size_text(SizePx size) {
    return std::to_string(size.width) + " × " + std::to_string(size.height);
}

void numbers_row(const Context& context, const app::AppState& app, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface);
    list.AddLine(area.min, {area.max.x, area.min.y}, context.theme.line, 1);
    std::string text = "Nothing to compare";
    if (app.compare.measuring)
        text = "Measuring…";
    else if (const auto& measures = app.compare.measures; measures && !measures->error.empty())
        text = measures->error;
    else if (measures)
        text = size_text(measures->first_size) + " and " + size_text(measures->second_size) + " · PSNR " +
               (std::isinf(measures->psnr) ? std::string("∞") : one_decimal(measures->psnr)) + " dB · SSIM " +
               three_decimals(measures->ssim) + " · MS-SSIM " + three_decimals(measures->ms_ssim) +
               " · FLIP " + three_decimals(measures->flip) + " · " + grouped(measures->differing) +
               " pixels differ, by at most " + std::to_string(measures->largest);
    draw_text_in(context, list, Type::Small, {area.min.x + context.px(space::k12), area.min.y},
                 {area.max.x - context.px(space::k12), area.max.y}, context.theme.text, text);
}

void nothing_to_compare(const Context& context, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float y = area.center().y;
    draw_text_in(context, list, Type::Title, {area.min.x, y - context.px(20)},
                 {area.max.x, y + context.px(4)}, context.theme.text, "There is one picture only",
                 Align::Center);
    draw_text_in(context, list, Type::Body, {area.min.x, y + context.px(8)}, {area.max.x, y + context.px(30)},
                 context.theme.text_dim,
                 "Press R on a picture to make it the reference, go to another one and press C.",
                 Align::Center);
}

/// Pictures beside each other, each in an equal share of the area.
void side_by_side(const Context& context, const app::AppState& app, PanelState& panel,
                  const std::vector<Compared>& pictures, SizePx size, const Rect& area) {
    const int count = static_cast<int>(pictures.size());
    const int columns = count == 4 ? 2 : count;
    const int rows = (count + columns - 1) / columns;
    const float gap = context.px(space::k4);
    const float width = (area.width() - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float height = (area.height() - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows);
    for (int i = 0; i < count; ++i) {
        const Rect part = rect(std::floor(area.min.x + static_cast<float>(i % columns) * (width + gap)),
                               std::floor(area.min.y + static_cast<float>(i / columns) * (height + gap)),
                               std::floor(width), std::floor(height));
        draw_one(context, app, pictures[static_cast<std::size_t>(i)], size, part);
        move_camera(context, app, panel, size, part, "compare.picture[" + std::to_string(i) + "]");
        const grid::SampleId sample = pictures[static_cast<std::size_t>(i)].sample;
        plate(context, *ImGui::GetWindowDrawList(), part, name_of_sample(app, sample), Align::Left);
        score_marks(context, *ImGui::GetWindowDrawList(), app, sample, part);
    }
}

void one_over_the_other(const Context& context, const app::AppState& app, PanelState& panel,
                        const std::vector<Compared>& pictures, SizePx size, const Rect& area) {
    const Compared& first = pictures[app.compare.swapped ? 1 : 0];
    const Compared& second = pictures[app.compare.swapped ? 0 : 1];
    const bool flicker = app.compare.way == app::CompareWay::Flicker;
    const bool late = std::fmod(app.now.count(), 2 * kFlickerHalf.count()) >= kFlickerHalf.count();
    const bool second_shown = flicker && late;
    if (flicker)
        draw_one(context, app, second_shown ? second : first, size, area);
    else
        draw_pair(context, app, first, second, size, area);
    if (!wipe_handle(context, app, area)) move_camera(context, app, panel, size, area, "compare.picture[0]");
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (!flicker || !second_shown) plate(context, list, area, name_of_sample(app, first.sample), Align::Left);
    if (!flicker || second_shown)
        plate(context, list, area, name_of_sample(app, second.sample), Align::Right);
}

}  // namespace

void compare_panel(const Context& context, const app::AppState& app, PanelState& panel,
                   cache::TextureCache& textures, const Rect& area) {
    const Rect top = {area.min, {area.max.x, area.min.y + context.px(metric::kTopBar)}};
    top_bar(context, app, top);
    const Rect numbers = {{area.min.x, area.max.y - context.px(kNumbersPt)}, area.max};
    numbers_row(context, app, numbers);
    const Rect content = {{area.min.x, top.max.y}, {area.max.x, numbers.min.y}};
    ImGui::GetWindowDrawList()->AddRectFilled(content.min, content.max, context.theme.picture_surround);
    std::vector<Compared> pictures;
    for (const grid::SampleId sample : app::compared_samples(app))
        pictures.push_back(ask(app, textures, sample));
    panel.lightbox.report.level = CellLevel::Full;
    for (const Compared& picture : pictures)
        if (!is_there(picture) && picture.texture.residency != cache::Residency::Failed)
            panel.lightbox.report.level = CellLevel::Loading;
    if (pictures.size() < 2) return nothing_to_compare(context, content);
    const SizePx size = common_size(pictures);
    panel.lightbox.box = box_of(content);
    panel.lightbox.full_size = size;
    if (app.compare.way == app::CompareWay::SideBySide)
        side_by_side(context, app, panel, pictures, size, content);
    else
        one_over_the_other(context, app, panel, pictures, size, content);
}

}  // namespace proofsheet::ui
