#include "grid/decimal.h"

#include <charconv>
#include <tuple>

#include "core/text.h"

namespace proofsheet::grid {
namespace {

constexpr std::size_t kHeadDigits = 19;  // 10^19 - 1 fits 64 bits
constexpr std::size_t kExponentDigits = 9;

/// Takes a sign off the front: -1 or +1.
int take_sign(std::string_view& text) {
    if (text.empty() || (text.front() != '+' && text.front() != '-')) return 1;
    const int sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
    return sign;
}

std::string_view take_digits(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::string_view digits = text.substr(0, end);
    text.remove_prefix(end);
    return digits;
}

/// The exponent at the front of what is left, 0 when nothing is left.
std::optional<std::int64_t> read_exponent(std::string_view text) {
    if (text.empty()) return 0;
    if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
    text.remove_prefix(1);
    const int sign = take_sign(text);
    const std::string_view digits = take_digits(text);
    if (digits.empty() || digits.size() > kExponentDigits || !text.empty()) return std::nullopt;
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return sign * value;
}

/// Digits from the first that is not zero to the last that is not; `leading` counts the zeros taken off the
/// front.
std::string significant(std::string_view whole, std::string_view fraction, std::size_t& leading) {
    std::string digits;
    digits.reserve(whole.size() + fraction.size());
    digits.append(whole).append(fraction);
    leading = std::min(digits.find_first_not_of('0'), digits.size());
    digits.erase(0, leading);
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
    return digits;
}

Decimal from_digits(int sign, std::string digits, std::int64_t exponent) {
    Decimal number{sign, exponent, 0, {}};
    if (digits.size() > kHeadDigits) number.tail = digits.substr(kHeadDigits);
    digits.resize(kHeadDigits, '0');
    std::from_chars(digits.data(), digits.data() + digits.size(), number.head);
    return number;
}

std::strong_ordering compare_magnitude(const Decimal& left, const Decimal& right) {
    return std::tie(left.exponent, left.head, left.tail) <=> std::tie(right.exponent, right.head, right.tail);
}

}  // namespace

std::strong_ordering operator<=>(const Decimal& left, const Decimal& right) {
    if (left.sign != right.sign) return left.sign <=> right.sign;
    return left.sign < 0 ? compare_magnitude(right, left) : compare_magnitude(left, right);
}

std::optional<Decimal> parse_decimal(std::string_view text) {
    const int sign = take_sign(text);
    const std::string_view whole = take_digits(text);
    std::string_view fraction;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        fraction = take_digits(text);
    }
    if (whole.empty() && fraction.empty()) return std::nullopt;
    const std::optional<std::int64_t> exponent = read_exponent(text);
    if (!exponent) return std::nullopt;
    std::size_t leading = 0;
    std::string digits = significant(whole, fraction, leading);
    if (digits.empty()) return Decimal{};
    const auto places = static_cast<std::int64_t>(whole.size()) - static_cast<std::int64_t>(leading);
    return from_digits(sign, std::move(digits), *exponent + places);
}

}  // namespace proofsheet::grid
