#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace proofsheet::cli {

enum class Align { Left, Right };

/// Rows of text in columns as wide as their longest entry, two spaces apart, one line a row. Line breaks and
/// tabs in an entry become spaces. The first row is the heading.
std::string format_table(const std::vector<Align>& columns,
                         const std::vector<std::vector<std::string>>& rows);

/// At most `width` characters of `text`, cut in the middle with an ellipsis: both ends of a name tell it
/// apart.
std::string elide_middle(std::string_view text, std::size_t width);

}  // namespace proofsheet::cli
