#include "ui/change_map.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/card.h"
#include "ui/level_choice.h"

namespace proofsheet::ui {
namespace {

using cache::CachedTexture;
using cache::Level;
using cache::PictureKey;
using cache::Residency;

struct Textures {
    CachedTexture first, second;
    bool are_resident() const {
        return first.residency == Residency::Resident && second.residency == Residency::Resident;
    }
    const CachedTexture* failed() const {
        if (first.residency == Residency::Failed) return &first;
        return second.residency == Residency::Failed ? &second : nullptr;
    }
};

ShownPair at_level(ShownPair pair, Level level) {
    pair.first.level = pair.second.level = level;
    return pair;
}

Textures want(cache::TextureCache& textures, const ShownPair& pair, cache::Priority priority) {
    const CachedTexture first = textures.want(pair.first, priority);
    return {first, textures.want(pair.second, priority)};
}

SizePx larger(SizePx left, SizePx right) {
    return left.area() >= right.area() ? left : right;
}

void draw(const Context& context, const app::AppState& app, const Textures& pair,
          const PictureRequest& request) {
    if (context.compare == nullptr) return;
    const SizePx size = larger(pair.first.full_size, pair.second.full_size);
    const app::Box content = app::picture_box(request.camera, size, request.box);
    CompareView view;
    view.look.mode = image::CompareMode::AbsoluteDifference;
    view.look.kernel = static_cast<image::Kernel>(app.compare.kernel);
    view.look.gain = app.compare.gain;
    view.area = request.box;
    view.pictures = {ComparedPicture{pair.first.texture, pair.first.size, content},
                     ComparedPicture{pair.second.texture, pair.second.size, content}};
    view.surround = context.theme.picture_surround;
    context.compare->draw(*ImGui::GetWindowDrawList(), view);
}

bool falls_short(const PictureRequest& request, const Textures& proxies) {
    const SizePx size = larger(proxies.first.full_size, proxies.second.full_size);
    if (!proxies.are_resident() || size.area() == 0) return false;
    const app::Vec2 place = app::picture_box(request.camera, size, request.box).size;
    return proxy_falls_short(proxies.first.size, proxies.first.full_size, place) ||
           proxy_falls_short(proxies.second.size, proxies.second.full_size, place);
}

}  // namespace

PictureOutcome show_change(const Context& context, const app::AppState& app, cache::TextureCache& textures,
                           std::optional<ShownPair>& shown, const PictureRequest& request,
                           grid::SampleId partner) {
    const ShownPair wanted{key_of(*app.library.catalog, partner, Level::Proxy), request.key};
    const ShownPair full = at_level(wanted, Level::Full);
    const Textures proxies = want(textures, at_level(wanted, Level::Proxy), request.priority);
    PictureOutcome outcome;
    outcome.full_size = proxies.second.full_size;
    if (const CachedTexture* failed = proxies.failed()) {
        outcome.level = CellLevel::Failed;
        outcome.is_current = true;
        if (failed->error != nullptr) outcome.error = failed->error->message;
        shown.reset();
        return outcome;
    }
    outcome.needs_full = falls_short(request, proxies);
    const Textures sharp = outcome.needs_full ? want(textures, full, request.priority) : Textures{};
    if (sharp.are_resident() || proxies.are_resident()) {
        const bool is_sharp = sharp.are_resident();
        shown = at_level(wanted, is_sharp ? Level::Full : Level::Proxy);
        draw(context, app, is_sharp ? sharp : proxies, request);
        outcome.is_current = true;
        outcome.level = is_sharp             ? CellLevel::Full
                        : outcome.needs_full ? CellLevel::Loading
                                             : CellLevel::Proxy;
        if (!outcome.needs_full && proxies.first.size == proxies.first.full_size &&
            proxies.second.size == proxies.second.full_size)
            outcome.level = CellLevel::Full;
        return outcome;
    }
    if (!shown) return outcome;
    const Textures before = want(textures, *shown, {cache::Priority::Flip, 0});
    outcome.is_held = before.are_resident();
    if (outcome.is_held) draw(context, app, before, request);
    return outcome;
}

std::string change_text(const app::AppState& app) {
    const bool reference = app.compare.change_map == app::ChangeMap::ToReference;
    const std::string of = app.query.mapping.slider.value_or("position");
    return (reference ? std::string("Difference to the reference") : "Change from the " + of + " before");
}

void change_map_controls(const Context& context, const app::AppState& app, Rect& bar) {
    if (app.compare.change_map == app::ChangeMap::Off) return;
    const float height = context.px(metric::kControl);
    const float y = std::floor(bar.center().y - height / 2);
    const auto take = [&](std::string_view label) {
        const float width = text_size(context, Type::Body, label).x + context.px(space::k24);
        const Rect place = rect(bar.max.x - width, y, width, height);
        bar.max.x = place.min.x - context.px(space::k4);
        return place;
    };
    constexpr std::array<int, 5> kGains{1, 4, 8, 16, 64};
    const std::string gain = "× " + std::to_string(app.compare.gain);
    const auto now = std::find(kGains.begin(), kGains.end(), app.compare.gain);
    const Press stronger = text_button(context, "change_map.gain", take(gain), gain);
    if (stronger.clicked)
        context.emit(app::TuneCompare{.gain = now == kGains.end() || now + 1 == kGains.end() ? kGains.front()
                                                                                             : *(now + 1)});
    if (stronger.hovered) tooltip(context, "How many times a difference is shown");
    const std::string text = change_text(app);
    const Press further = text_button(context, "change_map", take(text), text, ButtonLook::Selected);
    if (further.clicked) context.emit(app::StepChangeMap{});
    if (further.hovered)
        tooltip(context, with_hint(context, "Another change map, or none", Action::NextChangeMap));
}

}  // namespace proofsheet::ui
