#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "app/analysis_state.h"
#include "app/command.h"
#include "app/effect.h"

namespace proofsheet::app {

// News.
/// `table` is null when it could not be read; `error` says why.
struct TableRead {
    std::uint64_t ticket = 0;
    std::shared_ptr<const review::AnalysisTable> table;
    std::string error;
};
struct TableLookedAt {
    std::uint64_t ticket = 0;
    std::shared_ptr<const review::TableView> view;
};
/// Whether the file of a picture that is to be opened is there.
struct PictureLookedFor {
    std::string path;
    bool is_there = false;
};

// Wishes.
struct ShowPage {
    AnalysisPage page = AnalysisPage::Table;
};
struct SearchTable {
    std::string text;
};
enum class SortStep : std::uint8_t { Only, Add };
/// Sorts by a column, or the other way round when it is sorted by it. `Add` keeps the columns before it, and
/// takes it away after both ways.
struct SortTable {
    std::string column;
    SortStep step = SortStep::Only;
};
struct FilterTableRun {
    std::optional<std::string> run;
};
struct FilterTableFlag {
    review::FlagFilter flag = review::FlagFilter::Any;
};
struct FilterTableScore {
    review::ScoreFilter scored = review::ScoreFilter::Any;
    int least = 0;
};
struct ClearTableFilters {};
struct RankTable {
    review::RankQuery ranking;
};
struct OrderRanking {
    RankOrder order = RankOrder::ByValue;
};
struct MoveTableRow {
    int rows = 0;
};
struct GoToTableRow {
    int place = 0;  ///< in the view
};
struct MoveRankGroup {
    int groups = 0;
};
struct ScrollColumns {
    int columns = 0;
};
struct ToggleColumn {
    std::string key;
};
/// Puts a column before another one, at the end when that has no name.
struct MoveColumn {
    std::string key;
    std::string before;
};
struct ResetColumns {};
struct SetRowSize {
    RowSize size = RowSize::Dense;
};
/// Opens the picture under the cursor in the Review screen, its run before that when it is not open.
struct ViewTablePicture {};
/// Writes the rows of the view.
struct SaveTable {
    TableForm form = TableForm::WideCsv;
    std::string target;  ///< path of a file
};

/// What happens on the Analysis screen: news, past tense, and wishes, imperative.
struct AnalysisCommand {
    std::variant<TableRead, TableLookedAt, PictureLookedFor, ShowPage, SearchTable, SortTable, FilterTableRun,
                 FilterTableFlag, FilterTableScore, ClearTableFilters, RankTable, OrderRanking, MoveTableRow,
                 GoToTableRow, MoveRankGroup, ScrollColumns, ToggleColumn, MoveColumn, ResetColumns,
                 SetRowSize, ViewTablePicture, SaveTable>
        content;
};

/// Read all pictures: those of the database and of these catalogs. Answers: TableRead, several times while
/// files are read for what they say themselves.
struct ReadTable {
    std::uint64_t ticket = 0;
    std::vector<std::shared_ptr<const grid::Catalog>> catalogs;
};
/// Sort, filter and rank. Answer: TableLookedAt.
struct LookAtTable {
    std::uint64_t ticket = 0;
    std::shared_ptr<const review::AnalysisTable> table;
    review::TableQuery query;
};
/// See whether a file is there. Answer: PictureLookedFor.
struct LookForPicture {
    std::string path;
};
/// Write the rows of a view. Answer: Noticed.
struct WriteTable {
    TableForm form = TableForm::WideCsv;
    std::string target;
    std::shared_ptr<const review::TableView> view;
    std::vector<std::shared_ptr<const grid::Catalog>> catalogs;
};

/// Work outside for the Analysis screen.
struct AnalysisEffect {
    std::variant<ReadTable, LookAtTable, LookForPicture, WriteTable> content;
};

template <typename Content>
OnAnalysis on_analysis(Content content) {
    return OnAnalysis{std::make_shared<const AnalysisCommand>(AnalysisCommand{std::move(content)})};
}

template <typename Content>
WorkForAnalysis for_analysis(Content content) {
    return WorkForAnalysis{std::make_shared<const AnalysisEffect>(AnalysisEffect{std::move(content)})};
}

}  // namespace proofsheet::app
