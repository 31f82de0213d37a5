#include "app/analysis_state.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace proofsheet::app {
namespace {

bool has_values(const review::TableColumn& column) {
    return !column.values.empty() || column.kind == review::ValueKind::Score;
}

template <typename Wanted>
std::vector<const review::TableColumn*> columns_that(const AnalysisState& analysis, Wanted wanted) {
    std::vector<const review::TableColumn*> found;
    if (!analysis.view) return found;
    for (const review::TableColumn& column : analysis.view->table->columns)
        if (wanted(column)) found.push_back(&column);
    return found;
}

/// What a larger number puts first.
double weight_of(const review::RankGroup& group, RankOrder order) {
    switch (order) {
        case RankOrder::ByMean:
            return group.spread.mean;
        case RankOrder::ByMedian:
            return group.spread.median;
        case RankOrder::ByCount:
            return group.spread.n;
        case RankOrder::ByValue:
            break;
    }
    return 0;
}

}  // namespace

std::string_view name_of(AnalysisPage page) {
    constexpr std::array<std::string_view, 3> kNames{"table", "ranking", "chart"};
    return kNames[static_cast<std::size_t>(page)];
}

std::vector<const review::TableColumn*> ordered_columns(const AnalysisState& analysis) {
    std::vector<const review::TableColumn*> columns;
    if (!analysis.view) return columns;
    for (const ColumnPlace& place : analysis.columns) {
        const review::TableColumn* column = analysis.view->table->find(place.key);
        if (column != nullptr && has_values(*column)) columns.push_back(column);
    }
    return columns;
}

std::vector<const review::TableColumn*> shown_columns(const AnalysisState& analysis) {
    std::vector<const review::TableColumn*> columns;
    if (!analysis.view) return columns;
    for (const ColumnPlace& place : analysis.columns) {
        if (!place.shown) continue;
        const review::TableColumn* column = analysis.view->table->find(place.key);
        if (column != nullptr && has_values(*column)) columns.push_back(column);
    }
    return columns;
}

std::vector<std::size_t> ordered_groups(const AnalysisState& analysis) {
    if (!analysis.view) return {};
    const auto& groups = analysis.view->ranking.groups;
    std::vector<std::size_t> order(groups.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        return weight_of(groups[left], analysis.rank_order) > weight_of(groups[right], analysis.rank_order);
    });
    return order;
}

std::vector<const review::TableColumn*> dimension_columns(const AnalysisState& analysis) {
    return columns_that(analysis, [](const review::TableColumn& column) {
        return column.use == review::ValueUse::Dimension && !column.values.empty();
    });
}

std::vector<const review::TableColumn*> score_columns(const AnalysisState& analysis) {
    return columns_that(
        analysis, [](const review::TableColumn& column) { return column.kind == review::ValueKind::Score; });
}

}  // namespace proofsheet::app
