#include "scan/name_parts.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace proofsheet::scan {
std::vector<std::string_view> split_name(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (end > 0) pieces.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return pieces;
}

std::optional<std::int64_t> parse_digits(std::string_view text) {
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    std::int64_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc{}) return std::nullopt;
    return number;
}

bool NameTail::take(std::string_view literal) {
    if (!rest_.ends_with(literal)) return false;
    rest_.remove_suffix(literal.size());
    return true;
}

std::optional<std::string_view> NameTail::take_digits(std::size_t least, std::size_t most) {
    const auto first = std::find_if_not(rest_.rbegin(), rest_.rend(), is_digit);
    const auto count = static_cast<std::size_t>(first - rest_.rbegin());
    if (count < least || count > most) return std::nullopt;
    const std::string_view digits = rest_.substr(rest_.size() - count);
    rest_.remove_suffix(count);
    return digits;
}

std::optional<std::int64_t> NameTail::take_number(std::size_t least, std::size_t most) {
    NameTail ahead(rest_);
    const auto digits = ahead.take_digits(least, most);
    if (!digits) return std::nullopt;
    const auto number = parse_digits(*digits);
    if (number) *this = ahead;
    return number;
}

bool NameTail::take_timestamp() {
    constexpr std::string_view kShape = "0000-00-00_00-00-00";
    if (rest_.size() < kShape.size()) return false;
    const std::string_view end = rest_.substr(rest_.size() - kShape.size());
    const auto fits = [](char c, char shape) { return shape == '0' ? is_digit(c) : c == shape; };
    if (!std::equal(end.begin(), end.end(), kShape.begin(), fits)) return false;
    rest_.remove_suffix(kShape.size());
    return true;
}

bool NameTail::take_extension(std::string_view wanted) {
    const std::size_t dot = rest_.rfind('.');
    if (dot == std::string_view::npos || ascii_lower(rest_.substr(dot + 1)) != wanted) return false;
    rest_ = rest_.substr(0, dot);
    return true;
}

}  // namespace proofsheet::scan
