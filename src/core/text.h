#pragma once

#include <string>
#include <string_view>

namespace proofsheet {

/// True when `text` is well-formed UTF-8: no surrogates, no overlong forms, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

/// `text` with every byte that is not well-formed UTF-8 and every control character but newline and tab
/// replaced by U+FFFD. For screens, JSON and logs; never for opening files.
std::string to_display(std::string_view text);

/// Compares as people sort: case-insensitively (ASCII), runs of digits by their number ("p2" before "p10").
/// Total order: ties are broken by length of digit runs and then by bytes. Returns <0, 0 or >0.
int natural_compare(std::string_view left, std::string_view right);

/// 0 to 9, in ASCII.
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// ASCII lower case; other bytes stay.
std::string ascii_lower(std::string_view text);

}  // namespace proofsheet
