#include "ui/picture_view.h"

#include <cmath>
#include <type_traits>

#include "ui/level_choice.h"

namespace proofsheet::ui {
namespace {

using cache::CachedTexture;
using cache::Level;
using cache::PictureKey;
using cache::Residency;

constexpr double kNearestFrom = 2.0;  // device pixels per picture pixel; up to here magnification is linear

PictureKey at_level(PictureKey key, Level level) {
    key.level = level;
    return key;
}

bool same_picture(const PictureKey& left, const PictureKey& right) {
    return left.path == right.path && left.stamp == right.stamp;
}

/// Sharp squares above 200 % and exact pixels at whole multiples; smooth everywhere else.
bool wants_nearest(double scale) {
    const bool whole = scale >= 1 && std::abs(scale - std::round(scale)) < 1e-6;
    return scale > kNearestFrom || whole;
}

/// The user interface library's name of a texture is a pointer or an integer, depending on its version.
template <typename Id>
Id texture_id(cache::TextureHandle handle) {
    if constexpr (std::is_pointer_v<Id>)
        return reinterpret_cast<Id>(static_cast<std::uintptr_t>(handle));
    else
        return static_cast<Id>(handle);
}

void draw_texture(const Context& context, ImDrawList& list, const CachedTexture& texture, SizePx full_size,
                  const app::Camera& camera, const app::Box& box) {
    const app::Box shown = app::picture_box(camera, full_size, box);
    const double texel = texture.size.width > 0 ? shown.size.x / texture.size.width : 1;
    const bool nearest = wants_nearest(texel) && context.sampling.nearest != nullptr;
    const auto point = [](app::Vec2 at) {
        return ImVec2(static_cast<float>(at.x), static_cast<float>(at.y));
    };
    list.PushClipRect(point(box.min), point({box.min.x + box.size.x, box.min.y + box.size.y}), true);
    if (nearest) list.AddCallback(context.sampling.nearest, context.sampling.renderer);
    list.AddImage(texture_id<ImTextureID>(texture.texture), point(shown.min),
                  point({shown.min.x + shown.size.x, shown.min.y + shown.size.y}));
    if (nearest) list.AddCallback(context.sampling.smooth, context.sampling.renderer);
    list.PopClipRect();
}

/// Waiting is counted from the first frame in which another picture is wanted than the one that is drawn.
app::Millis waited(ShownCell& shown, const PictureRequest& request) {
    const bool same = shown.key && same_picture(*shown.key, request.key);
    if (same)
        shown.waiting = false;
    else if (!shown.waiting) {
        shown.waiting = true;
        shown.waiting_since = request.now;
    }
    return shown.waiting ? request.now - shown.waiting_since : app::Millis{0};
}

Candidates ask(cache::TextureCache& textures, const ShownCell& shown, const PictureRequest& request) {
    Candidates candidates;
    candidates.proxy = textures.want(at_level(request.key, Level::Proxy), request.priority);
    candidates.full = textures.peek(at_level(request.key, Level::Full));
    const SizePx size =
        candidates.proxy.residency == Residency::Resident ? candidates.proxy.full_size : SizePx{};
    const bool short_of =
        size.area() > 0 && proxy_falls_short(candidates.proxy.size, size,
                                             app::picture_box(request.camera, size, request.box).size);
    const bool reduced =
        candidates.proxy.size.width < size.width || candidates.proxy.size.height < size.height;
    candidates.needs_full = short_of || (request.always_full && reduced);
    if (candidates.needs_full)
        candidates.full = textures.want(at_level(request.key, Level::Full), request.priority);
    if (shown.key && !same_picture(*shown.key, request.key)) {
        candidates.can_hold = textures.peek(*shown.key).residency == Residency::Resident;
        candidates.held_is_full = shown.key->level == Level::Full;
    }
    return candidates;
}

CellLevel level_of_proxy(const Candidates& candidates) {
    if (candidates.needs_full) return CellLevel::Loading;
    return candidates.proxy.size == candidates.proxy.full_size ? CellLevel::Full : CellLevel::Proxy;
}

}  // namespace

cache::PictureKey key_of(const grid::Catalog& catalog, grid::SampleId sample, cache::Level level) {
    const grid::Sample& picture = catalog.sample(sample);
    std::string path;
    path.reserve(catalog.root.size() + picture.path.size() + 1);
    path.append(catalog.root).append("/").append(picture.path);
    return {std::move(path), picture.stamp, level};
}

PictureOutcome show_picture(const Context& context, ImDrawList& list, cache::TextureCache& textures,
                            ShownCell& shown, const PictureRequest& request) {
    Candidates candidates = ask(textures, shown, request);
    candidates.waited = waited(shown, request);
    PictureOutcome outcome;
    outcome.needs_full = candidates.needs_full;
    outcome.full_size =
        candidates.proxy.full_size.area() > 0 ? candidates.proxy.full_size : candidates.full.full_size;
    const auto show = [&](const CachedTexture& texture, Level level) {
        shown.key = at_level(request.key, level);
        shown.full_size = texture.full_size;
        shown.waiting = false;
        outcome.is_current = true;
        draw_texture(context, list, texture, texture.full_size, request.camera, request.box);
    };
    switch (choose_level(candidates)) {
        case Choice::Full:
            show(candidates.full, Level::Full);
            outcome.level = CellLevel::Full;
            break;
        case Choice::Proxy:
            show(candidates.proxy, Level::Proxy);
            outcome.level = level_of_proxy(candidates);
            break;
        case Choice::Hold:
            // A band later than visible: where memory is short, it gives way to the picture that is waited
            // for.
            outcome.is_held = true;
            draw_texture(context, list, textures.want(*shown.key, {cache::Priority::Flip, 0}),
                         shown.full_size, request.camera, request.box);
            break;
        case Choice::Nothing:
            break;
        case Choice::Failed:
            shown.key.reset();
            outcome.level = CellLevel::Failed;
            outcome.is_current = true;
            if (candidates.proxy.error != nullptr) outcome.error = candidates.proxy.error->message;
            break;
    }
    return outcome;
}

}  // namespace proofsheet::ui
