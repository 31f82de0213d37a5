#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>

#include "ui/analysis_parts.h"
#include "ui/format.h"
#include "ui/score_marks.h"

namespace proofsheet::ui {
namespace {

/// A column of numbers at the right of the labels.
struct NumberColumn {
    std::string_view title;
    float width_pt;
    std::optional<app::RankOrder> order;  ///< that a click on the title asks for
};

constexpr std::array<NumberColumn, 6> kNumbers{{{"n", 64, app::RankOrder::ByCount},
                                                {"Mean", 72, app::RankOrder::ByMean},
                                                {"Median", 76, app::RankOrder::ByMedian},
                                                {"Std. deviation", 108, std::nullopt},
                                                {"Quartiles", 92, std::nullopt},
                                                {"Unscored", 80, std::nullopt}}};

std::string number_text(const review::RankGroup& group, std::size_t column) {
    const review::ScoreSpread& spread = group.spread;
    switch (column) {
        case 0:
            return grouped(spread.n);
        case 1:
            return fmt::format("{:.2f}", spread.mean);
        case 2:
            return fmt::format("{:g}", spread.median);
        case 3:
            return spread.n > 1 ? fmt::format("{:.2f}", spread.deviation) : std::string("–");
        case 4:
            return fmt::format("{:g} – {:g}", spread.lower_quartile, spread.upper_quartile);
        default:
            return grouped(group.unscored);
    }
}

struct Layout {
    float label = 0;    ///< width
    float numbers = 0;  ///< x of the first one
    float bar = 0;      ///< x of the bars
};

Layout layout_of(const Context& context, const Rect& area) {
    float numbers = 0;
    for (const NumberColumn& column : kNumbers) numbers += context.px(column.width_pt);
    const float label =
        std::clamp(area.width() - numbers - context.px(200), context.px(120), context.px(360));
    return {label, area.min.x + label, area.min.x + label + numbers + context.px(space::k16)};
}

void title(const Context& context, std::string_view name, const Rect& area, std::string_view text,
           Align align, std::optional<app::RankOrder> order, app::RankOrder now) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Rect inner = area.inset(context.px(space::k8), 0);
    bool hovered = false;
    if (order) {
        const Press press = touch_area(context, name, area);
        hovered = press.hovered;
        if (hovered) list.AddRectFilled(area.min, area.max, context.theme.control_hover);
        if (press.clicked) context.emit(app::on_analysis(app::OrderRanking{*order}));
    }
    draw_text_cut(context, list, Type::Small, inner.min, inner.max,
                  order == now ? context.theme.accent : context.theme.text_dim, text, align);
}

void header(const Context& context, const app::AnalysisState& analysis, const Rect& area,
            const Layout& layout) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface);
    list.AddLine({area.min.x, area.max.y - 1}, {area.max.x, area.max.y - 1}, context.theme.line, 1);
    title(context, "analysis.rank.value", rect(area.min.x, area.min.y, layout.label, area.height()),
          title_of(analysis, analysis.query.ranking.dimension), Align::Left, app::RankOrder::ByValue,
          analysis.rank_order);
    float x = layout.numbers;
    for (const NumberColumn& column : kNumbers) {
        const float width = context.px(column.width_pt);
        title(context, "analysis.rank." + std::string(column.title),
              rect(x, area.min.y, width, area.height()), column.title, Align::Right, column.order,
              analysis.rank_order);
        x += width;
    }
}

/// A bar as long as the mean, with a line from quartile to quartile.
void mean_bar(const Context& context, const review::Ranking& ranking, const review::RankGroup& group,
              const Rect& area) {
    if (area.width() < context.px(40)) return;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const double span = std::max(1, ranking.most - ranking.least + 1);
    const auto x_of = [&](double score) {
        return area.min.x + area.width() * static_cast<float>((score - ranking.least + 1) / span);
    };
    const review::ScoreSpread& spread = group.spread;
    const Colour colour = score_colour(static_cast<int>(spread.mean + 0.5), ranking.least, ranking.most);
    const Rect bar = {{area.min.x, area.min.y + context.px(5)},
                      {x_of(spread.mean), area.max.y - context.px(5)}};
    list.AddRectFilled(bar.min, bar.max, colour, context.px(3));
    const float y = area.center().y;
    list.AddLine({x_of(spread.lower_quartile), y}, {x_of(spread.upper_quartile), y}, context.theme.text,
                 context.px(1.5f));
}

