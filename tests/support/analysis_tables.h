#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "review/analysis_table.h"

namespace proofsheet::test {

/// The cells of one row by the key of the column.
using TableCells = std::map<std::string, std::string>;

/// A table with the usual columns: "/pictures/0.png" and so on, each of a content of its own.
inline review::AnalysisTable table_of(const std::vector<TableCells>& rows) {
    using review::ColumnMaker;
    using review::ValueKind;
    using review::ValueUse;
    std::vector<ColumnMaker> makers;
    makers.emplace_back("run", "Run", ValueKind::Text, ValueUse::Dimension);
    makers.emplace_back("checkpoint", "Checkpoint", ValueKind::Text, ValueUse::Dimension);
    makers.emplace_back("prompt", "Prompt", ValueKind::Text, ValueUse::Dimension);
    makers.emplace_back("model", "Model", ValueKind::Text, ValueUse::Dimension);
    makers.emplace_back("steps", "Steps", ValueKind::Number, ValueUse::Dimension);
    makers.emplace_back("overall_quality", "Overall quality", ValueKind::Score, ValueUse::Facts);
    makers.emplace_back("flag", "Flag", ValueKind::Choice, ValueUse::Facts);
    makers.emplace_back("favourite", "Favourite", ValueKind::Text, ValueUse::Facts);
    makers[5].column().least = 1;
    makers[5].column().most = 10;
    review::AnalysisTable table;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        table.pictures.push_back(
            {"/pictures/" + std::to_string(i) + ".png", {100, 1}, {static_cast<std::uint32_t>(i)}, {}});
        for (ColumnMaker& maker : makers) {
            const auto cell = rows[i].find(maker.column().key);
            if (cell != rows[i].end()) maker.set(i, cell->second);
        }
    }
    for (ColumnMaker& maker : makers) {
        table.columns.push_back(maker.finish(rows.size(), {"reject", "pick"}));
        const std::string& key = table.columns.back().key;
        if (key == "run" || key == "prompt" || key == "model") review::make_searchable(table.columns.back());
    }
    return table;
}

}  // namespace proofsheet::test
