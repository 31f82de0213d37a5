#include "shell/script.h"

#include <fmt/format.h>

#include <optional>

namespace proofsheet::shell {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

/// Takes one word from the front of `line`; nullopt when a quote does not end.
std::optional<std::string> take_word(std::string_view& line) {
    std::string word;
    bool quoted = false;
    std::size_t at = 0;
    for (; at < line.size(); ++at) {
        const char c = line[at];
        if (quoted && c == '\\' && at + 1 < line.size() && (line[at + 1] == '"' || line[at + 1] == '\\'))
            word += line[++at];
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && is_space(c))
            break;
        else
            word += c;
    }
    line.remove_prefix(at);
    if (quoted) return std::nullopt;
    return word;
}

void skip_spaces(std::string_view& line) {
    while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
}

}  // namespace

Result<std::vector<ScriptLine>> parse_script(std::string_view text) {
    std::vector<ScriptLine> lines;
    int number = 0;
    while (!text.empty()) {
        ++number;
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ScriptLine parsed{number, {}};
        skip_spaces(line);
        // A comment begins where a word would; `key #` is not a thing, `text "#"` is.
        while (!line.empty() && line.front() != '#') {
            auto word = take_word(line);
            if (!word) return Error{ErrorKind::InvalidInput, fmt::format("{}: a quote does not end", number)};
            parsed.words.push_back(std::move(*word));
            skip_spaces(line);
        }
        if (!parsed.words.empty()) lines.push_back(std::move(parsed));
    }
    return lines;
}

}  // namespace proofsheet::shell
