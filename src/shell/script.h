#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace proofsheet::shell {

/// One line of a driver script: a command and its arguments. Quotes join words; \" and \\ inside them.
struct ScriptLine {
    int number = 0;  ///< from 1
    std::vector<std::string> words;
    bool operator==(const ScriptLine&) const = default;
};

/// Splits a script into its commands; empty lines and `#` comments are left out.
/// Errors: InvalidInput "LINE: why" for a quote that does not end.
Result<std::vector<ScriptLine>> parse_script(std::string_view text);

}  // namespace proofsheet::shell
