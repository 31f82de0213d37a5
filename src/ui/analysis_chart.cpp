#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/analysis_parts.h"
#include "ui/format.h"
#include "ui/score_marks.h"
#include "ui/stroke.h"

namespace proofsheet::ui {
namespace {

constexpr float kNarrowestBarPt = 34, kWidestBarPt = 150;
/// More than these in the window become bars, so that a frame stays short.
constexpr int kMostDots = 4000;

/// The window of groups that is drawn, and where scores lie.
struct Plot {
    const review::Ranking& ranking;
    const std::vector<std::size_t>& order;
    Rect area;           ///< of the dots
    float group_px = 0;  ///< width of one group
    int first = 0;
    int last = -1;

    const review::RankGroup& group(int place) const {
        return ranking.groups[order[static_cast<std::size_t>(place)]];
    }
    float x(int place) const { return area.min.x + (static_cast<float>(place - first) + 0.5f) * group_px; }
    float row_px() const { return area.height() / static_cast<float>(ranking.most - ranking.least + 1); }
    float y(double score) const {
        return area.max.y - (static_cast<float>(score - ranking.least) + 0.5f) * row_px();
    }
};

Plot plot_of(const Context& context, const app::AnalysisState& analysis, AnalysisPanelState& own,
             const Rect& area) {
    Plot plot{analysis.view->ranking, group_order(analysis, own), area, 0, 0, -1};
    const int count = static_cast<int>(plot.order.size());
    plot.group_px = std::clamp(area.width() / static_cast<float>(std::max(1, count)),
                               context.px(kNarrowestBarPt), context.px(kWidestBarPt));
    const int fit = std::max(1, static_cast<int>(area.width() / plot.group_px));
    own.first_group = std::clamp(own.first_group, analysis.group - fit + 1, analysis.group);
    own.first_group = std::clamp(own.first_group, 0, std::max(0, count - fit));
    plot.first = own.first_group;
    plot.last = std::min(count, plot.first + fit) - 1;
    return plot;
}

int dots_in(const Plot& plot) {
    int dots = 0;
    for (int place = plot.first; place <= plot.last; ++place) dots += plot.group(place).spread.n;
    return dots;
}

/// Places between -0.5 and 0.5 that never come close to each other, the first in the middle: multiples of an
/// irrational number.
float spread_out(int index, float irrational) {
    const float at = static_cast<float>(index) * irrational + 0.5f;
    return at - std::floor(at) - 0.5f;
}

void draw_dots(const Context& context, const Plot& plot, int place) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const review::RankGroup& group = plot.group(place);
    const float radius = context.px(3);
    for (std::size_t i = 0; i < group.counts.size(); ++i) {
        const int score = plot.ranking.least + static_cast<int>(i);
        const Colour colour = score_colour(score, plot.ranking.least, plot.ranking.most);
        for (int dot = 0; dot < group.counts[i]; ++dot) {
            const float x = spread_out(dot, 0.7548777f) * (plot.group_px * 0.8f);
            const float y = spread_out(dot, 0.5698403f) * (plot.row_px() * 0.7f);
            const ImVec2 at(plot.x(place) + x, plot.y(score) + y);
            list.AddCircleFilled(at, radius, colour, 8);
            // Dark ends of the scale are seen on a dark ground too, light ones on a light one.
            list.AddCircle(at, radius, with_alpha(context.theme.text_dim, 0.7f), 8, context.px(0.75f));
        }
    }
}

/// As wide as there are pictures with the score, the most frequent one of the window filling its place.
void draw_bars(const Context& context, const Plot& plot, int place, int largest) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const review::RankGroup& group = plot.group(place);
    for (std::size_t i = 0; i < group.counts.size(); ++i) {
        if (group.counts[i] == 0) continue;
        const int score = plot.ranking.least + static_cast<int>(i);
        const float share = static_cast<float>(group.counts[i]) / static_cast<float>(largest);
        const float half = std::max(context.px(0.5f), plot.group_px * 0.42f * share);
        const float y = plot.y(score);
        const float tall = plot.row_px() * 0.35f;
        list.AddRectFilled({plot.x(place) - half, y - tall}, {plot.x(place) + half, y + tall},
                           score_colour(score, plot.ranking.least, plot.ranking.most));
    }
}

int largest_count(const Plot& plot) {
    int largest = 1;
    for (int place = plot.first; place <= plot.last; ++place)
        for (const int count : plot.group(place).counts) largest = std::max(largest, count);
    return largest;
}

void scale_lines(const Context& context, const Plot& plot) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (int score = plot.ranking.least; score <= plot.ranking.most; ++score) {
        const float y = std::round(plot.y(score));
        list.AddLine({plot.area.min.x, y}, {plot.area.max.x, y}, with_alpha(context.theme.line, 0.5f), 1);
        draw_text_in(context, list, Type::Small, {plot.area.min.x - context.px(30), y - context.px(8)},
                     {plot.area.min.x - context.px(8), y + context.px(8)}, context.theme.text_dim,
                     std::to_string(score), Align::Right);
    }
}

