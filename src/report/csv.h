#pragma once

#include <string>
#include <string_view>

#include "report/table.h"

/// Tables as comma-separated values (RFC 4180): UTF-8 without a byte order mark, CRLF at the end of each
/// line, a line of names first. Bytes that are not UTF-8, and control characters other than tab, line feed
/// and carriage return, become U+FFFD.
///
/// Spreadsheets run a cell that starts with = + - @ (also in their full-width forms), tab, carriage return or
/// line feed as a formula. Such a cell gets an apostrophe in front, unless all of it is a plain decimal
/// number: `=1+1` becomes `'=1+1`, `-1.5` stays.
namespace proofsheet::report {

/// One line a picture: how it was made, a column for each criterion, cost, dates, file, then dim.<name> for
/// each further dimension.
std::string wide_csv(const ScoreTable& table);

/// One line for each picture and criterion, with an empty value where there is none.
std::string long_csv(const ScoreTable& table);

/// One cell, ready for a line.
std::string csv_cell(std::string_view text);

}  // namespace proofsheet::report
