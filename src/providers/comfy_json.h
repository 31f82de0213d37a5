#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/text.h"
#include "image/json_parse.h"

/// Reading untrusted JSON of a server: what has another type than expected counts as not there. Only for .cpp
/// files.
namespace proofsheet::providers {

using image::Json;

inline const Json& no_json() {
    static const Json kNone;
    return kNone;
}

/// A member, or null when `value` is no object or has none of that name.
inline const Json& member(const Json& value, std::string_view name) {
    if (!value.is_object()) return no_json();
    const auto found = value.find(name);
    return found == value.end() ? no_json() : *found;
}

/// An element, or null.
inline const Json& element(const Json& value, std::size_t index) {
    return value.is_array() && index < value.size() ? value[index] : no_json();
}

/// The bytes of a text as they came, empty for anything else.
inline std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : std::string();
}

/// A number as it is, 0 for anything else and for what is out of range.
inline int small_number(const Json& value) {
    if (!value.is_number()) return 0;
    const double number = value.get<double>();
    return number > -1e9 && number < 1e9 ? static_cast<int>(number) : 0;
}

/// Text of the server for people: printable, on one line, cut after `most` bytes.
inline std::string sentence_of(std::string_view text, std::size_t most = 300) {
    std::string line;
    for (const char c : text) {
        const bool blank = c == '\n' || c == '\r' || c == '\t' || c == ' ';
        if (!blank) line += c;
        if (blank && !line.empty() && line.back() != ' ') line += ' ';
    }
    while (line.ends_with(' ')) line.pop_back();
    if (line.size() > most) {
        line.resize(most);
        while (!line.empty() && !is_utf8(line)) line.pop_back();
        line += "…";
    }
    return to_display(line);
}

}  // namespace proofsheet::providers
