#include "ui/score_marks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace proofsheet::ui {
namespace {

struct Rgb {
    float red, green, blue;
};

/// Nine steps of viridis, as published with matplotlib.
constexpr std::array<Rgb, 9> kViridis{{{68, 1, 84},
                                       {71, 44, 122},
                                       {59, 81, 139},
                                       {44, 113, 142},
                                       {33, 144, 141},
                                       {39, 173, 129},
                                       {92, 200, 99},
                                       {170, 220, 50},
                                       {253, 231, 37}}};

int int_of(const app::AppState& app, const std::string& path, std::string_view key) {
    const review::Criterion* criterion = app::find_criterion(app, key);
    if (criterion == nullptr) return 0;
    const review::ReviewValue value = app::committed_value(app, path, criterion->id);
    const int* number = std::get_if<int>(&value);
    return number == nullptr ? 0 : *number;
}

void mark(const Context& context, ImDrawList& list, Icon icon, Colour ink, float& x, float bottom) {
    const float side = context.px(metric::kBadge);
    const Rect plate = rect(x, bottom - side, side, side);
    list.AddRectFilled(plate.min, plate.max, context.theme.plate, context.px(4));
    draw_icon(context, list, icon, plate.center(), ink, 13);
    x += side + context.px(space::k4);
}

}  // namespace

Colour score_colour(int score, int least, int most) {
    const float share =
        most > least ? static_cast<float>(score - least) / static_cast<float>(most - least) : 1.0f;
    const float at = std::clamp(share, 0.0f, 1.0f) * static_cast<float>(kViridis.size() - 1);
    const auto low = std::min(static_cast<std::size_t>(at), kViridis.size() - 2);
    const float mix = at - static_cast<float>(low);
    const auto between = [&](float from, float to) {
        return static_cast<std::uint32_t>(std::lround(from + (to - from) * mix));
    };
    const Rgb& a = kViridis[low];
    const Rgb& b = kViridis[low + 1];
    return rgb((between(a.red, b.red) << 16) | (between(a.green, b.green) << 8) | between(a.blue, b.blue));
}

Colour ink_on(Colour ground) {
    const auto channel = [&](int shift) { return static_cast<float>((ground >> shift) & 0xFF); };
    const float luma = 0.299f * channel(0) + 0.587f * channel(8) + 0.114f * channel(16);
    return luma > 140 ? rgb(0x101010) : rgb(0xFFFFFF);
}

void score_marks(const Context& context, ImDrawList& list, const app::AppState& app, grid::SampleId sample,
                 const Rect& area) {
    if (app.review.values.empty()) return;
    const std::string path = app::path_of(app, sample);
    if (!app.review.values.contains(path)) return;
    const float pad = context.px(space::k4);
    const float bottom = area.max.y - pad;
    float x = area.min.x + pad;
    const int flag = int_of(app, path, "flag");
    if (flag == 1) mark(context, list, Icon::Close, context.theme.bad, x, bottom);
    if (flag == 2) mark(context, list, Icon::Check, context.theme.good, x, bottom);
    if (int_of(app, path, "favourite") == 1) mark(context, list, Icon::Star, context.theme.warn, x, bottom);
    const review::Criterion* criterion = app::main_criterion(app);
    const auto score = app::committed_score(app, sample);
    if (!score || criterion == nullptr) return;
    const std::string text = std::to_string(*score);
    const float height = context.px(metric::kBadge);
    const float width = std::max(height, text_size(context, Type::Small, text).x + context.px(space::k8));
    const Rect badge = rect(area.max.x - pad - width, bottom - height, width, height);
    const Colour ground = score_colour(*score, criterion->minimum, criterion->maximum);
    list.AddRectFilled(badge.min, badge.max, ground, context.px(4));
    draw_text_in(context, list, Type::Small, badge.min, badge.max, ink_on(ground), text, Align::Center);
}

}  // namespace proofsheet::ui
