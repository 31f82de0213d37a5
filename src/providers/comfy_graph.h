#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "providers/comfy_roles.h"

/// A workflow as JSON whose members keep their order. Only for .cpp files.
namespace proofsheet::providers {

using Graph = nlohmann::ordered_json;

constexpr std::size_t kMostWorkflowBytes = std::size_t{16} << 20;

/// Errors: InvalidInput, with a sentence that goes on from "the file" (no JSON, nested too deep, too large).
Result<Graph> parse_comfy_graph(std::string_view text);

/// The text of a graph: numbers as short as they can be and still be the same, bytes that are not UTF-8
/// replaced.
std::string graph_text(const Graph& graph);

/// The member, or null.
const Graph& part(const Graph& value, std::string_view name);

/// The node that an input is linked to: `["12", 0]`. Nothing for a value.
struct GraphLink {
    std::string node;
    int slot = 0;
};
std::optional<GraphLink> link_of(const Graph& input);

/// The role in `_meta.cs_role`; nothing without one or with an unknown one.
std::optional<ComfyRole> role_of(const Graph& node);
/// The text in `_meta.cs_role`, empty without one.
std::string role_text(const Graph& node);
std::string class_of(const Graph& node);

}  // namespace proofsheet::providers
