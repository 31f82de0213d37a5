#include "providers/comfy_graph.h"

#include "image/json_parse.h"

namespace proofsheet::providers {
Result<Graph> parse_comfy_graph(std::string_view text) {
    if (text.size() > kMostWorkflowBytes) return Error{ErrorKind::InvalidInput, "is larger than 16 MiB"};
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const auto plain = image::to_plain_json(text);  // bounds the depth, which writing needs
    if (!plain) return Error{ErrorKind::InvalidInput, "is nested too deep"};
    if (plain->values > image::kMostJsonValues) return Error{ErrorKind::InvalidInput, "has too many values"};
    Graph graph = Graph::parse(plain->text, nullptr, false);
    if (graph.is_discarded()) return Error{ErrorKind::InvalidInput, "is not well-formed JSON"};
    return graph;
}

std::string graph_text(const Graph& graph) {
    return graph.dump(-1, ' ', false, Graph::error_handler_t::replace);
}

const Graph& part(const Graph& value, std::string_view name) {
    static const Graph kNone;
    if (!value.is_object()) return kNone;
    const auto found = value.find(std::string(name));
    return found == value.end() ? kNone : *found;
}

std::optional<GraphLink> link_of(const Graph& input) {
    if (!input.is_array() || input.size() != 2 || !input[0].is_string() || !input[1].is_number_integer())
        return std::nullopt;
    return GraphLink{input[0].get<std::string>(), input[1].get<int>()};
}

std::string role_text(const Graph& node) {
    const Graph& role = part(part(node, "_meta"), "cs_role");
    return role.is_string() ? role.get<std::string>() : std::string();
}

std::optional<ComfyRole> role_of(const Graph& node) {
    return comfy_role(role_text(node));
}

std::string class_of(const Graph& node) {
    const Graph& type = part(node, "class_type");
    return type.is_string() ? type.get<std::string>() : std::string();
}

}  // namespace proofsheet::providers
