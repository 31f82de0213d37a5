#include "app/config_edit.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/config_layout.h"
#include "app/config_parse.h"

namespace proofsheet::app {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kFreshHead =
    "# Configuration of Proofsheet, written by its settings. It may be edited by hand: comments stay.\n"
    "# Relative folders are relative to this file, and ~ is your home folder.\n"
    "# What is not set here has its default; the settings list all keys and what they do.\n\n";

using Path = std::vector<std::string>;

/// A section and a key, or a key alone; nullopt for anything else.
std::optional<Path> parse_key(std::string_view key) {
    Path path;
    while (path.size() < 2) {
        const bool quoted = key.starts_with('"');
        const std::size_t from = quoted ? 1 : 0;
        const std::size_t end = std::min(key.find(quoted ? '"' : '.', from), key.size());
        if (end == from || (quoted && end == key.size())) return std::nullopt;
        path.emplace_back(key.substr(from, end - from));
        key.remove_prefix(end + from);
        if (key.empty()) return path;
        if (key[0] != '.') return std::nullopt;
        key.remove_prefix(1);
    }
    return std::nullopt;
}

/// A change on its way into a tree and its text.
struct Step {
    Layout layout;
    YamlNode& root;
    const Path& path;
    const ConfigChange& change;
};

YamlNode scalar_of(std::string text) {
    YamlNode node;
    node.kind = YamlNode::Kind::Scalar;
    node.any_tag = true;
    node.text = std::move(text);
    return node;
}

YamlNode node_of(const ConfigChange& change) {
    if (const auto* text = std::get_if<SetText>(&change)) return scalar_of(text->text);
    if (const auto* number = std::get_if<SetNumber>(&change)) return scalar_of(number->text);
    YamlNode list;
    list.kind = YamlNode::Kind::List;
    list.any_tag = true;
    if (const auto* items = std::get_if<SetList>(&change))
        for (const std::string& item : items->items) list.items.push_back(scalar_of(item));
    return list;
}

YamlNode map_of(const std::string& key, YamlNode value) {
    YamlNode map;
    map.kind = YamlNode::Kind::Map;
    map.any_tag = true;
    map.items = {scalar_of(key), std::move(value)};
    return map;
}

bool is_shared(std::string_view text, const YamlNode& node) {
    const char first = node.begin < node.end ? text[node.begin] : ' ';
    return node.anchor != 0 || node.kind == YamlNode::Kind::Alias || first == '!' || first == '&' ||
           first == '*';
}

Error shared_error(const YamlNode& node) {
    return cannot_change(node.line, "an anchor, alias or tag stands at the place that is to be changed");
}

/// The number of the entry with this key. Errors: Unsupported when it is not clear which one is meant.
Result<std::optional<std::size_t>> find_entry(const YamlNode& map, const std::string& name) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < map.items.size(); i += 2) {
        const YamlNode& key = map.items[i];
        if (key.kind == YamlNode::Kind::Alias) return shared_error(key);
        if (key.kind == YamlNode::Kind::Scalar && key.text == "<<")
            return cannot_change(key.line, "a merge key (<<) stands beside what is to be changed");
        if (key.kind != YamlNode::Kind::Scalar || key.text != name) continue;
        if (found) return cannot_change(key.line, "this key came before; remove one of the two");
        if (key.anchor != 0) return shared_error(key);
        found = i / 2;
    }
    return found;
}

/// An empty document gets its first lines at its end.
Result<Splices> start_document(const Step& step, const NewEntry& entry) {
    const std::string_view text = step.layout.text;
    const bool blank = text.find_first_not_of(" \t\r\n") == text.npos;
    const bool unfinished = !blank && text.back() != '\n';
    std::string lines(blank ? kFreshHead : std::string_view());
    if (unfinished) lines = step.layout.line_end;
    if (step.path.size() == 1)
        lines += entry_lines(step.layout, entry, 0);
    else
        lines += fmt::format("{}:{}{}", step.path[0], step.layout.line_end,
                             entry_lines(step.layout, entry, step.layout.indent));
    return Splices{{blank ? 0 : text.size(), text.size(), std::move(lines)}};
}

Result<Splices> change_in(const Step& step, YamlNode& map) {
    const auto found = find_entry(map, step.path.back());
    if (!found) return found.error();
    const bool remove = std::holds_alternative<RemoveKey>(step.change);
    if (!*found && remove) return Splices{};
    if (!*found) {
        auto splices = add_entry(step.layout, map, {step.path.back(), step.change});
        map.items.push_back(scalar_of(step.path.back()));
        map.items.push_back(node_of(step.change));
        return splices;
    }
    YamlNode& value = map.items[2 * **found + 1];
    if (is_shared(step.layout.text, value)) return shared_error(value);
    if (remove) {
        auto splices = remove_entry(step.layout, map, **found);
        const auto first = map.items.begin() + static_cast<std::ptrdiff_t>(2 * **found);
        map.items.erase(first, first + 2);
        return splices;
    }
    YamlNode wanted = node_of(step.change);
    if (same_content(value, wanted)) return Splices{};
    auto splices = set_value(step.layout, map, **found, step.change);
    value = std::move(wanted);
    return splices;
}

