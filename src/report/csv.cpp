#include "report/csv.h"

#include <array>

#include "core/text.h"
#include "image/text_encoding.h"
#include "report/columns.h"
#include "report/gather.h"

namespace proofsheet::report {
namespace {

/// The last four are the full-width forms of the first ones.
constexpr std::array<std::string_view, 11> kFormulaStarts{
    "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

bool starts_a_formula(std::string_view text) {
    for (const std::string_view start : kFormulaStarts)
        if (text.starts_with(start)) return true;
    return false;
}

/// Takes digits from the front; false when there are none.
bool take_digits(std::string_view& text) {
    const std::size_t before = text.size();
    while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
    return text.size() < before;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

/// A sign, digits, a fraction, an exponent.
bool is_plain_number(std::string_view text) {
    take(text, "+-");
    if (!take_digits(text)) return false;
    if (take(text, ".") && !take_digits(text)) return false;
    if (take(text, "eE")) {
        take(text, "+-");
        if (!take_digits(text)) return false;
    }
    return text.empty();
}

std::string in_quotes(std::string_view text) {
    std::string cell = "\"";
    for (const char c : text) {
        if (c == '"') cell += '"';
        cell += c;
    }
    return cell + '"';
}

/// Builds a text of lines.
class Lines {
public:
    void cell(std::string_view text) {
        if (!at_start_) text_ += ',';
        text_ += csv_cell(text);
        at_start_ = false;
    }
    void end() {
        text_ += "\r\n";
        at_start_ = true;
    }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
    bool at_start_ = true;
};

void add_names(Lines& lines, std::span<const Column> columns) {
    for (const Column& column : columns) lines.cell(column.name);
}

void add_cells(Lines& lines, std::span<const Column> columns, const PictureRow& row) {
    for (const Column& column : columns) lines.cell(column.cell(row));
}

void add_dimension_names(Lines& lines, const std::vector<std::string>& dimensions) {
    for (const std::string& dimension : dimensions) lines.cell("dim." + dimension);
}

void add_dimension_cells(Lines& lines, const std::vector<std::string>& dimensions, const PictureRow& row) {
    for (const std::string& dimension : dimensions) lines.cell(dimension_cell(row, dimension));
}

void add_value(Lines& lines, const review::Criterion& criterion, const GivenValue* value) {
    lines.cell(value == nullptr ? std::string() : value_text(criterion, value->value));
}

void add_long_line(Lines& lines, const std::vector<std::string>& dimensions, const PictureRow& row,
                   const review::Criterion& criterion) {
    const GivenValue* value = value_of(row, criterion.id);
    add_cells(lines, leading_columns(), row);
    lines.cell(criterion.key);
    add_value(lines, criterion, value);
    lines.cell(value == nullptr ? std::string() : time_cell(value->when));
    lines.cell(value == nullptr ? "" : value->blind ? "1" : "0");
    const bool timed = value != nullptr && value->since_shown;
    lines.cell(timed ? std::to_string(value->since_shown->count()) : std::string());
    add_cells(lines, trailing_columns(), row);
    add_dimension_cells(lines, dimensions, row);
    lines.end();
}

}  // namespace

std::string csv_cell(std::string_view text) {
    std::string safe = image::text_from_utf8(text);
    if (starts_a_formula(safe) && !is_plain_number(safe)) safe.insert(0, "'");
    const bool spaced = safe.starts_with(' ') || safe.ends_with(' ');
    return spaced || safe.find_first_of(",\"\r\n\t;") != std::string::npos ? in_quotes(safe) : safe;
}

std::string wide_csv(const ScoreTable& table) {
    const std::vector<std::string> dimensions = other_dimensions(table);
    Lines lines;
    add_names(lines, leading_columns());
    for (const review::Criterion& criterion : table.criteria) lines.cell(criterion.key);
    lines.cell("scored_at");
    add_names(lines, trailing_columns());
    add_dimension_names(lines, dimensions);
    lines.end();
    for (const PictureRow& row : table.rows) {
        add_cells(lines, leading_columns(), row);
        for (const review::Criterion& criterion : table.criteria)
            add_value(lines, criterion, value_of(row, criterion.id));
        lines.cell(time_cell(scored_at(row, table.criteria)));
        add_cells(lines, trailing_columns(), row);
        add_dimension_cells(lines, dimensions, row);
        lines.end();
    }
    return lines.take();
}

std::string long_csv(const ScoreTable& table) {
    const std::vector<std::string> dimensions = other_dimensions(table);
    Lines lines;
    add_names(lines, leading_columns());
    for (const char* name : {"criterion", "value", "scored_at", "blind", "ms_since_shown"}) lines.cell(name);
    add_names(lines, trailing_columns());
    add_dimension_names(lines, dimensions);
    lines.end();
    for (const PictureRow& row : table.rows)
        for (const review::Criterion& criterion : table.criteria)
            add_long_line(lines, dimensions, row, criterion);
    return lines.take();
}

}  // namespace proofsheet::report
