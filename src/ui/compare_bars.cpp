#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "ui/format.h"
#include "ui/panels.h"

namespace proofsheet::ui {
namespace {

constexpr float kTunePt = 200;

void tune_gain(const Context& context, const app::AppState& app, const Rect& area) {
    constexpr std::array<std::string_view, 5> kGains{"1×", "4×", "8×", "16×", "64×"};
    constexpr std::array<int, 5> kValues{1, 4, 8, 16, 64};
    const auto now = std::find(kValues.begin(), kValues.end(), app.compare.gain) - kValues.begin();
    if (const auto chosen = segmented(context, "compare.gain", area, kGains, static_cast<int>(now)))
        context.emit(app::TuneCompare{.gain = kValues[static_cast<std::size_t>(*chosen)]});
}

void tune_blend(const Context& context, const app::AppState& app, const Rect& area) {
    const int position = static_cast<int>(std::lround(app.compare.blend * 20));
    const auto wish = position_track(context, "compare.blend", area, position, 21, {.knob_pt = 7});
    if (wish && *wish != position) context.emit(app::TuneCompare{.blend = *wish / 20.0});
}

void tune_flicker(const Context& context, const app::AppState& app, const Rect& area) {
    constexpr std::array<std::string_view, app::kFlickerTimesMs.size()> kFlickerTexts{"Hold `", "0.25 s",
                                                                                      "0.5 s", "1 s"};
    if (const auto chosen = segmented(context, "compare.flicker", area, kFlickerTexts, app.compare.flicker))
        context.emit(app::TuneCompare{.flicker = *chosen});
}

/// What the chosen way can be tuned by.
void tune_row(const Context& context, const app::AppState& app, const Rect& area) {
    switch (app.compare.way) {
        case app::CompareWay::Difference:
        case app::CompareWay::SignedDifference:
            return tune_gain(context, app, area);
        case app::CompareWay::Blend:
            return tune_blend(context, app, area);
        case app::CompareWay::Flicker:
            return tune_flicker(context, app, area);
        default:
            return;
    }
}

std::string size_text(SizePx size) {
    return std::to_string(size.width) + " × " + std::to_string(size.height);
}

/// A part may be too small for the windows of a measure.
std::string similarity_text(double similarity) {
    return std::isnan(similarity) ? std::string("–") : three_decimals(similarity);
}

std::string numbers_text(const app::PairNumbers& numbers) {
    return "PSNR " + (std::isinf(numbers.psnr) ? std::string("∞") : one_decimal(numbers.psnr)) +
           " dB · SSIM " + similarity_text(numbers.ssim) + " · MS-SSIM " + similarity_text(numbers.ms_ssim) +
           " · FLIP " + three_decimals(numbers.flip) + " · " +
           counted(numbers.differing, "pixel differs", "pixels differ") +
           (numbers.differing > 0 ? ", by at most " + std::to_string(numbers.largest) : std::string());
}

std::string whole_text(const app::CompareState& compare) {
    if (compare.measuring) return "Measuring…";
    if (!compare.measures) return "Nothing to compare";
    const app::PairMeasures& measures = *compare.measures;
    if (!measures.error.empty()) return measures.error;
    return size_text(measures.first_size) + " and " + size_text(measures.second_size) + " · " +
           numbers_text(measures.whole);
}

std::string part_text(const app::CompareState& compare) {
    if (compare.measured_first.empty()) return "";
    if (compare.seen == app::kWholeContent) return "all of both is on the screen";
    if (!compare.part_measures) return "Measuring…";
    if (!compare.part_measures->error.empty()) return compare.part_measures->error;
    return numbers_text(compare.part_measures->numbers);
}

}  // namespace

void compare_bar(const Context& context, const app::AppState& app, const Rect& area) {
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
        context.emit(app::TuneCompare{.kernel = *kernel});
    const Rect tune = rect(kernels.min.x - context.px(kTunePt - 24) - context.px(space::k12), y,
                           context.px(kTunePt - 24), height);
    tune_row(context, app, tune);
}

void compare_numbers(const Context& context, const app::AppState& app, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface);
    list.AddLine(area.min, {area.max.x, area.min.y}, context.theme.line, 1);
    const Rect inner = area.inset(context.px(space::k12), context.px(space::k4));
    const float names = context.px(64);
    const auto row = [&](float y, std::string_view name, std::string_view text, Colour colour) {
        const float bottom = y + inner.height() / 2;
        draw_text_in(context, list, Type::Small, {inner.min.x, y}, {inner.min.x + names, bottom},
                     context.theme.text_dim, name);
        draw_text_in(context, list, Type::Small, {inner.min.x + names, y}, {inner.max.x, bottom}, colour,
                     text);
    };
    row(inner.min.y, "Whole", whole_text(app.compare), context.theme.text);
    const bool part = app.compare.seen != app::kWholeContent;
    row(inner.center().y, "In view", part_text(app.compare),
        part ? context.theme.text : context.theme.text_dim);
}

}  // namespace proofsheet::ui
