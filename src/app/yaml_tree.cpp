#include "app/yaml_tree.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "app/yaml_places.h"

namespace proofsheet::app {
namespace {

/// Builds the tree from the events of the parser.
class TreeBuilder final : public YAML::EventHandler {
public:
    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnAnchor(const YAML::Mark&, const std::string&) override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        add(make(YamlNode::Kind::Null, mark, "", anchor));
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        add(make(YamlNode::Kind::Alias, mark, "", anchor));
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        YamlNode node = make(YamlNode::Kind::Scalar, mark, tag, anchor);
        node.text = value;
        add(std::move(node));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override {
        open_.push_back(make(YamlNode::Kind::List, mark, tag, anchor));
        open_.back().flow = style == YAML::EmitterStyle::Flow;
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override {
        open_.push_back(make(YamlNode::Kind::Map, mark, tag, anchor));
        open_.back().flow = style == YAML::EmitterStyle::Flow;
    }
    void OnMapEnd() override { close(); }

    YamlNode take_root() { return std::move(root_); }

private:
    static YamlNode make(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
                         YAML::anchor_t anchor) {
        YamlNode node;
        node.kind = kind;
        node.tag = tag;
        node.anchor = anchor;
        node.begin = node.end = static_cast<std::size_t>(std::max(mark.pos, 0));
        node.line = mark.line + 1;
        node.column = mark.column;
        return node;
    }
    void add(YamlNode node) {
        if (open_.empty())
            root_ = std::move(node);
        else
            open_.back().items.push_back(std::move(node));
    }
    void close() {
        YamlNode node = std::move(open_.back());
        open_.pop_back();
        add(std::move(node));
    }

    std::vector<YamlNode> open_;
    YamlNode root_;
};

Error not_yaml(int line) {
    return {ErrorKind::InvalidInput,
            fmt::format("Line {} of the configuration is not YAML; mend it by hand", line)};
}

std::optional<Error> find_unsafe_bytes(std::string_view text) {
    int line = 1;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') ++line;
        if ((byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7F)
            return Error{
                ErrorKind::InvalidInput,
                fmt::format("Line {} of the configuration holds a control character; remove it by hand",
                            line)};
    }
    return std::nullopt;
}

void collect_tokens(const YamlNode& node, std::vector<const YamlNode*>& tokens) {
    if (node.items.empty() && !node.flow) tokens.push_back(&node);
    for (const YamlNode& item : node.items) collect_tokens(item, tokens);
}

}  // namespace

bool same_content(const YamlNode& left, const YamlNode& right) {
    const bool same_tag = left.any_tag || right.any_tag || left.tag == right.tag;
    return same_tag && left.kind == right.kind && left.text == right.text && left.anchor == right.anchor &&
           std::equal(left.items.begin(), left.items.end(), right.items.begin(), right.items.end(),
                      same_content);
}

Result<YamlNode> read_yaml_tree(std::string_view text) {
    if (auto unsafe = find_unsafe_bytes(text)) return *std::move(unsafe);
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        TreeBuilder builder;
        if (!parser.HandleNextDocument(builder)) return YamlNode();
        YamlNode root = builder.take_root();
        TreeBuilder second;
        if (parser.HandleNextDocument(second))
            return Error{
                ErrorKind::Unsupported,
                "The configuration holds several YAML documents, of which only the first counts; edit "
                "it by hand"};
        const Status placed = find_places(text, root);
        if (!placed) return placed.error();
        return root;
    } catch (const YAML::Exception& broken) {
        return not_yaml(broken.mark.line + 1);
    }
}

std::vector<std::string> comments_between(std::string_view text, std::size_t begin, std::size_t end) {
    std::vector<std::string> comments;
    for (std::size_t at = text.find('#', begin); at < end; at = text.find('#', at)) {
        const bool starts = at == 0 || text[at - 1] == ' ' || text[at - 1] == '\t' || text[at - 1] == '\n';
        const std::size_t stop = starts ? std::min(text.find_first_of("\r\n", at), text.size()) : at + 1;
        if (starts) comments.emplace_back(text.substr(at, stop - at));
        at = stop;
    }
    return comments;
}

std::vector<std::string> comments_inside(std::string_view text, const YamlNode& node) {
    std::vector<const YamlNode*> tokens;
    collect_tokens(node, tokens);
    std::vector<std::string> comments;
    std::size_t from = node.begin;
    const auto add_until = [&](std::size_t end) {
        for (std::string& comment : comments_between(text, from, end)) comments.push_back(std::move(comment));
    };
    for (const YamlNode* token : tokens) {
        add_until(token->begin);
        from = std::max(from, token->end);
    }
    add_until(node.end);
    return comments;
}

}  // namespace proofsheet::app
