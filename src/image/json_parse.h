#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace proofsheet::image {

using Json = nlohmann::json;

/// What untrusted JSON may cost before it stays plain text.
constexpr std::size_t kDeepestJson = 1000;
constexpr std::size_t kMostJsonValues = 1'000'000;

/// JSON as the standard wants it: NaN, Infinity and -Infinity, which Python writes, become null; half
/// surrogate pairs become U+FFFD. Checks nothing but the nesting. Errors: InvalidInput when it is deeper than
/// 1,000.
struct PlainJson {
    std::string text;
    std::size_t values = 0;  ///< at most this many values are inside
};
Result<PlainJson> to_plain_json(std::string_view text);

/// The UTF-16 unit of a \u escape with its four digits that begins at `at` of a JSON text, nothing when there is none.
std::optional<std::uint32_t> escaped_unit(std::string_view text, std::size_t at);

/// Reads JSON of at most 1,000 levels and a million values. Whole numbers up to 2^64 - 1 are exact.
/// Errors: InvalidInput, with a sentence that goes on from "the text".
Result<Json> parse_json(std::string_view text);

}  // namespace proofsheet::image
