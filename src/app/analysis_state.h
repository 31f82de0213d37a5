#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/state.h"
#include "review/table_query.h"

namespace proofsheet::app {

enum class AnalysisPage : std::uint8_t { Table, Ranking, Chart };
std::string_view name_of(AnalysisPage page);

/// Heights of the table's rows.
enum class RowSize : std::uint8_t { Dense, Large };

/// How the ranking is ordered.
enum class RankOrder : std::uint8_t { ByValue, ByMean, ByMedian, ByCount };

/// A column of the table as the user arranged it.
struct ColumnPlace {
    std::string key;
    bool shown = true;
    bool operator==(const ColumnPlace&) const = default;
};

/// Where the Review screen was opened from, to go back to it.
struct ReturnToTable {
    std::string path;             ///< absolute, of the picture that was opened
    std::uint64_t next_edit = 0;  ///< `ReviewState::next_edit` then
};

enum class TableForm : std::uint8_t { WideCsv, LongCsv, Json };

/// What the Analysis screen shows.
struct AnalysisState {
    AnalysisPage page = AnalysisPage::Table;
    std::shared_ptr<const review::AnalysisTable> table;  ///< the newest; null until it is read
    std::shared_ptr<const review::TableView> view;       ///< what is on the screen; null until there is one
    review::TableQuery query;                            ///< what is wanted
    std::uint64_t read_ticket = 0;
    std::uint64_t look_ticket = 0;
    bool reading = false;                          ///< the newest table is on its way
    bool looking = false;                          ///< the view of it is
    bool stale = true;                             ///< something changed since the table was asked for
    std::uint64_t revision = 0;                    ///< of the scores when the table was asked for
    std::shared_ptr<const grid::Catalog> catalog;  ///< that was open then
    std::string error;                             ///< why the table could not be read; empty mostly
    std::vector<ColumnPlace> columns;              ///< in their order, also of columns that this table lacks
    RowSize row_size = RowSize::Dense;
    RankOrder rank_order = RankOrder::ByValue;
    std::uint32_t row = 0;  ///< of `view->table`, under the cursor
    int cursor = 0;         ///< its place in `view->rows`
    int group = 0;          ///< of the ranking, under the cursor
    int first_column = 0;   ///< of the shown ones, at the left edge
    /// Runs that were opened since the start, by `run_key`: their pictures are in the table, scored or not.
    std::map<std::string, std::shared_ptr<const grid::Catalog>> opened;
    std::optional<ReturnToTable> return_to;
    std::string sought;  ///< path of the picture that is being looked for, to be opened
};

/// All columns of the table that is on the screen, in their order, those without any value left out.
std::vector<const review::TableColumn*> ordered_columns(const AnalysisState& analysis);
/// The shown ones of them.
std::vector<const review::TableColumn*> shown_columns(const AnalysisState& analysis);
/// The groups of the ranking in their order: indices into `view->ranking.groups`.
std::vector<std::size_t> ordered_groups(const AnalysisState& analysis);
/// Columns by which pictures can be ranked and that have a value.
std::vector<const review::TableColumn*> dimension_columns(const AnalysisState& analysis);
/// Columns of scores.
std::vector<const review::TableColumn*> score_columns(const AnalysisState& analysis);

}  // namespace proofsheet::app
