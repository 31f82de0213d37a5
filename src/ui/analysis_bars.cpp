#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/analysis_parts.h"
#include "ui/card.h"
#include "ui/format.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

/// Controls one after the other along a bar.
class ControlRow {
public:
    ControlRow(const Context& context, const Rect& bar) : context_(context) {
        const float height = context.px(metric::kControl);
        rest_ = rect(bar.min.x + context.px(space::k12), std::floor(bar.center().y - height / 2),
                     bar.width() - context.px(2 * space::k12), height);
    }
    Rect left(float points) {
        const float width = std::min(context_.px(points), std::max(1.0f, rest_.width()));
        const Rect place = rect(rest_.min.x, rest_.min.y, width, rest_.height());
        rest_.min.x = std::min(rest_.max.x, place.max.x + context_.px(space::k8));
        return place;
    }
    Rect right(float points) {
        const float width = std::min(context_.px(points), std::max(1.0f, rest_.width()));
        const Rect place = rect(rest_.max.x - width, rest_.min.y, width, rest_.height());
        rest_.max.x = std::max(rest_.min.x, place.min.x - context_.px(space::k8));
        return place;
    }
    const Rect& rest() const { return rest_; }

private:
    const Context& context_;
    Rect rest_;
};

void field(const Context& context, PanelState& panel, const std::string& name, const Rect& area,
           std::string_view caption, std::string_view value) {
    if (choice_field(context, name, area, caption, value, panel.open_list == name).clicked)
        panel.open_list = panel.open_list == name ? std::string() : name;
}

std::string score_text(const review::TableQuery& query) {
    if (query.scored == review::ScoreFilter::Unscored) return "unscored";
    if (query.least_score > 0) return "at least " + std::to_string(query.least_score);
    return query.scored == review::ScoreFilter::Scored ? "scored" : "any";
}

/// "192 of 5 000 pictures".
std::string count_text(const app::AnalysisState& analysis) {
    if (!analysis.view) return {};
    const auto shown = static_cast<std::int64_t>(analysis.view->rows.size());
    const auto all = static_cast<std::int64_t>(analysis.view->table->size());
    if (shown == all) return counted(all, "picture", "pictures");
    return grouped(shown) + " of " + counted(all, "picture", "pictures");
}

std::string busy_text(const app::AnalysisState& analysis) {
    if (analysis.reading) return "Reading…";
    const std::size_t unread = analysis.table ? analysis.table->unread : 0;
    if (unread == 0) return {};
    return "Reading " + counted(static_cast<std::int64_t>(unread), "file…", "files…");
}

void bar_ground(const Context& context, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface);
    list.AddLine({area.min.x, area.max.y - 1}, {area.max.x, area.max.y - 1}, context.theme.line, 1);
}

void search_field(const Context& context, const app::AnalysisState& analysis, PanelState& panel,
                  const Rect& area) {
    AnalysisPanelState& own = *panel.analysis;
    const bool typing = panel.keyboard.typed_name == "analysis.search";
    if (!typing) own.search = analysis.query.search;
    const TextEdit edit = text_field(context, "analysis.search", area, own.search,
                                     "Search prompt, model, run, file  (/)", panel.focus_text);
    if (edit.changed) context.emit(app::on_analysis(app::SearchTable{own.search}));
}

void table_buttons(const Context& context, const app::AnalysisState& analysis, PanelState& panel,
                   ControlRow& row) {
    if (analysis.page != app::AnalysisPage::Table) return;
    if (text_button(context, "analysis.columns", row.right(90), "Columns…").clicked)
        panel.open_list = "analysis.columns";
    const bool large = analysis.row_size == app::RowSize::Large;
    if (text_button(context, "analysis.rows", row.right(96), large ? "Dense rows" : "Large rows").clicked)
        context.emit(app::on_analysis(app::SetRowSize{large ? app::RowSize::Dense : app::RowSize::Large}));
}

}  // namespace

std::string title_of(const app::AnalysisState& analysis, const std::string& key) {
    const review::TableColumn* column = analysis.view ? analysis.view->table->find(key) : nullptr;
    return column == nullptr ? key : column->title;
}

std::string_view label_of(review::FlagFilter flag) {
    constexpr std::array<std::string_view, 6> kLabels{"any",      "picked",     "not rejected",
                                                      "rejected", "favourites", "no flag"};
    return kLabels[static_cast<std::size_t>(flag)];
}

void analysis_top_bar(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    const app::AnalysisState& analysis = *app.analysis;
    bar_ground(context, area);
    ControlRow row(context, area);
    constexpr std::array<std::string_view, 3> kPages{"Table", "Ranking", "Chart"};
    if (const auto page =
            segmented(context, "analysis.page", row.left(240), kPages, static_cast<int>(analysis.page)))
        context.emit(app::on_analysis(app::ShowPage{static_cast<app::AnalysisPage>(*page)}));
    const bool can_export = analysis.view && !analysis.view->rows.empty();
    if (can_export && text_button(context, "analysis.export", row.right(90), "Export…").clicked)
        panel.open_list = "analysis.export";
    table_buttons(context, analysis, panel, row);
    search_field(context, analysis, panel, row.left(std::min(340.0f, row.rest().width() / context.scale)));
}

void analysis_filter_bar(const Context& context, const app::AppState& app, PanelState& panel,
                         const Rect& area) {
    const app::AnalysisState& analysis = *app.analysis;
    const review::TableQuery& query = analysis.query;
    bar_ground(context, area);
    ControlRow row(context, area);
    if (analysis.page != app::AnalysisPage::Table) {
        field(context, panel, "analysis.criterion", row.left(200), "",
              title_of(analysis, query.ranking.criterion));
        field(context, panel, "analysis.dimension", row.left(180), "by",
              title_of(analysis, query.ranking.dimension));
    }
    field(context, panel, "analysis.run", row.left(180), "Run",
          query.run ? std::string_view(*query.run) : "all");
    field(context, panel, "analysis.flag", row.left(140), "Flag", label_of(query.flag));
    field(context, panel, "analysis.score", row.left(140), "Score", score_text(query));
    if (query.filters() && text_button(context, "analysis.clear", row.left(100), "Clear filters").clicked)
        context.emit(app::on_analysis(app::ClearTableFilters{}));
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const std::string busy = busy_text(analysis);
    const std::string text = busy.empty() ? count_text(analysis) : busy + "  " + count_text(analysis);
    draw_text_in(context, list, Type::Small, row.rest().min, row.rest().max, context.theme.text_dim, text,
                 Align::Right);
}

}  // namespace proofsheet::ui
