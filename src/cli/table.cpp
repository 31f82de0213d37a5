#include "cli/table.h"

#include <algorithm>

namespace proofsheet::cli {
namespace {

bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

/// Byte offset of character `index`.
std::size_t offset_of(std::string_view text, std::size_t index) {
    std::size_t at = 0;
    for (; at < text.size(); ++at)
        if (starts_character(text[at]) && index-- == 0) break;
    return at;
}

std::string on_one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return text;
}

}  // namespace

std::string format_table(const std::vector<Align>& columns,
                         const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths(columns.size(), 0);
    for (const auto& row : rows)
        for (std::size_t i = 0; i < columns.size(); ++i) widths[i] = std::max(widths[i], characters(row[i]));
    std::string out;
    for (const auto& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const std::string padding(widths[i] - characters(row[i]), ' ');
            if (i > 0) line += "  ";
            line += columns[i] == Align::Right ? padding + row[i] : row[i] + padding;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += on_one_line(std::move(line)) + "\n";
    }
    return out;
}

std::string elide_middle(std::string_view text, std::size_t width) {
    const std::size_t length = characters(text);
    if (length <= width) return std::string(text);
    const std::size_t tail = (width - 1) / 2;
    const std::size_t head = width - 1 - tail;
    return std::string(text.substr(0, offset_of(text, head))) + "\xE2\x80\xA6" +
           std::string(text.substr(offset_of(text, length - tail)));
}

}  // namespace proofsheet::cli
