#pragma once

#include <string>
#include <string_view>

namespace proofsheet::image {

/// JSON indented for reading, one value a line; escaped characters from U+00A0 on are shown as themselves,
/// numbers and NaN stay as they are written. Text that is no JSON, is nested deeper than 1,000 levels, or
/// would grow beyond 64 MiB comes back unchanged. Any input is safe.
std::string format_json(std::string_view text);

}  // namespace proofsheet::image
