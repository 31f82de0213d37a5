#include "review/analysis_table.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "grid/text_order.h"
#include "grid/value_order.h"

namespace proofsheet::review {
namespace {

/// Lower case of a letter of two bytes in UTF-8: Latin-1, Latin Extended-A, Greek, Cyrillic.
char32_t lower(char32_t code) {
    if (code >= 0xC0 && code <= 0xDE && code != 0xD7) return code + 0x20;
    const bool odd_is_upper = (code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E);
    if (code == 0x178) return 0xFF;
    if (odd_is_upper) return code % 2 == 1 ? code + 1 : code;
    const bool has_pairs = code >= 0x100 && code <= 0x177 && code != 0x130 && code != 0x131 && code != 0x138;
    if (has_pairs) return code % 2 == 0 ? code + 1 : code;
    if (code >= 0x391 && code <= 0x3AB && code != 0x3A2) return code + 0x20;
    if (code >= 0x410 && code <= 0x42F) return code + 0x20;
    if (code >= 0x400 && code <= 0x40F) return code + 0x50;
    return code;
}

grid::OrderedValues ordered(const TableColumn& column, const std::vector<std::uint32_t>& first,
                            const std::vector<std::string>& listed) {
    const std::vector<std::string_view> texts(column.values.begin(), column.values.end());
    const bool number = column.kind == ValueKind::Number || column.kind == ValueKind::Score;
    return number ? grid::order_values(texts, first) : grid::order_as_listed(texts, listed);
}

double number_of(const std::string& text) {
    double number = std::numeric_limits<double>::quiet_NaN();
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

const TableColumn* AnalysisTable::find(std::string_view key) const {
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const TableColumn& one) { return one.key == key; });
    return found == columns.end() ? nullptr : &*found;
}

std::string fold_case(std::string_view text) {
    std::string folded(text);
    for (std::size_t i = 0; i < folded.size(); ++i) {
        const auto lead = static_cast<unsigned char>(folded[i]);
        if (lead < 0x80) {
            if (lead >= 'A' && lead <= 'Z') folded[i] = static_cast<char>(lead + 0x20);
            continue;
        }
        if (lead < 0xC3 || lead > 0xD0 || i + 1 >= folded.size()) continue;
        const auto next = static_cast<unsigned char>(folded[i + 1]);
        const char32_t code = lower(((lead & 0x1Fu) << 6) | (next & 0x3Fu));
        folded[i] = static_cast<char>(0xC0 | (code >> 6));
        folded[++i] = static_cast<char>(0x80 | (code & 0x3F));
    }
    return folded;
}

ColumnMaker::ColumnMaker(std::string key, std::string title, ValueKind kind, ValueUse use) {
    column_.key = std::move(key);
    column_.title = std::move(title);
    column_.kind = kind;
    column_.use = use;
}

void ColumnMaker::set(std::size_t row, std::string_view text) {
    if (text.empty()) return;
    column_.cells.resize(row + 1, kNoCell);
    const auto [place, is_new] =
        places_.try_emplace(std::string(text), static_cast<std::int32_t>(column_.values.size()));
    if (is_new) {
        column_.values.emplace_back(text);
        first_.push_back(static_cast<std::uint32_t>(row));
    }
    column_.cells[row] = place->second;
}

TableColumn ColumnMaker::finish(std::size_t rows, const std::vector<std::string>& listed) {
    places_.clear();
    column_.cells.resize(rows, kNoCell);
    grid::OrderedValues order = ordered(column_, first_, listed);
    for (std::int32_t& cell : column_.cells)
        if (cell != kNoCell) cell = order.place[static_cast<std::size_t>(cell)];
    column_.values = std::move(order.values);
    if (column_.kind == ValueKind::Score)
        for (const std::string& value : column_.values) column_.numbers.push_back(number_of(value));
    return std::move(column_);
}

void make_searchable(TableColumn& column) {
    column.folded.reserve(column.values.size());
    for (const std::string& value : column.values) column.folded.push_back(fold_case(value));
}

}  // namespace proofsheet::review
