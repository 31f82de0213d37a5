#include "app/config_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "app/config_layout_parts.h"
#include "app/yaml_places.h"

namespace proofsheet::app {
namespace {

/// Columns between the first map that lies indented in another one and that one.
std::optional<int> find_indent(const YamlNode& node) {
    for (const YamlNode& item : node.items) {
        const bool nested =
            node.kind == YamlNode::Kind::Map && item.kind == YamlNode::Kind::Map && !item.flow;
        if (nested && item.column > node.column) return item.column - node.column;
        if (const auto inner = find_indent(item)) return inner;
    }
    return std::nullopt;
}

std::string write_scalar(const ConfigChange& change, ScalarPlace place, ScalarQuotes before) {
    if (const auto* number = std::get_if<SetNumber>(&change))
        return write_number_scalar(number->text, place, before);
    const auto* text = std::get_if<SetText>(&change);
    return write_text_scalar(text == nullptr ? std::string_view() : text->text, place, before);
}

}  // namespace

Layout layout_of(std::string_view text, const YamlNode& root) {
    Layout layout;
    layout.text = text;
    const std::size_t first_end = text.find('\n');
    if (first_end != text.npos && first_end > 0 && text[first_end - 1] == '\r') layout.line_end = "\r\n";
    layout.indent = std::clamp(find_indent(root).value_or(2), 1, 16);
    return layout;
}

Error cannot_change(int line, std::string_view why) {
    return {ErrorKind::Unsupported,
            fmt::format("Line {} of the configuration: {}; edit the file by hand", line, why)};
}

Result<std::string> with_splices(std::string_view text, Splices splices) {
    std::stable_sort(splices.begin(), splices.end(),
                     [](const Splice& left, const Splice& right) { return left.begin < right.begin; });
    std::string changed;
    std::size_t done = 0;
    for (const Splice& splice : splices) {
        if (splice.begin < done || splice.end < splice.begin || splice.end > text.size())
            return cannot_change(1 + static_cast<int>(std::count(text.begin(), text.begin() + done, '\n')));
        changed += text.substr(done, splice.begin - done);
        changed += splice.text;
        done = splice.end;
    }
    changed += text.substr(done);
    return changed;
}

std::size_t end_of(const YamlNode& key, const YamlNode& value) {
    const std::size_t lead = value.lead == value.kNowhere ? 0 : value.lead + 1;
    return std::max({key.end, lead, value.end});
}

ScalarQuotes quotes_of(std::string_view text, const YamlNode& node) {
    const char first = node.begin < node.end ? text[node.begin] : ' ';
    if (first == '"') return ScalarQuotes::Double;
    return first == '\'' ? ScalarQuotes::Single : ScalarQuotes::None;
}

bool is_free_of_comments(std::string_view text, const YamlNode& node) {
    const char first = node.begin < node.end ? text[node.begin] : ' ';
    const bool block_scalar = first == '|' || first == '>';
    const std::string_view header = text.substr(node.begin, text.find('\n', node.begin) - node.begin);
    if (block_scalar) return header.find('#') == header.npos;
    return node.items.empty() && !node.flow ? true : comments_inside(text, node).empty();
}

std::string write_inline(const ConfigChange& change, ScalarPlace place, ScalarQuotes before) {
    const auto* list = std::get_if<SetList>(&change);
    if (list == nullptr) return write_scalar(change, place, before);
    std::string written = "[";
    for (const std::string& item : list->items) {
        if (written.size() > 1) written += ", ";
        written += write_text_scalar(item, ScalarPlace::Flow, ScalarQuotes::None);
    }
    return written + "]";
}

std::string entry_lines(const Layout& layout, const NewEntry& entry, int column) {
    const std::string indent(static_cast<std::size_t>(column), ' ');
    const std::string key =
        indent + write_text_scalar(entry.key, ScalarPlace::Block, ScalarQuotes::None) + ":";
    const auto* list = std::get_if<SetList>(&entry.change);
    if (list == nullptr || list->items.empty())
        return fmt::format("{} {}{}", key, write_inline(entry.change, ScalarPlace::Block, ScalarQuotes::None),
                           layout.line_end);
    std::string lines = fmt::format("{}{}", key, layout.line_end);
    for (const std::string& item : list->items)
        lines +=
            fmt::format("{}{:{}}- {}{}", indent, "", layout.indent,
                        write_text_scalar(item, ScalarPlace::Block, ScalarQuotes::None), layout.line_end);
    return lines;
}

Result<Splices> remove_entry(const Layout& layout, const YamlNode& map, std::size_t index) {
    return map.flow ? remove_flow_entry(layout, map, index) : remove_block_entry(layout, map, index);
}

Result<Splices> add_entry(const Layout& layout, const YamlNode& map, const NewEntry& entry) {
    return map.flow ? add_flow_entry(layout, map, entry) : add_block_entry(layout, map, entry);
}

Result<Splices> put_inline(const Layout& layout, const YamlNode& map, std::size_t index,
                           std::string written) {
    const YamlNode& key = map.items[2 * index];
    const YamlNode& value = map.items[2 * index + 1];
    const bool is_written = value.begin < value.end;
    if (!is_written && value.lead == value.kNowhere) return Splices{{key.end, key.end, ": " + written}};
    if (!is_written) return Splices{{value.lead + 1, value.lead + 1, " " + written}};
    if (!value.items.empty() && !value.flow) return replace_block_value(layout, key, value, written);
    if (!is_free_of_comments(layout.text, value)) return cannot_change(value.line, "a comment stands inside");
    return Splices{{value.begin, value.end, std::move(written)}};
}

Result<Splices> set_value(const Layout& layout, const YamlNode& map, std::size_t index,
                          const ConfigChange& change) {
    const YamlNode& value = map.items[2 * index + 1];
    const auto* list = std::get_if<SetList>(&change);
    const bool has_items = list != nullptr && !list->items.empty();
    if (has_items && value.kind == YamlNode::Kind::List && value.flow)
        return change_flow_list(layout, value, list->items);
    if (has_items && value.kind == YamlNode::Kind::List) return change_block_list(layout, value, list->items);
    const ScalarPlace place = map.flow ? ScalarPlace::Flow : ScalarPlace::Block;
    if (has_items && value.begin == value.end && !map.flow) {
        const NewEntry whole{map.items[2 * index].text, change};
        const std::string lines = entry_lines(layout, whole, map.column);
        return put_below(layout, map, index, lines.substr(lines.find('\n') + 1));
    }
    return put_inline(layout, map, index, write_inline(change, place, quotes_of(layout.text, value)));
}

}  // namespace proofsheet::app
