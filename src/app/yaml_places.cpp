#include "app/yaml_places.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/yaml_scalar.h"

namespace proofsheet::app {
namespace {

/// A collection that is being walked, as far as the nodes in it need it.
struct Around {
    bool flow = false;
    int column = -1;
};

/// Walks the tree in the order of the text. `cursor_` is past the last token that was seen.
class PlaceFinder {
public:
    explicit PlaceFinder(std::string_view text) : text_(text) {}

    Status place(YamlNode& node, const Around& around) {
        if (node.kind == YamlNode::Kind::Null) return place_null(node, around);
        if (node.begin < cursor_ || node.begin > text_.size()) return lost(node);
        const std::size_t content = skip_properties(text_, node.begin);
        cursor_ = content;
        Status placed;
        if (node.kind == YamlNode::Kind::Scalar)
            placed = place_scalar(node, content, around);
        else if (node.kind == YamlNode::Kind::Alias)
            cursor_ = std::min(text_.find_first_of(" \t\r\n,]}", node.begin), text_.size());
        else
            placed = place_items(node, content);
        node.end = cursor_;
        return placed;
    }

private:
    static Error lost(const YamlNode& node) {
        return {ErrorKind::Unsupported,
                fmt::format(
                    "Line {} of the configuration is written in a way that cannot be changed safely; edit "
                    "the file by hand",
                    node.line)};
    }
    char at(std::size_t position) const { return position < text_.size() ? text_[position] : '\0'; }

    /// Whether what stands at `node.begin` belongs to the node and is not what follows an empty one.
    bool is_own_text(const YamlNode& node, const Around& around) const {
        if (node.begin < cursor_ || node.begin >= text_.size()) return false;
        const std::string_view gap = text_.substr(cursor_, node.begin - cursor_);
        return around.flow || gap.find('\n') == std::string_view::npos || node.column > around.column;
    }

    Status place_null(YamlNode& node, const Around& around) {
        const std::size_t written = is_own_text(node, around) ? end_of_null(node.begin) : node.kNowhere;
        if (written == node.kNowhere)
            node.begin = cursor_;
        else
            cursor_ = written;
        node.end = cursor_;
        return {};
    }

    /// Past a null that is written, or past an anchor or tag without a value; kNowhere for other text.
    std::size_t end_of_null(std::size_t begin) const {
        const auto end_of_word = [&](std::size_t from) {
            return std::min(text_.find_first_of(" \t\r\n,]}", from), text_.size());
        };
        const std::size_t content = skip_properties(text_, begin);
        const std::string_view word = text_.substr(content, end_of_word(content) - content);
        if (word == "~" || word == "null" || word == "Null" || word == "NULL") return end_of_word(content);
        return content == begin ? YamlNode::kNowhere : end_of_word(begin);
    }

    Status place_scalar(YamlNode& node, std::size_t content, const Around& around) {
        const char first = at(content);
        if (first == '"' || first == '\'') return skip_quoted(node, content);
        if (first == '|' || first == '>') return skip_block_scalar(content, around.column), Status();
        return skip_plain(node, content);
    }

    Status skip_quoted(const YamlNode& node, std::size_t content) {
        const char quote = text_[content];
        for (cursor_ = content + 1; cursor_ < text_.size(); ++cursor_) {
            if (quote == '"' && text_[cursor_] == '\\')
                ++cursor_;
            else if (text_[cursor_] == quote && !(quote == '\'' && at(cursor_ + 1) == '\''))
                return ++cursor_, Status();
            else if (text_[cursor_] == quote)
                ++cursor_;
        }
        return lost(node);
    }

    /// A plain scalar has no escapes, only its white space is folded.
    Status skip_plain(const YamlNode& node, std::size_t content) {
        cursor_ = content;
        for (const char c : node.text) {
            if (is_space(c)) continue;
            while (cursor_ < text_.size() && is_space(text_[cursor_])) ++cursor_;
            if (at(cursor_) != c) return lost(node);
            ++cursor_;
        }
        return {};
    }

    /// Lines that are indented as deep as the first one; with '+' blank lines at the end count too.
    void skip_block_scalar(std::size_t content, int outer_column) {
        std::size_t line_end = std::min(text_.find('\n', content), text_.size());
        const std::string_view header = text_.substr(content, line_end - content);
        const std::string_view indicators = header.substr(0, header.find_first_of(" \t\r"));
        cursor_ = content + indicators.size();
        const bool keeps_blank_lines = indicators.find('+') != indicators.npos;
        const std::size_t digit = indicators.find_first_of("123456789");
        const auto outer = static_cast<std::size_t>(std::max(outer_column, 0));
        std::size_t indent =
            digit == indicators.npos ? 0 : outer + static_cast<std::size_t>(indicators[digit] - '0');
        while (line_end < text_.size()) {
            const std::size_t begin = line_end + 1;
            line_end = std::min(text_.find('\n', begin), text_.size());
            const bool blank = text_.find_first_not_of(" \r\t", begin) >= line_end;
            const std::size_t depth = text_.find_first_not_of(' ', begin) - begin;
            if (!blank && indent == 0) indent = std::max(depth, static_cast<std::size_t>(outer_column + 1));
            if (!blank && depth < indent) return;
            const bool counts = !blank || (keeps_blank_lines && begin < text_.size());
            if (counts) cursor_ = line_end - (text_[line_end - 1] == '\r' ? 1 : 0);
        }
    }

    Status place_items(YamlNode& node, std::size_t content) {
        const char first = at(content);
        const bool bracketed = node.flow && (first == '[' || first == '{');
        if (bracketed) cursor_ = content + 1;
        const Around inner{node.flow, node.flow ? -1 : node.column};
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            YamlNode& item = node.items[i];
            const bool is_value = node.kind == YamlNode::Kind::Map && i % 2 == 1;
            if (is_value) find_lead(item, ':');
            if (node.kind == YamlNode::Kind::List && !node.flow) find_lead(item, '-');
            const Status placed = place(item, inner);
            if (!placed) return placed;
        }
        if (!bracketed) return {};
        do cursor_ = skip_space_and_comments(text_, cursor_);
        while (at(cursor_) == ',' && ++cursor_);
        if (at(cursor_) != (first == '[' ? ']' : '}')) return lost(node);
        ++cursor_;
        return {};
    }

    void find_lead(YamlNode& item, char indicator) {
        const std::size_t found = skip_space_and_comments(text_, cursor_);
        if (at(found) != indicator) return;
        item.lead = found;
        cursor_ = found + 1;
    }

    std::string_view text_;
    std::size_t cursor_ = 0;
};

}  // namespace

std::size_t skip_space_and_comments(std::string_view text, std::size_t at) {
    while (at < text.size() && (is_space(text[at]) || text[at] == '#')) {
        if (text[at] == '#')
            at = std::min(text.find('\n', at), text.size());
        else
            ++at;
    }
    return at;
}

std::size_t skip_properties(std::string_view text, std::size_t at) {
    while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
        at = std::min(text.find_first_of(" \t\r\n,[]{}", at), text.size());
        at = skip_space_and_comments(text, at);
    }
    return at;
}

Status find_places(std::string_view text, YamlNode& root) {
    return PlaceFinder(text).place(root, {});
}

}  // namespace proofsheet::app
