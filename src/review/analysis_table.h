#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/file_bytes.h"
#include "review/model.h"

namespace proofsheet::review {

/// How the values of a column are ordered and shown.
enum class ValueKind : std::uint8_t {
    Text,    ///< as people sort, to the left
    Number,  ///< by value, to the right
    Score,   ///< a number on a scale
    Choice,  ///< words in ascending order of worth
};

/// Whether pictures can be ranked by the values of a column.
enum class ValueUse : std::uint8_t { Facts, Dimension };

/// No value in a cell.
constexpr std::int32_t kNoCell = -1;

/// A column of a table of pictures. Each text is kept once: a cell is a place in `values`, so that comparing
/// two cells is comparing two numbers.
struct TableColumn {
    std::string key;  ///< for files and scripts: "checkpoint", "overall_quality", "dim.sampler_name"
    std::string title;
    ValueKind kind = ValueKind::Text;
    ValueUse use = ValueUse::Facts;
    int least = 0;                    ///< of a score
    int most = 0;                     ///< of a score
    std::vector<std::string> values;  ///< distinct, ascending, fit to be shown
    std::vector<double> numbers;      ///< of scores: parallel to `values`
    std::vector<std::string> folded;  ///< of columns that are searched: `values` without upper case
    std::vector<std::int32_t> cells;  ///< one a row; kNoCell where nothing is known

    std::string_view text(std::size_t row) const {
        return cells[row] == kNoCell ? std::string_view() : std::string_view(values[cells[row]]);
    }
};

/// The file behind a row.
struct TablePicture {
    std::string path;  ///< absolute, native bytes; empty when there is no file
    FileStamp stamp;
    PictureId content;  ///< none when it is not known
    std::string image;  ///< its id in the database where there is no file
    /// What it is called from one reading to the next.
    const std::string& name() const { return path.empty() ? image : path; }
};

/// Pictures of all runs with what is known of them. Immutable once made.
struct AnalysisTable {
    std::vector<TablePicture> pictures;  ///< one a row
    std::vector<TableColumn> columns;
    std::size_t unread = 0;  ///< files whose own metadata are not in it yet

    const TableColumn* find(std::string_view key) const;
    std::size_t size() const { return pictures.size(); }
};

/// Upper case of Latin, Greek and Cyrillic letters becomes lower case; all else stays. For searching.
std::string fold_case(std::string_view text);

/// Takes the cells of a column, row after row.
class ColumnMaker {
public:
    ColumnMaker(std::string key, std::string title, ValueKind kind, ValueUse use);

    /// Rows between the last one and this one have no value; an empty text is none.
    void set(std::size_t row, std::string_view text);
    bool is_empty() const { return column_.values.empty(); }
    TableColumn& column() { return column_; }

    /// Puts the values in order; `listed` gives it for choices, the lowest first.
    TableColumn finish(std::size_t rows, const std::vector<std::string>& listed = {});

private:
    TableColumn column_;
    std::vector<std::uint32_t> first_;  ///< parallel to the values: the first row that has it
    std::unordered_map<std::string, std::int32_t> places_;
};

/// Keeps the texts of a column for `select_rows` to search in.
void make_searchable(TableColumn& column);

}  // namespace proofsheet::review
