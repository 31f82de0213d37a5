#include "shell/analysis_dump.h"

#include <algorithm>
#include <array>

#include "app/analysis_state.h"
#include "core/text.h"
#include "ui/analysis_panel_state.h"

namespace proofsheet::shell {
namespace {

using Json = nlohmann::ordered_json;

/// More rows and groups than these are not written.
constexpr std::size_t kMostGroups = 500;

Json sort_of(const review::TableQuery& query) {
    Json keys = Json::array();
    for (const review::SortKey& key : query.sort)
        keys.push_back(
            {{"column", to_display(key.column)}, {"descending", key.order == review::SortOrder::Descending}});
    return keys;
}

Json filters_of(const review::TableQuery& query) {
    constexpr std::array kFlags{"any", "picked", "not_rejected", "rejected", "favourite", "none"};
    constexpr std::array kScored{"any", "scored", "unscored"};
    return {{"run", query.run ? Json(to_display(*query.run)) : Json(nullptr)},
            {"flag", kFlags[static_cast<std::size_t>(query.flag)]},
            {"scored", kScored[static_cast<std::size_t>(query.scored)]},
            {"least_score", query.least_score}};
}

Json row_of(const app::AnalysisState& analysis, std::uint32_t row) {
    Json cells = Json::object();
    for (const review::TableColumn* column : app::shown_columns(analysis)) {
        const std::string_view text = column->text(row);
        if (!text.empty()) cells[to_display(column->key)] = text;
    }
    return {{"path", to_display(analysis.view->table->pictures[row].path)}, {"cells", std::move(cells)}};
}

Json visible_rows(const app::AnalysisState& analysis, const ui::RowWindow& window) {
    Json rows = Json::array();
    const int last = std::min(window.last, static_cast<int>(analysis.view->rows.size()) - 1);
    for (int place = window.first; place <= last; ++place)
        rows.push_back(row_of(analysis, analysis.view->rows[static_cast<std::size_t>(place)]));
    return rows;
}

Json ranking_of(const app::AnalysisState& analysis) {
    const review::Ranking& ranking = analysis.view->ranking;
    Json groups = Json::array();
    for (const std::size_t index : app::ordered_groups(analysis)) {
        if (groups.size() == kMostGroups) break;
        const review::RankGroup& group = ranking.groups[index];
        groups.push_back({{"value", group.label},
                          {"n", group.spread.n},
                          {"mean", group.spread.mean},
                          {"median", group.spread.median},
                          {"deviation", group.spread.deviation},
                          {"lower_quartile", group.spread.lower_quartile},
                          {"upper_quartile", group.spread.upper_quartile},
                          {"unscored", group.unscored}});
    }
    return {{"criterion", analysis.view->query.ranking.criterion},
            {"dimension", to_display(analysis.view->query.ranking.dimension)},
            {"groups", std::move(groups)}};
}

}  // namespace

nlohmann::ordered_json dump_analysis(const app::AppState& state, const ui::PanelState& panel) {
    const app::AnalysisState& analysis = *state.analysis;
    if (state.screen != app::Screen::Analysis || !analysis.view)
        return {{"page", app::name_of(analysis.page)}, {"rows", nullptr}};
    const ui::RowWindow& window = panel.analysis->rows;
    Json columns = Json::array();
    for (const review::TableColumn* column : app::shown_columns(analysis))
        columns.push_back(to_display(column->key));
    const bool any = !analysis.view->rows.empty();
    return {{"page", app::name_of(analysis.page)},
            {"rows", analysis.view->rows.size()},
            {"total", analysis.view->table->size()},
            {"unread", analysis.view->table->unread},
            {"search", to_display(analysis.query.search)},
            {"sort", sort_of(analysis.query)},
            {"filters", filters_of(analysis.query)},
            {"columns", std::move(columns)},
            {"first_column", analysis.first_column},
            {"first_row", window.first},
            {"last_row", window.last},
            {"cursor",
             {{"place", analysis.cursor},
              {"path",
               any ? Json(to_display(analysis.view->table->pictures[analysis.row].path)) : Json(nullptr)}}},
            {"visible", visible_rows(analysis, window)},
            {"ranking", ranking_of(analysis)},
            {"group", analysis.group},
            {"list", to_display(panel.open_list)}};
}

}  // namespace proofsheet::shell
