#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace proofsheet::grid {

/// A decimal number of any length that compares exactly: seeds up to 2^64 - 1 stay apart although a double
/// cannot tell them, and 7, +7, 7.0 and 70e-1 are equal, as are 0 and -0. The magnitude is 0.d1 d2 d3 ... x
/// 10^exponent with d1 not zero.
struct Decimal {
    int sign = 0;  ///< -1, 0, +1; the rest is zero when it is 0
    std::int64_t exponent = 0;
    std::uint64_t head = 0;  ///< the first 19 digits, filled up with zeros on the right
    std::string tail;        ///< the digits after them, without zeros at the end
    bool operator==(const Decimal&) const = default;
};

std::strong_ordering operator<=>(const Decimal& left, const Decimal& right);

/// Reads a whole text: sign, digits with at most one point, an exponent of at most nine digits. Anything
/// else, spaces, "nan", "inf" and hexadecimal numbers among it, is not a number.
std::optional<Decimal> parse_decimal(std::string_view text);

}  // namespace proofsheet::grid
