#include <algorithm>

#include "app/config_layout_parts.h"

namespace proofsheet::app {
namespace {

std::size_t line_begin(std::string_view text, std::size_t at) {
    const std::size_t before = at == 0 ? text.npos : text.rfind('\n', at - 1);
    return before == text.npos ? 0 : before + 1;
}

/// Where the line after the one at `at` begins; the end of the text when there is none.
std::size_t next_line(std::string_view text, std::size_t at) {
    const std::size_t end = text.find('\n', at);
    return end == text.npos ? text.size() : end + 1;
}

bool is_first_on_line(std::string_view text, std::size_t at) {
    const std::size_t begin = line_begin(text, at);
    return text.substr(begin, at - begin).find_first_not_of(' ') == text.npos;
}

/// The comment that ends the line, empty when there is none; nullopt when something else follows.
std::optional<std::string> rest_of_line(std::string_view text, std::size_t at) {
    std::string_view rest = text.substr(at, next_line(text, at) - at);
    const std::size_t first = rest.find_first_not_of(" \t\r\n");
    if (first == rest.npos) return std::string();
    if (rest[first] != '#' || first == 0) return std::nullopt;
    rest = rest.substr(first);
    return std::string(rest.substr(0, rest.find_first_of("\r\n")));
}

std::string comment_lines(const Layout& layout, const std::vector<std::string>& comments, int column) {
    std::string lines;
    for (const std::string& comment : comments) {
        lines.append(static_cast<std::size_t>(column), ' ');
        lines += comment;
        lines += layout.line_end;
    }
    return lines;
}

/// Comments of a key or dash at `from` and its value, the one behind it included; nullopt when its last line
/// holds something else.
std::optional<std::vector<std::string>> comments_of(std::string_view text, std::size_t from, std::size_t end,
                                                    const YamlNode& value) {
    const auto rest = rest_of_line(text, end);
    if (!rest) return std::nullopt;
    std::vector<std::string> comments = comments_between(text, from, std::max(from, value.begin));
    for (std::string& comment : comments_inside(text, value)) comments.push_back(std::move(comment));
    if (!rest->empty()) comments.push_back(*rest);
    return comments;
}

/// Inserts whole lines below the line at `at`.
Splice insert_below(const Layout& layout, std::size_t at, std::string lines) {
    const std::size_t place = next_line(layout.text, at);
    const bool unfinished = place > 0 && layout.text[place - 1] != '\n';
    return {place, place, unfinished ? std::string(layout.line_end) + lines : std::move(lines)};
}

/// Removes the lines from the token at `begin` to the end of `value`; comments stay.
Result<Splices> remove_lines(const Layout& layout, std::size_t begin, std::size_t from, std::size_t end,
                             const YamlNode& value, int column) {
    const auto comments = comments_of(layout.text, from, end, value);
    const bool block_scalar_comment = value.items.empty() && !is_free_of_comments(layout.text, value);
    if (!comments || !is_first_on_line(layout.text, begin) || (block_scalar_comment && !value.flow))
        return cannot_change(value.line);
    return Splices{{line_begin(layout.text, begin), next_line(layout.text, end),
                    comment_lines(layout, *comments, column)}};
}

std::string item_line(const Layout& layout, const YamlNode& list, const std::string& item) {
    const YamlNode& first = list.items.front();
    const std::size_t gap = first.begin > first.lead ? first.begin - first.lead - 1 : 1;
    const bool same_line = layout.text.substr(first.lead, gap + 1).find('\n') == std::string_view::npos;
    std::string line(static_cast<std::size_t>(list.column), ' ');
    line += '-';
    line.append(same_line ? std::clamp<std::size_t>(gap, 1, 8) : 1, ' ');
    line += write_text_scalar(item, ScalarPlace::Block, ScalarQuotes::None);
    line += layout.line_end;
    return line;
}

Result<Splices> insert_items(const Layout& layout, const YamlNode& list, std::size_t before,
                             const std::vector<std::string>& items) {
    std::string lines;
    for (const std::string& item : items) lines += item_line(layout, list, item);
    if (before == 0) {
        const std::size_t dash = list.items.front().lead;
        if (!is_first_on_line(layout.text, dash)) return cannot_change(list.line);
        const std::size_t begin = line_begin(layout.text, dash);
        return Splices{{begin, begin, std::move(lines)}};
    }
    const YamlNode& above = list.items[before - 1];
    const std::size_t end = end_of(above, above);
    if (!rest_of_line(layout.text, end)) return cannot_change(above.line);
    return Splices{insert_below(layout, end, std::move(lines))};
}

Result<Splices> replace_item(const Layout& layout, const YamlNode& item, const std::string& text) {
    const std::string written = write_text_scalar(text, ScalarPlace::Block, quotes_of(layout.text, item));
    if (item.begin == item.end) return Splices{{item.lead + 1, item.lead + 1, " " + written}};
    if (!is_free_of_comments(layout.text, item)) return cannot_change(item.line, "a comment stands inside");
    return Splices{{item.begin, item.end, written}};
}

}  // namespace

Result<Splices> remove_block_entry(const Layout& layout, const YamlNode& map, std::size_t index) {
    const YamlNode& key = map.items[2 * index];
    const YamlNode& value = map.items[2 * index + 1];
    return remove_lines(layout, key.begin, key.end, end_of(key, value), value, key.column);
}

Result<Splices> add_block_entry(const Layout& layout, const YamlNode& map, const NewEntry& entry) {
    const YamlNode& last_key = map.items[map.items.size() - 2];
    const std::size_t end = end_of(last_key, map.items.back());
    if (!rest_of_line(layout.text, end)) return cannot_change(last_key.line);
    return Splices{insert_below(layout, end, entry_lines(layout, entry, map.column))};
}

Result<Splices> put_below(const Layout& layout, const YamlNode& map, std::size_t index, std::string lines) {
    const YamlNode& key = map.items[2 * index];
    const YamlNode& value = map.items[2 * index + 1];
    const std::size_t end = end_of(key, value);
    if (value.lead == value.kNowhere || !rest_of_line(layout.text, end)) return cannot_change(key.line);
    return Splices{insert_below(layout, end, std::move(lines))};
}

Result<Splices> replace_block_value(const Layout& layout, const YamlNode& key, const YamlNode& value,
                                    const std::string& written) {
    const auto comments = comments_of(layout.text, value.lead + 1, value.end, value);
    if (!comments) return cannot_change(value.line);
    return Splices{
        {value.lead + 1, next_line(layout.text, value.end),
         " " + written + std::string(layout.line_end) + comment_lines(layout, *comments, key.column)}};
}

Result<Splices> change_block_list(const Layout& layout, const YamlNode& list,
                                  const std::vector<std::string>& wanted) {
    const ListPlan plan = plan_list(list, wanted);
    Splices splices;
    std::optional<Error> failed;
    const auto add = [&](Result<Splices> part) {
        if (!part && !failed) failed = part.error();
        if (part) splices.insert(splices.end(), part->begin(), part->end());
    };
    for (const auto& [index, text] : plan.replaced) add(replace_item(layout, list.items[index], text));
    for (const std::size_t index : plan.removed) {
        const YamlNode& item = list.items[index];
        add(remove_lines(layout, item.lead, item.lead + 1, end_of(item, item), item, list.column));
    }
    for (const auto& [before, items] : plan.inserted) add(insert_items(layout, list, before, items));
    if (failed) return *failed;
    return splices;
}

}  // namespace proofsheet::app