/// A new section at the end of the document.
Result<Splices> add_section(const Step& step) {
    const NewEntry entry{step.path[1], step.change};
    step.root.items.push_back(scalar_of(step.path[0]));
    step.root.items.push_back(map_of(step.path[1], node_of(step.change)));
    YamlNode before = step.root;
    before.items.resize(before.items.size() - 2);
    auto splices = add_entry(step.layout, before, {step.path[0], SetText{"x"}});
    if (!splices) return splices;
    std::string& text = splices->front().text;
    if (step.root.flow) {
        const std::string inner = write_text_scalar(entry.key, ScalarPlace::Flow, ScalarQuotes::None) + ": " +
                                  write_inline(entry.change, ScalarPlace::Flow, ScalarQuotes::None);
        text.replace(text.rfind('x'), 1, "{" + inner + "}");
    } else {
        text.replace(text.rfind(" x"), 2, "");
        text += entry_lines(step.layout, entry, step.root.column + step.layout.indent);
    }
    return splices;
}

/// The first key of a section that has none.
Result<Splices> fill_section(const Step& step, std::size_t index) {
    const NewEntry entry{step.path[1], step.change};
    YamlNode& value = step.root.items[2 * index + 1];
    const bool is_written = value.begin < value.end;
    const std::string inner = write_text_scalar(entry.key, ScalarPlace::Flow, ScalarQuotes::None) + ": " +
                              write_inline(entry.change, ScalarPlace::Flow, ScalarQuotes::None);
    auto splices = is_written || step.root.flow
                       ? put_inline(step.layout, step.root, index, "{" + inner + "}")
                       : put_below(step.layout, step.root, index,
                                   entry_lines(step.layout, entry, step.root.column + step.layout.indent));
    value = map_of(step.path[1], node_of(step.change));
    return splices;
}

Result<Splices> change_in_section(const Step& step) {
    const auto found = find_entry(step.root, step.path[0]);
    if (!found) return found.error();
    const bool remove = std::holds_alternative<RemoveKey>(step.change);
    if (!*found) return remove ? Splices{} : add_section(step);
    YamlNode& section = step.root.items[2 * **found + 1];
    if (is_shared(step.layout.text, section)) return shared_error(section);
    if (section.kind == YamlNode::Kind::Null) return remove ? Splices{} : fill_section(step, **found);
    if (section.kind != YamlNode::Kind::Map)
        return cannot_change(section.line,
                             fmt::format("{} must hold lines of the form 'key: value'", step.path[0]));
    const auto inner = find_entry(section, step.path[1]);
    if (!inner) return inner.error();
    const bool last_one = remove && *inner && section.items.size() == 2;
    if (!last_one) return change_in(step, section);
    if (is_shared(step.layout.text, section.items[1])) return shared_error(section.items[1]);
    auto splices = remove_entry(step.layout, step.root, **found);
    const auto first = step.root.items.begin() + static_cast<std::ptrdiff_t>(2 * **found);
    step.root.items.erase(first, first + 2);
    return splices;
}

/// Where the text is to change; `step.root` becomes the tree that should come out.
Result<Splices> plan_change(const Step& step) {
    const bool remove = std::holds_alternative<RemoveKey>(step.change);
    YamlNode& root = step.root;
    if (is_shared(step.layout.text, root)) return shared_error(root);
    if (root.kind == YamlNode::Kind::Null) {
        if (remove) return Splices{};
        auto splices = start_document(step, {step.path.back(), step.change});
        YamlNode value = node_of(step.change);
        root = map_of(step.path.back(), std::move(value));
        if (step.path.size() == 2) root = map_of(step.path[0], std::move(root));
        return splices;
    }
    if (root.kind != YamlNode::Kind::Map)
        return cannot_change(root.line, "lines of the form 'key: value' are expected");
    return step.path.size() == 1 ? change_in(step, root) : change_in_section(step);
}

int line_of(const Step& step) {
    if (step.root.kind != YamlNode::Kind::Map) return 1;
    const auto found = find_entry(step.root, step.path[0]);
    return found && *found ? step.root.items[2 * **found].line : step.root.line;
}

/// A text with its tree.
struct Document {
    std::string text;
    YamlNode root;
};

std::vector<std::string> sorted_comments(const Document& document) {
    std::vector<std::string> comments = comments_between(document.text, 0, document.root.begin);
    for (std::string& comment : comments_inside(document.text, document.root))
        comments.push_back(std::move(comment));
    for (std::string& comment : comments_between(document.text, document.root.end, document.text.size()))
        comments.push_back(std::move(comment));
    std::sort(comments.begin(), comments.end());
    return comments;
}

