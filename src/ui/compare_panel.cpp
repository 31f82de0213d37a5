#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "ui/compare_canvas.h"
#include "ui/loupe.h"
#include "ui/panels.h"
#include "ui/picture_view.h"
#include "ui/score_marks.h"
#include "ui/single_picture.h"

namespace proofsheet::ui {
namespace {

constexpr float kNumbersPt = 48;

/// A compared picture as far as it is there.
struct Compared {
    grid::SampleId sample;
    cache::CachedTexture texture;
    SizePx size;           ///< of the file's picture
    bool is_held = false;  ///< the texture is that of the picture before
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

/// The picture that was drawn in a place before stays until the next one is there.
void hold(const app::AppState& app, cache::TextureCache& textures, std::vector<Compared>& pictures,
          std::vector<cache::PictureKey>& shown) {
    shown.resize(pictures.size());
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        if (is_there(pictures[i])) {
            shown[i] = key_of(*app.library.catalog, pictures[i].sample, cache::Level::Full);
        } else if (!shown[i].path.empty() && pictures[i].texture.residency != cache::Residency::Failed) {
            const auto before = textures.want(shown[i], {cache::Priority::Flip, 0});
            if (before.residency != cache::Residency::Resident) continue;
            pictures[i].texture = before;
            pictures[i].size = before.full_size;
            pictures[i].is_held = true;
        }
    }
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

/// The pictures of the screen and how they are drawn: one camera, one content scale.
struct Scene {
    const std::vector<Compared>& pictures;
    SizePx size;                       ///< that all are placed as
    std::optional<app::Vec2> pointed;  ///< content under the pointer, in whichever picture
};

/// What the others are held against, whichever side it is on.
const Compared& reference_of(const app::AppState& app, const Scene& scene) {
    return scene.pictures[app.compare.swapped ? 1 : 0];
}

app::Box content_in(const app::AppState& app, const Scene& scene, const Rect& area) {
    return app::picture_box(app.lightbox_camera, scene.size, box_of(area));
}

LookedAt looked_at(const app::AppState& app, const Scene& scene, const Compared& picture, const Rect& area) {
    return {picture.sample, scene.size, content_in(app, scene, area), area};
}

/// Draws what was put together, with the loupe above it.
void put(const Context& context, const app::AppState& app, const Scene& scene, CompareView view,
         const Rect& area) {
    if (context.compare == nullptr) return;
    view.area = box_of(area);
    view.surround = context.theme.picture_surround;
    if (app.peek.loupe && scene.pointed)
        view.loupe =
            loupe_over(context, {{}, scene.size, content_in(app, scene, area), area}, *scene.pointed);
    context.compare->draw(*ImGui::GetWindowDrawList(), view);
    if (view.loupe) loupe_rim(context, *view.loupe, area);
}

/// One picture in its part of the screen.
void draw_one(const Context& context, const app::AppState& app, const Scene& scene, const Compared& picture,
              const Rect& area) {
    if (!is_there(picture)) return waiting(context, area, picture);
    CompareView view;
    view.look.kernel = static_cast<image::Kernel>(app.compare.kernel);
    view.pictures[0] = placed(picture, content_in(app, scene, area));
    put(context, app, scene, view, area);
}

/// In place of the map of errors.
void no_map(const Context& context, const app::CompareState& compare, const Rect& area) {
    const bool failed = compare.measures && !compare.measures->error.empty();
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Body, area.min, area.max, context.theme.text_dim,
                 failed ? std::string_view(compare.measures->error) : std::string_view("Measuring…"),
                 Align::Center);
}

/// Two pictures over each other.
void draw_pair(const Context& context, const app::AppState& app, const Scene& scene, const Rect& area) {
    const Compared& first = scene.pictures[0];
    const Compared& second = scene.pictures[1];
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
    const app::Box content = content_in(app, scene, area);
    view.pictures = {placed(first, content), placed(second, content)};
    if (compare.way == app::CompareWay::Perceptual) {
        if (!compare.measures || !compare.measures->map) return no_map(context, compare, area);
        view.map = {compare.measures->map, compare.measures->map_size, content};
    }
    put(context, app, scene, view, area);
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
    if (wipe != app.compare.wipe) context.emit(app::TuneCompare{.wipe = wipe});
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

/// Where picture `index` of `count` lies: equal shares of the area.
Rect share_of(const Context& context, const Rect& area, int index, int count) {
    const int columns = count == 4 ? 2 : count;
    const int rows = (count + columns - 1) / columns;
    const float gap = context.px(space::k4);
    const float width = (area.width() - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float height = (area.height() - gap * static_cast<float>(rows - 1)) / static_cast<float>(rows);
    return rect(std::floor(area.min.x + static_cast<float>(index % columns) * (width + gap)),
                std::floor(area.min.y + static_cast<float>(index / columns) * (height + gap)),
                std::floor(width), std::floor(height));
}

/// Pictures beside each other; while its key is held, the reference in every place.
void side_by_side(const Context& context, const app::AppState& app, PanelState& panel,
                  cache::TextureCache& textures, Scene scene, const Rect& area) {
    const int count = static_cast<int>(scene.pictures.size());
    std::vector<LookedAt> looked;
    for (int i = 0; i < count; ++i) {
        const Compared& picture =
            app.peek.reference ? reference_of(app, scene) : scene.pictures[static_cast<std::size_t>(i)];
        looked.push_back(looked_at(app, scene, picture, share_of(context, area, i, count)));
        if (!scene.pointed) scene.pointed = pointed_content(looked.back());
    }
    for (int i = 0; i < count; ++i) {
        const LookedAt& place = looked[static_cast<std::size_t>(i)];
        const Compared& own = scene.pictures[static_cast<std::size_t>(i)];
        draw_one(context, app, scene, app.peek.reference ? reference_of(app, scene) : own, place.area);
        move_camera(context, app, panel, scene.size, place.area,
                    "compare.picture[" + std::to_string(i) + "]");
        plate(context, *ImGui::GetWindowDrawList(), place.area, name_of_sample(app, place.sample),
              Align::Left);
        score_marks(context, *ImGui::GetWindowDrawList(), app, place.sample, place.area);
    }
    if (scene.pointed) tell_pixels(context, app, panel, textures, looked, *scene.pointed);
}

/// Which picture stands alone at the moment: the reference while its key is held, else that of the flicker.
const Compared* picture_alone(const app::AppState& app, const Scene& scene) {
    if (app.peek.reference) return &reference_of(app, scene);
    if (app.compare.way != app::CompareWay::Flicker) return nullptr;
    const auto time = app::flicker_time(app);
    if (!time) return &scene.pictures[1];
    const auto turn = static_cast<std::size_t>(app.now / *time);
    return &scene.pictures[turn % scene.pictures.size()];
}

void one_over_the_other(const Context& context, const app::AppState& app, PanelState& panel,
                        cache::TextureCache& textures, Scene scene, const Rect& area) {
    std::vector<LookedAt> looked{looked_at(app, scene, scene.pictures[0], area),
                                 looked_at(app, scene, scene.pictures[1], area)};
    scene.pointed = pointed_content(looked[0]);
    const Compared* alone = picture_alone(app, scene);
    if (alone != nullptr)
        draw_one(context, app, scene, *alone, area);
    else
        draw_pair(context, app, scene, area);
    if (alone != nullptr || !wipe_handle(context, app, area))
        move_camera(context, app, panel, scene.size, area, "compare.picture[0]");
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (std::size_t i = 0; i < scene.pictures.size(); ++i) {
        const Compared& picture = scene.pictures[i];
        if (alone != nullptr ? alone != &picture : i > 1) continue;
        plate(context, list, area, name_of_sample(app, picture.sample), i == 0 ? Align::Left : Align::Right);
    }
    if (scene.pointed) tell_pixels(context, app, panel, textures, looked, *scene.pointed);
}

/// For playback, which waits until all is shown.
void report(const std::vector<Compared>& pictures, CellReport& report) {
    report.level = CellLevel::Full;
    report.is_held = false;
    for (const Compared& picture : pictures) {
        report.is_held |= picture.is_held;
        const bool failed = picture.texture.residency == cache::Residency::Failed;
        if (picture.is_held || (!is_there(picture) && !failed)) report.level = CellLevel::Loading;
    }
}

/// The part of the pictures that is on the screen, in content coordinates.
app::Box seen_part(const app::AppState& app, const Scene& scene, const Rect& area) {
    const app::Box content = content_in(app, scene, area);
    const auto share = [](double from, double length, double content_from, double content_length,
                          double& start, double& size) {
        start = std::clamp((from - content_from) / content_length, 0.0, 1.0);
        size = std::clamp((from + length - content_from) / content_length, 0.0, 1.0) - start;
    };
    app::Box part;
    share(area.min.x, area.width(), content.min.x, content.size.x, part.min.x, part.size.x);
    share(area.min.y, area.height(), content.min.y, content.size.y, part.min.y, part.size.y);
    return part.size.x > 0 && part.size.y > 0 ? part : app::kWholeContent;
}

}  // namespace

void compare_panel(const Context& context, const app::AppState& app, PanelState& panel,
                   cache::TextureCache& textures, const Rect& area) {
    const Rect top = {area.min, {area.max.x, area.min.y + context.px(metric::kTopBar)}};
    const float side = context.px(metric::kControl);
    const ImVec2 corner(top.max.x - context.px(space::k12), std::floor(top.center().y - side / 2));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(top.min, top.max, context.theme.surface);
    list.AddLine({top.min.x, top.max.y - 1}, {top.max.x, top.max.y - 1}, context.theme.line, 1);
    const float right = picture_buttons(context, "compare", corner, side);
    compare_bar(context, app, {top.min, {right, top.max.y}});
    const Rect numbers = {{area.min.x, area.max.y - context.px(kNumbersPt)}, area.max};
    compare_numbers(context, app, numbers);
    const Rect content = {{area.min.x, top.max.y}, {area.max.x, numbers.min.y}};
    ImGui::GetWindowDrawList()->AddRectFilled(content.min, content.max, context.theme.picture_surround);
    std::vector<Compared> pictures;
    for (const grid::SampleId sample : app::compared_samples(app))
        pictures.push_back(ask(app, textures, sample));
    hold(app, textures, pictures, panel.compared);
    want_neighbours(app, textures);
    report(pictures, panel.lightbox.report);
    if (pictures.size() < 2) return nothing_to_compare(context, content);
    const Scene scene{pictures, common_size(pictures), std::nullopt};
    const bool beside = app.compare.way == app::CompareWay::SideBySide;
    const Rect first = beside ? share_of(context, content, 0, static_cast<int>(pictures.size())) : content;
    panel.lightbox.box = box_of(first);  // what zoom keys act on while the pointer is elsewhere
    panel.lightbox.full_size = scene.size;
    if (scene.size.area() == 0) return waiting(context, content, pictures[0]);
    const app::Box seen = seen_part(app, scene, first);
    if (seen != app.compare.seen) context.emit(app::SeeCompared{seen});
    if (beside)
        side_by_side(context, app, panel, textures, scene, content);
    else
        one_over_the_other(context, app, panel, textures, scene, content);
}

}  // namespace proofsheet::ui
