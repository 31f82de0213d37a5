#include "ui/loupe.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/picture_view.h"

namespace proofsheet::ui {
namespace {

constexpr float kRadiusPt = 110;
constexpr double kLeastScale = 4;
constexpr double kNearer = 2;

cache::CachedTexture want_full(const app::AppState& app, cache::TextureCache& textures,
                               grid::SampleId sample) {
    return textures.want(key_of(*app.library.catalog, sample, cache::Level::Full),
                         {cache::Priority::Visible, 0});
}

/// The full picture, or the proxy until that is there.
cache::CachedTexture best_of(const app::AppState& app, cache::TextureCache& textures, grid::SampleId sample) {
    const cache::CachedTexture full = want_full(app, textures, sample);
    if (full.residency == cache::Residency::Resident) return full;
    return textures.peek(key_of(*app.library.catalog, sample, cache::Level::Proxy));
}

/// A proxy that is as large as its file is the full picture.
std::optional<PixelReading> read_pixel(const Context& context, const app::AppState& app,
                                       cache::TextureCache& textures, const LookedAt& picture,
                                       app::Vec2 content) {
    const cache::CachedTexture texture = best_of(app, textures, picture.sample);
    if (texture.residency != cache::Residency::Resident || texture.size != texture.full_size)
        return std::nullopt;
    const auto within = [](double share, int side) {
        return std::clamp(static_cast<int>(std::floor(share * side)), 0, side - 1);
    };
    PixelReading reading{
        picture.sample, within(content.x, texture.size.width), within(content.y, texture.size.height), {}};
    const auto rgba =
        context.compare == nullptr ? std::nullopt : context.compare->pixel(texture, reading.x, reading.y);
    if (!rgba) return std::nullopt;
    reading.rgba = *rgba;
    return reading;
}

std::string colour_text(const Rgba8& rgba) {
    std::string text =
        std::to_string(rgba[0]) + " " + std::to_string(rgba[1]) + " " + std::to_string(rgba[2]);
    if (rgba[3] < 255) text += " · alpha " + std::to_string(rgba[3]);
    return text;
}

std::string difference_text(const PixelReading& first, const PixelReading& second) {
    std::string text = "Δ";
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const int by = second.rgba[channel] - first.rgba[channel];
        text += (by > 0 ? " +" : " ") + std::to_string(by);
    }
    return text;
}

Colour colour_of(const Rgba8& rgba) {
    return rgb(static_cast<std::uint32_t>(rgba[0] << 16 | rgba[1] << 8 | rgba[2]));
}

std::string text_of(const PixelReading& reading) {
    return std::to_string(reading.x) + ", " + std::to_string(reading.y) + " · " + colour_text(reading.rgba);
}

/// Rows on one plate in the middle of the area's bottom; the colour itself stands before each value.
class Plate {
public:
    Plate(const Context& context, const Rect& area, int rows)
        : context_(context),
          area_(area),
          top_(area.max.y - context.px(8) - row() * static_cast<float>(rows)) {}

    void add(std::string_view text, std::optional<Colour> swatch) {
        const float side = context_.px(12);
        const float pad = context_.px(space::k8);
        const float lead = swatch ? side + context_.px(6) : 0;
        const float room = area_.width() - context_.px(space::k16);
        const float width = std::min(text_size(context_, Type::Mono, text).x + lead + 2 * pad, room);
        if (width <= lead + 2 * pad) return;
        const Rect place = rect(std::floor(area_.center().x - width / 2), std::floor(top_), width, row());
        ImDrawList& list = *ImGui::GetWindowDrawList();
        list.AddRectFilled(place.min, place.max, context_.theme.control_active);
        if (swatch) {
            const float y = place.center().y - side / 2;
            list.AddRectFilled({place.min.x + pad, y}, {place.min.x + pad + side, y + side}, *swatch);
        }
        draw_text_in(context_, list, Type::Mono, {place.min.x + pad + lead, place.min.y},
                     {place.max.x - pad + context_.px(2), place.max.y}, context_.theme.text, text);
        top_ += row();
    }

private:
    float row() const { return context_.px(22); }

