#include "providers/comfy_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_set>

#include "providers/comfy_graph.h"
#include "providers/comfy_json.h"

namespace proofsheet::providers {
namespace {

constexpr std::size_t kMostComplaints = 20;
constexpr std::size_t kMostNodes = 5000;

std::string shown_node(const std::string& id, const Graph& node) {
    return fmt::format("node {} ({})", sentence_of(id, 40), sentence_of(class_of(node), 80));
}

void complain(std::vector<std::string>& list, std::string sentence) {
    if (list.size() < kMostComplaints) list.push_back(std::move(sentence));
}

/// What keeps a JSON document from being a graph of nodes; empty when it is one.
std::string why_no_graph(const Graph& graph) {
    if (part(graph, "nodes").is_array())
        return "This is a workflow in the editor's format: in ComfyUI, export it with Export (API) and use "
               "that file.";
    if (!graph.is_object() || graph.empty()) return "This is no workflow: it holds no nodes.";
    if (graph.size() > kMostNodes) return fmt::format("This workflow has more than {} nodes.", kMostNodes);
    for (const auto& [id, node] : graph.items()) {
        if (class_of(node).empty())
            return fmt::format("This is no workflow in ComfyUI's API format: '{}' has no class_type.",
                               sentence_of(id, 40));
        if (!part(node, "inputs").is_object())
            return fmt::format("This is no workflow in ComfyUI's API format: '{}' has no inputs.",
                               sentence_of(id, 40));
    }
    return {};
}

void check_links(const Graph& graph, ComfyTemplate& result) {
    std::unordered_set<std::string> ids;
    for (const auto& [id, node] : graph.items()) ids.insert(id);
    for (const auto& [id, node] : graph.items())
        for (const auto& [name, input] : part(node, "inputs").items()) {
            const auto link = link_of(input);
            if (link && !ids.contains(link->node))
                complain(
                    result.errors,
                    fmt::format("The input {} of {} comes from node {}, which is missing.",
                                sentence_of(name, 80), shown_node(id, node), sentence_of(link->node, 40)));
        }
}

void read_role(const std::string& id, const Graph& node, ComfyTemplate& result) {
    const Graph& tag = part(part(node, "_meta"), "cs_role");
    if (tag.is_null()) return;
    const auto role = role_of(node);
    if (!role) {
        complain(result.warnings,
                 fmt::format("The role {} of {} is unknown and is ignored.",
                             sentence_of(tag.dump(-1, ' ', false, Graph::error_handler_t::replace), 80),
                             shown_node(id, node)));
        return;
    }
    ComfyTemplateNode found{*role, id, class_of(node), {}};
    for (const ComfyField& field : fields_of(*role))
        if (!part(part(node, "inputs"), field.name).is_null()) found.fields.emplace_back(field.name);
    if (found.fields.empty())
        complain(*role == ComfyRole::SaveImage ? result.errors : result.warnings,
                 fmt::format("The {} has the role {}, but none of the fields that it sets.",
                             shown_node(id, node), name_of(*role)));
    result.nodes.push_back(std::move(found));
}

/// Two nodes that get the same seed and steps are mostly two passes, of which only one should.
void check_samplers(ComfyTemplate& result) {
    std::map<std::string, int> writers;
    for (const ComfyTemplateNode& node : result.nodes)
        if (node.role == ComfyRole::Sampler)
            for (const std::string& field : node.fields) ++writers[field];
    for (const auto& [field, count] : writers)
        if (count > 1)
            complain(result.warnings,
                     fmt::format("{} sampler nodes have {}: all of them get the same.", count, field));
}

void check_save(ComfyTemplate& result) {
    const auto saves = std::ranges::count(result.nodes, ComfyRole::SaveImage, &ComfyTemplateNode::role);
    if (saves == 0)
        complain(result.errors, "No node has the role save_image: tag the node that saves the picture.");
    if (saves > 1)
        complain(result.warnings,
                 fmt::format("{} nodes have the role save_image: the first that saves is used.", saves));
}

}  // namespace

bool ComfyTemplate::has(ComfyRole role) const {
    return std::ranges::any_of(nodes, [&](const ComfyTemplateNode& node) { return node.role == role; });
}

bool ComfyTemplate::sets(ComfySetting setting) const {
    return input_for(*this, setting).has_value();
}

ComfyTemplate read_comfy_template(std::string_view json) {
    ComfyTemplate result;
    const auto graph = parse_comfy_graph(json);
    if (!graph) {
        result.errors.push_back(fmt::format("The file {}.", graph.error().message));
        return result;
    }
    if (std::string why = why_no_graph(*graph); !why.empty()) {
        result.errors.push_back(std::move(why));
        return result;
    }
    check_links(*graph, result);
    for (const auto& [id, node] : graph->items()) read_role(id, node, result);
    result.untagged = result.nodes.empty();
    check_save(result);
    check_samplers(result);
    return result;
}

std::optional<ComfyInput> input_for(const ComfyTemplate& workflow, ComfySetting setting) {
    // A LoRA is what varies where a template has a place for one; its base model stays.
    const bool lora = setting == ComfySetting::Checkpoint && workflow.has(ComfyRole::LoraLoader);
    for (const ComfyTemplateNode& node : workflow.nodes) {
        if (lora && node.role != ComfyRole::LoraLoader) continue;
        for (const ComfyField& field : fields_of(node.role))
            if (field.setting == setting && std::ranges::count(node.fields, field.name) > 0)
                return ComfyInput{node.class_type, std::string(field.name)};
    }
    return std::nullopt;
}

std::optional<ComfyInput> model_input(const ComfyTemplate& workflow) {
    return input_for(workflow, ComfySetting::Checkpoint);
}

}  // namespace proofsheet::providers