Status change_document(Document& document, const Path& path, const ConfigChange& change) {
    YamlNode expected = document.root;
    const Step step{layout_of(document.text, document.root), expected, path, change};
    const int line = line_of(step);
    const auto splices = plan_change(step);
    if (!splices) return splices.error();
    if (splices->empty()) return {};
    auto text = with_splices(document.text, *splices);
    if (!text) return text.error();
    auto root = read_yaml_tree(*text);
    const bool emptied = expected.kind == YamlNode::Kind::Map && expected.items.empty() && !expected.flow;
    if (emptied) expected = YamlNode();
    if (!root || !same_content(*root, expected)) return cannot_change(line);
    Document changed{*std::move(text), *std::move(root)};
    const auto comments = sorted_comments(document);
    const auto kept = sorted_comments(changed);
    if (!std::includes(kept.begin(), kept.end(), comments.begin(), comments.end()))
        return cannot_change(line);
    document = std::move(changed);
    return {};
}

/// The entries one by one: first what is set, then what goes, so that the section keeps its place.
std::vector<std::pair<Path, ConfigChange>> single_changes(const Document& document, const Path& path,
                                                          const ConfigChange& change) {
    const auto* wanted = std::get_if<SetEntries>(&change);
    if (wanted == nullptr) return {{path, change}};
    if (wanted->entries.empty()) return {{path, RemoveKey{}}};
    std::vector<std::pair<Path, ConfigChange>> changes;
    for (const auto& [key, text] : wanted->entries) changes.push_back({{path[0], key}, SetText{text}});
    if (document.root.kind != YamlNode::Kind::Map) return changes;
    const auto found = find_entry(document.root, path[0]);
    if (!found || !*found) return changes;
    const YamlNode& section = document.root.items[2 * **found + 1];
    for (std::size_t i = 0; section.kind == YamlNode::Kind::Map && i < section.items.size(); i += 2) {
        const std::string& key = section.items[i].text;
        const bool stays = std::any_of(wanted->entries.begin(), wanted->entries.end(),
                                       [&](const auto& entry) { return entry.first == key; });
        if (!stays) changes.push_back({{path[0], key}, RemoveKey{}});
    }
    return changes;
}

Status apply_edit(Document& document, const ConfigEdit& edit) {
    const auto path = parse_key(edit.key);
    const bool entries = std::holds_alternative<SetEntries>(edit.change);
    if (!path || (entries && path->size() != 1))
        return Error{ErrorKind::InvalidInput, "There is no such key in the configuration"};
    for (const auto& [single, change] : single_changes(document, *path, edit.change)) {
        Status changed = change_document(document, single, change);
        if (!changed) return changed;
    }
    return {};
}

std::vector<std::string> warnings_of(std::string_view text) {
    std::vector<std::string> messages;
    for (const ConfigNotice& notice : parse_config(text, {}, {}).notices)
        if (notice.kind == NoticeKind::Warning) messages.push_back(notice.message);
    std::sort(messages.begin(), messages.end());
    return messages;
}

Result<Document> read_document(std::string_view text) {
    if (text.size() > kLargestConfigBytes)
        return Error{ErrorKind::Unsupported, "The configuration is larger than 1 MiB; edit it by hand"};
    auto root = read_yaml_tree(text);
    if (!root) return root.error();
    return Document{std::string(text), *std::move(root)};
}

}  // namespace

Result<std::string> edit_config(std::string_view text, std::span<const ConfigEdit> edits) {
    const std::string_view mark = text.starts_with(kByteOrderMark) ? kByteOrderMark : std::string_view();
    auto document = read_document(text.substr(mark.size()));
    if (!document) return document.error();
    for (const ConfigEdit& edit : edits) {
        if (auto refused = check_edit(edit)) return Error{ErrorKind::InvalidInput, *std::move(refused)};
        const Status applied = apply_edit(*document, edit);
        if (!applied) return applied.error();
    }
    if (document->text.size() > kLargestConfigBytes)
        return Error{ErrorKind::InvalidInput,
                     "The configuration would become larger than 1 MiB; remove something"};
    const auto before = warnings_of(text);
    const auto after = warnings_of(document->text);
    std::vector<std::string> fresh;
    std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(fresh));
    if (!fresh.empty()) return Error{ErrorKind::InvalidInput, fresh.front()};
    return std::string(mark) + document->text;
}

std::optional<std::string> check_edit(const ConfigEdit& edit) {
    Document document;
    const Status applied = apply_edit(document, edit);
    if (!applied) return applied.error().message;
    const auto refused = warnings_of(document.text);
    if (refused.empty()) return std::nullopt;
    return refused.front().substr(0, refused.front().find(';'));
}

std::optional<std::string> text_in_config(std::string_view text, std::string_view key) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    const auto document = read_document(text);
    const auto path = parse_key(key);
    if (!document || !path) return std::nullopt;
    const YamlNode* node = &document->root;
    for (const std::string& name : *path) {
        if (node->kind != YamlNode::Kind::Map) return std::nullopt;
        const auto found = find_entry(*node, name);
        if (!found || !*found) return std::nullopt;
        node = &node->items[2 * **found + 1];
    }
    if (node->kind == YamlNode::Kind::Scalar) return node->text;
    if (node->kind != YamlNode::Kind::List) return std::nullopt;
    std::string lines;
    for (const YamlNode& item : node->items) lines += (lines.empty() ? "" : "\n") + item.text;
    return lines;
}

std::string binding_key(std::string_view action) {
    return fmt::format("keys.\"{}\"", action);
}

}  // namespace proofsheet::app