/// The means joined by a line; each is a square with a light border, so that it is told from a dot by shape.
void mean_line(const Context& context, const Plot& plot) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto at = [&](int place) { return ImVec2(plot.x(place), plot.y(plot.group(place).spread.mean)); };
    for (int place = plot.first; place < plot.last; ++place)
        list.AddLine(at(place), at(place + 1), context.theme.accent, context.px(2));
    const float half = context.px(4);
    for (int place = plot.first; place <= plot.last; ++place) {
        const ImVec2 middle = at(place);
        const ImVec2 min(middle.x - half, middle.y - half);
        const ImVec2 max(middle.x + half, middle.y + half);
        list.AddRectFilled(min, max, context.theme.accent);
        outline(list, min, max, context.theme.ground, 0, context.px(1));
    }
}

void labels(const Context& context, const Plot& plot, int place, const Rect& below) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float line = context.px(18);
    const float x = plot.x(place) - plot.group_px / 2 + context.px(2);
    const float right = plot.x(place) + plot.group_px / 2 - context.px(2);
    const review::RankGroup& group = plot.group(place);
    const auto text = [&](int row, Colour colour, const std::string& words) {
        const float y = below.min.y + line * static_cast<float>(row);
        draw_text_in(context, list, Type::Small, {x, y}, {right, y + line}, colour, words, Align::Center);
    };
    text(0, context.theme.text, group.label);
    text(1, context.theme.text, fmt::format("{:.1f}", group.spread.mean));
    text(2, context.theme.text_dim, grouped(group.spread.n));
}

void row_captions(const Context& context, const Rect& left, float y) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float line = context.px(18);
    int row = 1;
    for (const std::string_view caption : {"mean", "n"}) {
        const float top = y + line * static_cast<float>(row++);
        draw_text_in(context, list, Type::Small, {left.min.x, top}, {left.max.x - context.px(8), top + line},
                     context.theme.text_dim, caption, Align::Right);
    }
}

void group_columns(const Context& context, const app::AnalysisState& analysis, const Plot& plot,
                   const Rect& below) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    for (int place = plot.first; place <= plot.last; ++place) {
        const Rect column = {{plot.x(place) - plot.group_px / 2, plot.area.min.y},
                             {plot.x(place) + plot.group_px / 2, below.max.y}};
        const Press press =
            touch_area(context, place_name("analysis.group", place), column, TargetKind::Surface);
        if (place == analysis.group || press.hovered)
            list.AddRectFilled(column.min, column.max,
                               place == analysis.group ? context.theme.control : context.theme.surface,
                               context.px(4));
        if (press.hovered) tooltip(context, plot.group(place).label + ": " + spread_text(plot.group(place)));
        if (press.clicked) context.emit(app::on_analysis(app::MoveRankGroup{place - analysis.group}));
    }
}

/// What the cursor's group says, and what of the groups is to be seen.
void read_out(const Context& context, const app::AnalysisState& analysis, const Plot& plot, int dots,
              const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const auto count = static_cast<int>(plot.order.size());
    std::string right;
    if (dots > kMostDots) right = grouped(dots) + " scores, so bars instead of dots";
    if (plot.last - plot.first + 1 < count) {
        if (!right.empty()) right += " · ";
        right += std::to_string(plot.first + 1) + " to " + std::to_string(plot.last + 1) + " of " +
                 grouped(count) + "  (arrow keys)";
    }
    const float width = text_size(context, Type::Small, right).x + context.px(space::k16);
    draw_text_in(context, list, Type::Small, {area.max.x - width, area.min.y}, area.max,
                 context.theme.text_dim, right, Align::Right);
    if (analysis.group >= count) return;
    const review::RankGroup& group = plot.group(analysis.group);
    draw_text_cut(
        context, list, Type::Body, area.min, {area.max.x - width, area.max.y}, context.theme.text,
        title_of(analysis, analysis.query.ranking.dimension) + " " + group.label + ": " + spread_text(group));
}

}  // namespace

void analysis_chart(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    const app::AnalysisState& analysis = *app.analysis;
    const Rect inner = area.inset(context.px(space::k16), context.px(space::k8));
    const float top = inner.min.y + context.px(metric::kControl + space::k8);
    const float bottom = inner.max.y - context.px(3 * 18 + space::k4);
    if (bottom - top < context.px(60)) return;
    const float left = inner.min.x + context.px(44);
    const Plot plot = plot_of(context, analysis, *panel.analysis, {{left, top}, {inner.max.x, bottom}});
    const Rect below = {{left, bottom + context.px(space::k4)}, inner.max};
    const int dots = dots_in(plot);
    group_columns(context, analysis, plot, below);
    scale_lines(context, plot);
    if (dots <= kMostDots) mean_line(context, plot);  // no dot is hidden by it
    const int largest = largest_count(plot);
    for (int place = plot.first; place <= plot.last; ++place) {
        if (dots <= kMostDots)
            draw_dots(context, plot, place);
        else
            draw_bars(context, plot, place, largest);
        labels(context, plot, place, below);
    }
    if (dots > kMostDots) mean_line(context, plot);
    row_captions(context, {inner.min, {left, inner.max.y}}, below.min.y);
    read_out(context, analysis, plot, dots,
             {inner.min, {inner.max.x, inner.min.y + context.px(metric::kControl)}});
}

}  // namespace proofsheet::ui