void group_row(const Context& context, const app::AnalysisState& analysis, std::size_t index, int place,
               const Layout& layout, const Rect& line) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const review::RankGroup& group = analysis.view->ranking.groups[index];
    const Press press = touch_area(context, place_name("analysis.group", place), line, TargetKind::Surface);
    row_ground(context, line, place == analysis.group, press.hovered);
    if (press.clicked) context.emit(app::on_analysis(app::MoveRankGroup{place - analysis.group}));
    const float pad = context.px(space::k8);
    draw_text_cut(context, list, Type::Body, {line.min.x + pad, line.min.y},
                  {line.min.x + layout.label - pad, line.max.y}, context.theme.text, group.label);
    float x = layout.numbers;
    for (std::size_t i = 0; i < kNumbers.size(); ++i) {
        const float width = context.px(kNumbers[i].width_pt);
        draw_text_in(context, list, Type::Mono, {x + pad / 2, line.min.y}, {x + width - pad, line.max.y},
                     i == 1 ? context.theme.text : context.theme.text_dim, number_text(group, i),
                     Align::Right);
        x += width;
    }
    mean_bar(context, analysis.view->ranking, group,
             {{layout.bar, line.min.y}, {line.max.x - context.px(space::k16), line.max.y}});
}

}  // namespace

const std::vector<std::size_t>& group_order(const app::AnalysisState& analysis, AnalysisPanelState& own) {
    if (own.ordered_view != analysis.view || own.ordered_by != analysis.rank_order) {
        own.order = app::ordered_groups(analysis);
        own.ordered_view = analysis.view;
        own.ordered_by = analysis.rank_order;
    }
    return own.order;
}

std::string spread_text(const review::RankGroup& group) {
    const review::ScoreSpread& spread = group.spread;
    std::string text =
        fmt::format("n = {} · mean {:.2f} · median {:g}", grouped(spread.n), spread.mean, spread.median);
    if (spread.n > 1)
        text += fmt::format(" · standard deviation {:.2f} · quartiles {:g} – {:g}", spread.deviation,
                            spread.lower_quartile, spread.upper_quartile);
    if (group.unscored > 0) text += fmt::format(" · {} unscored", grouped(group.unscored));
    return text;
}

void analysis_ranking(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    const app::AnalysisState& analysis = *app.analysis;
    AnalysisPanelState& own = *panel.analysis;
    const float bar = context.px(metric::kScrollBar);
    const Rect head = {area.min, {area.max.x - bar, area.min.y + context.px(metric::kColumnHeader)}};
    const Layout layout = layout_of(context, head);
    ImGui::PushClipRect(area.min, area.max, true);
    header(context, analysis, head, layout);
    const Rect rows = {{area.min.x, head.max.y}, area.max};
    const auto& order = group_order(analysis, own);
    const float height = context.px(metric::kDenseRow);
    scroll_rows(context, "analysis.scroll", own.groups, rows, height, static_cast<int>(order.size()),
                analysis.group);
    const Rect lines = {rows.min, {rows.max.x - bar, rows.max.y}};
    ImGui::PushClipRect(lines.min, lines.max, true);
    for (int place = own.groups.first; place <= own.groups.last; ++place)
        group_row(context, analysis, order[static_cast<std::size_t>(place)], place, layout,
                  row_area(own.groups, lines, height, place));
    ImGui::PopClipRect();
    ImGui::PopClipRect();
}

}  // namespace proofsheet::ui
