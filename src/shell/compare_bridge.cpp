#include "shell/compare_bridge.h"

#include <imgui.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>

#include "gpu/read_texel.h"

namespace proofsheet::shell {
namespace {

constexpr double kFarthest = 1e6;  // of a corner; fits an int

int whole(double value) {
    if (std::isnan(value)) return 0;
    return static_cast<int>(std::lround(std::clamp(value, -kFarthest, kFarthest)));
}

gpu::ScreenPart part_between(double left, double top, double right, double bottom) {
    return {whole(left), whole(top), whole(right) - whole(left), whole(bottom) - whole(top)};
}

gpu::ScreenPart part_of(const app::Box& box) {
    return part_between(box.min.x, box.min.y, box.min.x + box.size.x, box.min.y + box.size.y);
}

gpu::ScreenRect rect_of(const app::Box& box) {
    return {box.min.x, box.min.y, box.size.x, box.size.y};
}

gpu::PlacedTexture placed(const ui::ComparedPicture& picture) {
    return {picture.texture, picture.size, rect_of(picture.content)};
}

image::Rgb8 rgb_of(ui::Colour colour) {
    const auto channel = [colour](int shift) { return static_cast<std::uint8_t>((colour >> shift) & 0xFF); };
    return {channel(0), channel(8), channel(16)};
}

std::optional<gpu::Loupe> loupe_of(const std::optional<ui::LoupeView>& view) {
    if (!view) return std::nullopt;
    gpu::Loupe loupe;
    loupe.shape = view->shape == ui::LoupeShape::Circle ? gpu::LoupeShape::Circle : gpu::LoupeShape::Square;
    loupe.content_x = view->content.x;
    loupe.content_y = view->content.y;
    loupe.screen_x = view->center.x;
    loupe.screen_y = view->center.y;
    loupe.radius = view->radius;
    loupe.scale = view->scale;
    return loupe;
}

}  // namespace

CompareBridge::CompareBridge() = default;
CompareBridge::~CompareBridge() = default;

void CompareBridge::begin_frame(SizePx framebuffer) {
    framebuffer_ = framebuffer;
    drawings_.clear();
    std::erase_if(maps_, [](const HeldMap& map) { return !map.is_used; });
    for (HeldMap& map : maps_) map.is_used = false;
}

cache::TextureHandle CompareBridge::texture_of(const ui::ErrorMapView& map) {
    if (map.errors == nullptr) return 0;
    const auto known = std::ranges::find(maps_, map.errors, &HeldMap::errors);
    HeldMap& held =
        known != maps_.end()
            ? *known
            : maps_.emplace_back(HeldMap{map.errors, gpu::GlMapTexture::create(map.size, *map.errors)});
    held.is_used = true;
    return held.texture && held.texture->size() == map.size ? held.texture->name() : 0;
}

void CompareBridge::draw(ImDrawList& list, const ui::CompareView& view) {
    Drawing& drawing = drawings_.emplace_back();
    drawing.bridge = this;
    drawing.draw.look = view.look;
    drawing.draw.framebuffer = framebuffer_;
    drawing.draw.area = part_of(view.area);
    drawing.draw.pictures = {placed(view.pictures[0]), placed(view.pictures[1])};
    if (view.look.mode == image::CompareMode::PerceptualDifference)
        drawing.draw.map = {texture_of(view.map), view.map.size, rect_of(view.map.content)};
    drawing.draw.surround = rgb_of(view.surround);
    drawing.draw.loupe = loupe_of(view.loupe);
    drawing.draw.only_loupe = view.only_loupe;
    list.AddCallback(&on_draw, &drawing);
}

std::optional<ui::Rgba8> CompareBridge::pixel(const cache::CachedTexture& texture, int x, int y) {
    return gpu::read_texel(texture.texture, texture.size, x, y);
}

void CompareBridge::on_draw(const ImDrawList*, const ImDrawCmd* command) {
    const auto& drawing = *static_cast<const Drawing*>(command->UserCallbackData);
    const ImVec4& clip = command->ClipRect;
    gpu::CompareDraw clipped = drawing.draw;
    clipped.area = gpu::common_part(clipped.area, part_between(clip.x, clip.y, clip.z, clip.w));
    drawing.bridge->render(clipped);
}

void CompareBridge::render(const gpu::CompareDraw& draw) {
    const Status status = renderer_.draw(draw);
    if (!status && !failure_) spdlog::error("{}", status.error().message);
    failure_ = status ? std::nullopt : std::optional(status.error());
}

}  // namespace proofsheet::shell
