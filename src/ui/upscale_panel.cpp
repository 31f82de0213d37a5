#include <imgui.h>

#include <array>
#include <cmath>

#include "core/text.h"
#include "jobs/number_lists.h"
#include "ui/card.h"
#include "ui/experiments_parts.h"
#include "ui/experiments_text.h"
#include "ui/form_column.h"
#include "ui/layer.h"

namespace proofsheet::ui {
namespace {

constexpr int kStrengthSteps = 20;  ///< of 0.05

void kind_choice(const Context& context, const app::UpscaleCard& card, FormColumn& column) {
    column.label("How");
    constexpr std::array<std::string_view, 2> kTypes{"ESRGAN", "Hires fix"};
    if (const auto type = segmented(context, "upscale.type", column.next(metric::kControl), kTypes,
                                    static_cast<int>(card.type)))
        wish(context, app::TuneUpscale{static_cast<jobs::UpscaleType>(*type), {}, {}});
    column.gap(space::k12);
    if (card.type == jobs::UpscaleType::Esrgan) {
        column.label("Scale");
        constexpr std::array<std::string_view, 3> kScales{"2×", "3×", "4×"};
        if (const auto scale =
                segmented(context, "upscale.scale", column.next(metric::kControl), kScales, card.scale - 2))
            wish(context, app::TuneUpscale{{}, *scale + 2, {}});
        column.help("Enlarges the picture as it is.");
        return;
    }
    column.label("Strength " + jobs::number_text(card.strength) + ", 0 to 1");
    const int position = static_cast<int>(std::lround(card.strength * kStrengthSteps));
    const auto moved = position_track(context, "upscale.strength", column.next(metric::kControl), position,
                                      kStrengthSteps + 1, {.knob_pt = 7});
    if (moved && *moved != position)
        wish(context, app::TuneUpscale{{}, {}, static_cast<double>(*moved) / kStrengthSteps});
    column.help("Paints the picture anew at twice its size: the higher, the more it changes.");
}

std::string price_text(const app::ExperimentsState& experiments) {
    const jobs::PriceBook prices = experiments.overview ? experiments.overview->prices : jobs::PriceBook{};
    const jobs::Price price = prices.of(app::upscale_call(experiments.upscale));
    std::string text = "About " + credits_text(price.expected);
    text += price.learnt ? ", as such an upscale cost before." : ": a careful guess, none was made yet.";
    if (const auto left = app::budget_left(experiments); left && price.most > *left)
        text += " That is more than the budget leaves.";
    return text;
}

/// Why it cannot be upscaled now; empty when it can.
std::string problem_of(const app::AppState& app) {
    const app::UpscaleCard& card = app.experiments->upscale;
    if (app.configuration->config.sinkin.token.empty())
        return "There is no SinkIn token: put it into Settings (sinkin.token) or SINKIN_ACCESS_TOKEN.";
    return card.picture ? card.picture->problem : std::string();
}

}  // namespace

float picture_buttons(const Context& context, std::string_view name, ImVec2 right, float side) {
    const std::string prefix(name);
    const Rect upscale = rect(right.x - side, right.y, side, side);
    if (icon_button(context, prefix + ".upscale", upscale, Icon::Upscale,
                    with_hint(context, "Upscale with SinkIn…", Action::Upscale))
            .clicked)
        wish(context, app::OpenUpscale{});
    const Rect settings = rect(upscale.min.x - side - context.px(4), right.y, side, side);
    if (icon_button(context, prefix + ".use_settings", settings, Icon::Experiments,
                    with_hint(context, "Set up a run with these settings", Action::UseSettings))
            .clicked)
        wish(context, app::UseSettingsOfPicture{});
    return settings.min.x;
}

void upscale_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen) {
    if (app.overlay != app::Overlay::Upscale) return;
    const app::UpscaleCard& card = app.experiments->upscale;
    const Layer layer(context, "upscale", screen, Layer::Order::Modal);
    const Rect seen = ui::card(context, "upscale", "Upscale with SinkIn", screen, {520, 380});
    const ScrollArea scroll(context, "upscale rows", seen);
    const float spare = context.px(space::k4);
    FormColumn column(context, panel, {scroll.origin().x + spare, scroll.origin().y + spare},
                      scroll.width() - 2 * spare);
    const std::size_t slash = card.path.rfind('/');
    column.help(to_display(card.path.substr(slash == std::string::npos ? 0 : slash + 1)));
    column.gap(space::k12);
    kind_choice(context, card, column);
    column.gap(space::k8);
    if (card.picture && card.picture->upscales > 0)
        column.help("It was upscaled before, " + std::to_string(card.picture->upscales) +
                    " times: every result is kept.");
    const std::string problem = problem_of(app);
    if (!problem.empty())
        column.error(problem);
    else
        column.help(card.picture ? price_text(*app.experiments) : "Looking the picture up…");
    column.gap(space::k16);
    const Rect row = column.next(32);
    const float width = std::min(context.px(240), row.width());
    const Rect button = rect(row.max.x - width, row.min.y, width, row.height());
    if (problem.empty() && card.picture) {
        const jobs::PriceBook prices =
            app.experiments->overview ? app.experiments->overview->prices : jobs::PriceBook{};
        const std::string label =
            "Upscale for about " + credits_text(prices.of(app::upscale_call(card)).expected);
        if (text_button(context, "upscale.start", button, label, ButtonLook::Accent).clicked)
            wish(context, app::StartUpscale{});
    }
    scroll.set_content_height(column.height() + context.px(space::k8));
}

}  // namespace proofsheet::ui