    const Context& context_;
    Rect area_;
    float top_;
};

bool same_area(const Rect& left, const Rect& right) {
    return left.min.x == right.min.x && left.min.y == right.min.y;
}

}  // namespace

std::optional<app::Vec2> pointed_content(const LookedAt& picture) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const app::Vec2 at{mouse.x, mouse.y};
    if (!box_of(picture.area).contains(at) || !picture.content.contains(at)) return std::nullopt;
    return app::Vec2{(at.x - picture.content.min.x) / picture.content.size.x,
                     (at.y - picture.content.min.y) / picture.content.size.y};
}

LoupeView loupe_over(const Context& context, const LookedAt& picture, app::Vec2 content) {
    LoupeView loupe;
    loupe.content = content;
    loupe.center = {picture.content.min.x + content.x * picture.content.size.x,
                    picture.content.min.y + content.y * picture.content.size.y};
    loupe.radius = context.px(kRadiusPt);
    const double now = picture.size.width > 0 ? picture.content.size.x / picture.size.width : 1;
    loupe.scale = std::max(kLeastScale, std::round(kNearer * now));
    return loupe;
}

void loupe_rim(const Context& context, const LoupeView& loupe, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const ImVec2 center(static_cast<float>(loupe.center.x), static_cast<float>(loupe.center.y));
    const auto radius = static_cast<float>(loupe.radius);
    ImGui::PushClipRect(area.min, area.max, true);
    list.AddCircle(center, radius, context.theme.plate, 96, context.px(4));
    list.AddCircle(center, radius, context.theme.on_plate, 96, context.px(1.5f));
    ImGui::PopClipRect();
}

void hold_loupe(const Context& context, const app::AppState& app, cache::TextureCache& textures,
                const LookedAt& picture) {
    if (!app.peek.loupe || context.compare == nullptr) return;
    const auto content = pointed_content(picture);
    if (!content) return;
    const cache::CachedTexture texture = best_of(app, textures, picture.sample);
    if (texture.residency != cache::Residency::Resident) return;
    CompareView view;
    view.area = box_of(picture.area);
    view.pictures[0] = {texture.texture, texture.size, picture.content};
    view.surround = context.theme.picture_surround;
    view.only_loupe = true;
    view.loupe = loupe_over(context, picture, *content);
    // Counted in pixels of what is drawn: the proxy has fewer.
    view.loupe->scale *= static_cast<double>(std::max(1, picture.size.width)) / texture.size.width;
    context.compare->draw(*ImGui::GetWindowDrawList(), view);
    loupe_rim(context, *view.loupe, picture.area);
}

void tell_pixels(const Context& context, const app::AppState& app, PanelState& panel,
                 cache::TextureCache& textures, std::span<const LookedAt> pictures, app::Vec2 content) {
    if (!app.pixel_value || pictures.empty()) return;
    const bool over = pictures.size() > 1 && same_area(pictures[0].area, pictures[1].area);
    std::optional<Plate> shared;
    if (over) shared.emplace(context, pictures[0].area, static_cast<int>(pictures.size()) + 1);
    std::vector<PixelReading> readings;
    for (const LookedAt& picture : pictures) {
        const auto reading = read_pixel(context, app, textures, picture, content);
        Plate own(context, picture.area, 1);
        Plate& plate = shared ? *shared : own;
        if (!reading) {
            plate.add("Loading…", std::nullopt);
            continue;
        }
        plate.add(text_of(*reading), colour_of(reading->rgba));
        readings.push_back(*reading);
    }
    if (over && readings.size() > 1) shared->add(difference_text(readings[0], readings[1]), std::nullopt);
    panel.pixels.insert(panel.pixels.end(), readings.begin(), readings.end());
}

}  // namespace proofsheet::ui
