#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/size.h"
#include "support/comfy_server.h"

/// What the stand-in for ComfyUI says about itself, and how it checks graphs.
namespace proofsheet::test {

using ServerJson = nlohmann::ordered_json;

ServerJson system_stats(ComfyAge age);
/// The answer of `/object_info/NODE`.
ServerJson object_info(const std::string& node, ComfyAge age, const ComfyLists& lists);
bool is_output_node(const std::string& class_type);

/// The body of the 400 answer, nothing when the graph is fine.
std::optional<ServerJson> refusal(const ServerJson& graph, ComfyAge age, const ComfyLists& lists);

/// Ids of the nodes that make `output`, each after what it needs, itself last.
std::vector<std::string> execution_order(const ServerJson& graph, const std::string& output);
std::vector<std::string> output_nodes(const ServerJson& graph);
/// What a node computes: its class and inputs, links followed.
std::string signature(const ServerJson& graph, const std::string& id);

/// The size that the graph asks for.
SizePx asked_size(const ServerJson& graph);
/// A picture of a graph.
std::vector<std::byte> paint(const ServerJson& graph, SizePx size);
/// A small JPEG.
std::string preview_jpeg();

}  // namespace proofsheet::test
