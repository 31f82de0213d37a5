#include "app/yaml_scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.h"

namespace proofsheet::app {
namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
/// What YAML 1.1 or 1.2 reads as null or as a truth value.
bool is_reserved_word(std::string_view text) {
    constexpr std::array<std::string_view, 10> kWords{"y",   "n",    "yes",   "no",   "on",
                                                      "off", "true", "false", "null", "~"};
    const std::string lower = ascii_lower(text);
    return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

bool starts_plainly(std::string_view text) {
    return is_letter(text[0]) || text[0] == '/' || text.starts_with("~/") || text.starts_with("./") ||
           text.starts_with("../");
}

bool is_plain(std::string_view text, ScalarPlace place) {
    if (text.empty() || !starts_plainly(text) || text.back() == ' ' || is_reserved_word(text)) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool harmless = is_letter(c) || is_digit(c) || std::string_view("/_.~+- ").find(c) != text.npos;
        const bool colon_inside =
            c == ':' && place == ScalarPlace::Block && i + 1 < text.size() && text[i + 1] != ' ';
        if (!harmless && !colon_inside) return false;
    }
    return true;
}

/// Bytes of UTF-8 characters that a reader may take for a line break or drop.
std::string_view special_character(std::string_view text) {
    constexpr std::array<std::string_view, 4> kSpecial{"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9",
                                                       "\xEF\xBB\xBF"};
    for (const std::string_view special : kSpecial)
        if (text.starts_with(special)) return special;
    return {};
}

std::string_view escape_of_special(std::string_view special) {
    if (special == "\xC2\x85") return "\\u0085";
    if (special == "\xE2\x80\xA8") return "\\u2028";
    return special == "\xE2\x80\xA9" ? "\\u2029" : "\\uFEFF";
}

bool needs_escapes(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x20 || byte == 0x7F || !special_character(text.substr(i)).empty()) return true;
    }
    return false;
}

std::string single_quoted(std::string_view text) {
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    return quoted + "'";
}

std::string double_quoted(std::string_view text) {
    std::string quoted = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view special = special_character(text.substr(i));
        const auto byte = static_cast<unsigned char>(text[i]);
        if (!special.empty()) {
            quoted += escape_of_special(special);
            i += special.size() - 1;
        } else if (text[i] == '"' || text[i] == '\\') {
            quoted += {'\\', text[i]};
        } else if (byte < 0x20 || byte == 0x7F) {
            quoted += fmt::format("\\x{:02X}", byte);
        } else {
            quoted += text[i];
        }
    }
    return quoted + "\"";
}

std::size_t count_digits(std::string_view text) {
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

/// Digits without a leading zero (which is octal in YAML 1.1), with or without sign and fraction.
bool is_plain_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t whole = count_digits(text);
    if (whole == 0 || (whole > 1 && text[0] == '0')) return false;
    text.remove_prefix(whole);
    if (text.empty()) return true;
    return text[0] == '.' && text.size() > 1 && count_digits(text.substr(1)) == text.size() - 1;
}

}  // namespace

std::string write_text_scalar(std::string_view text, ScalarPlace place, ScalarQuotes before) {
    if (needs_escapes(text)) return double_quoted(text);
    if (before == ScalarQuotes::Single) return single_quoted(text);
    if (before == ScalarQuotes::Double) return double_quoted(text);
    if (is_plain(text, place)) return std::string(text);
    return text.find_first_of("\\\"") == text.npos ? double_quoted(text) : single_quoted(text);
}

std::string write_number_scalar(std::string_view text, ScalarPlace place, ScalarQuotes before) {
    if (before == ScalarQuotes::None && is_plain_number(text)) return std::string(text);
    return write_text_scalar(text, place, before);
}

}  // namespace proofsheet::app
