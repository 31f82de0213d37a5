#pragma once

#include <string>
#include <string_view>

namespace proofsheet::app {

/// What stands between the parts of a line, or ends it.
constexpr bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

enum class ScalarPlace { Block, Flow };

/// How a scalar was quoted before; a new one keeps it where that is possible.
enum class ScalarQuotes { None, Single, Double };

/// `text` on one line as YAML that reads back as exactly this text, quoted where a reader of YAML 1.1 or 1.2
/// would take it for something else (a number, a truth value, null, a comment ...).
std::string write_text_scalar(std::string_view text, ScalarPlace place, ScalarQuotes before);

/// A number stays plain where it is one in the notation of YAML; any other text is written as text.
std::string write_number_scalar(std::string_view text, ScalarPlace place, ScalarQuotes before);

}  // namespace proofsheet::app
