#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/table.h"

namespace proofsheet::report {

enum class ColumnKind { Text, Number };

/// A column that every table has, whatever the criteria and dimensions. Cells are empty where nothing is
/// known.
struct Column {
    std::string_view name;
    ColumnKind kind = ColumnKind::Text;
    std::string (*cell)(const PictureRow&) = nullptr;
};

/// Columns before the criteria: from the run to how the picture was made. Names are those of the tables
/// `runs`, `images` and `configs`.
std::span<const Column> leading_columns();
/// Columns behind the criteria: cost, dates, where it is.
std::span<const Column> trailing_columns();

/// The dimensions of all rows that have no column of their own, as they first appear; `sampler_name` of the
/// picture's metadata is one of them.
std::vector<std::string> other_dimensions(const ScoreTable& table);
/// The value of one of `other_dimensions`, empty when the picture has none.
std::string dimension_cell(const PictureRow& row, std::string_view dimension);

/// A value as text: choices by their word.
std::string value_text(const review::Criterion& criterion, const review::ReviewValue& value);
/// RFC 3339 in UTC; empty for nothing.
std::string time_cell(const std::optional<std::chrono::system_clock::time_point>& time);
/// When an experiment made the picture, else when the file was last changed; nothing when neither is known.
std::optional<std::chrono::system_clock::time_point> made_at(const PictureRow& row);
/// When the picture got the newest of its values of these criteria.
std::optional<std::chrono::system_clock::time_point> scored_at(
    const PictureRow& row, const std::vector<review::Criterion>& criteria);

}  // namespace proofsheet::report
