#include "review/table_query.h"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <sstream>
#include <string_view>
#include <utility>

namespace proofsheet::review {
namespace {

using Rows = std::vector<std::uint32_t>;

std::vector<std::string> words_of(const std::string& search) {
    std::vector<std::string> words;
    std::istringstream in(fold_case(search));
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

/// Leaves the rows in which a word is found in any of the searched columns.
void keep_found(const AnalysisTable& table, const std::string& word, Rows& rows) {
    std::vector<std::pair<const TableColumn*, std::vector<bool>>> hits;
    for (const TableColumn& column : table.columns) {
        if (column.folded.empty()) continue;
        std::vector<bool> found;
        found.reserve(column.folded.size());
        for (const std::string& text : column.folded) found.push_back(text.find(word) != std::string::npos);
        hits.emplace_back(&column, std::move(found));
    }
    std::erase_if(rows, [&](std::uint32_t row) {
        return std::none_of(hits.begin(), hits.end(), [&](const auto& hit) {
            const std::int32_t cell = hit.first->cells[row];
            return cell != kNoCell && hit.second[static_cast<std::size_t>(cell)];
        });
    });
}

/// Leaves the rows whose cell says yes; `allowed` gets the text of the cell, empty for nothing.
void keep_cells(const AnalysisTable& table, std::string_view key, Rows& rows,
                const std::function<bool(std::string_view)>& allowed) {
    const TableColumn* column = table.find(key);
    if (column == nullptr) {
        if (!allowed({})) rows.clear();
        return;
    }
    std::vector<bool> yes;
    for (const std::string& value : column->values) yes.push_back(allowed(value));
    const bool none = allowed({});
    std::erase_if(rows, [&](std::uint32_t row) {
        const std::int32_t cell = column->cells[row];
        return cell == kNoCell ? !none : !yes[static_cast<std::size_t>(cell)];
    });
}

void keep_flagged(const AnalysisTable& table, FlagFilter flag, Rows& rows) {
    const auto keep = [&](std::string_view key, const std::function<bool(std::string_view)>& allowed) {
        keep_cells(table, key, rows, allowed);
    };
    switch (flag) {
        case FlagFilter::Any:
            return;
        case FlagFilter::Picked:
            return keep("flag", [](std::string_view text) { return text == "pick"; });
        case FlagFilter::Rejected:
            return keep("flag", [](std::string_view text) { return text == "reject"; });
        case FlagFilter::NotRejected:
            return keep("flag", [](std::string_view text) { return text != "reject"; });
        case FlagFilter::None:
            return keep("flag", [](std::string_view text) { return text.empty(); });
        case FlagFilter::Favourite:
            return keep("favourite", [](std::string_view text) { return !text.empty(); });
    }
}

/// Leaves the rows whose score the query lets through.
void keep_scored(const AnalysisTable& table, const TableQuery& query, Rows& rows) {
    if (query.scored == ScoreFilter::Any && query.least_score == 0) return;
    const TableColumn* column = table.find(query.ranking.criterion);
    if (column == nullptr) return;
    std::erase_if(rows, [&](std::uint32_t row) {
        const std::int32_t cell = column->cells[row];
        if (cell == kNoCell) return query.scored == ScoreFilter::Scored || query.least_score > 0;
        return query.scored == ScoreFilter::Unscored ||
               column->numbers[static_cast<std::size_t>(cell)] < query.least_score;
    });
}

struct Comparison {
    const TableColumn* column;
    SortOrder order;
};

/// Less than, equal to or greater than zero, as the first column that tells two rows apart says.
int compare(const std::vector<Comparison>& keys, std::uint32_t left, std::uint32_t right) {
    for (const Comparison& key : keys) {
        const std::int32_t a = key.column->cells[left];
        const std::int32_t b = key.column->cells[right];
        if (a == b) continue;
        if (a == kNoCell) return 1;
        if (b == kNoCell) return -1;
        return (a < b) == (key.order == SortOrder::Ascending) ? -1 : 1;
    }
    return 0;
}

void sort_rows(const AnalysisTable& table, const std::vector<SortKey>& sort, Rows& rows) {
    std::vector<Comparison> keys;
    for (const SortKey& key : sort)
        if (const TableColumn* column = table.find(key.column)) keys.push_back({column, key.order});
    if (keys.empty()) return;
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::uint32_t left, std::uint32_t right) { return compare(keys, left, right) < 0; });
}

}  // namespace

std::vector<std::uint32_t> select_rows(const AnalysisTable& table, const TableQuery& query) {
    Rows rows(table.size());
    std::iota(rows.begin(), rows.end(), 0u);
    if (query.run) keep_cells(table, "run", rows, [&](std::string_view text) { return text == *query.run; });
    keep_flagged(table, query.flag, rows);
    keep_scored(table, query, rows);
    for (const std::string& word : words_of(query.search)) keep_found(table, word, rows);
    sort_rows(table, query.sort, rows);
    return rows;
}

TableView look_at(std::shared_ptr<const AnalysisTable> table, const TableQuery& query) {
    TableView view{std::move(table), query, {}, {}};
    view.rows = select_rows(*view.table, query);
    view.ranking = rank(*view.table, view.rows, query.ranking);
    return view;
}

}  // namespace proofsheet::review
