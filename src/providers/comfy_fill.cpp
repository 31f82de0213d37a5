#include "providers/comfy_fill.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "providers/comfy_graph.h"
#include "providers/comfy_template.h"

namespace proofsheet::providers {
namespace {

constexpr std::string_view kBetweenEncoders = " + ";

std::string sha256(std::string_view text) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    EVP_Digest(text.data(), text.size(), digest, &length, EVP_sha256(), nullptr);
    std::string hex;
    for (unsigned int i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

Graph text_or_null(const std::string& text) {
    return text.empty() ? Graph() : Graph(text);
}

template <typename T>
Graph value_or_null(const std::optional<T>& value) {
    return value ? Graph(*value) : Graph();
}

Graph positive_or_null(int value) {
    return value > 0 ? Graph(value) : Graph();
}

/// The encoder for `clip_name` or `clip_name1`, `clip_name2`, ...
Graph encoder_for(const std::string& names, std::string_view field) {
    std::size_t index = field == "clip_name" ? 0 : static_cast<std::size_t>(field.back() - '1');
    std::string_view rest = names;
    for (; index > 0; --index) {
        const auto between = rest.find(kBetweenEncoders);
        if (between == std::string_view::npos) return {};
        rest.remove_prefix(between + kBetweenEncoders.size());
    }
    return text_or_null(std::string(rest.substr(0, rest.find(kBetweenEncoders))));
}

/// What goes into a field; null keeps what the template says.
Graph value_for(const jobs::GenerationRequest& request, const ComfyField& field) {
    switch (field.setting) {
        case ComfySetting::Checkpoint:
            return text_or_null(request.model_path);
        case ComfySetting::LoraStrength:
            return value_or_null(request.lora_strength);
        case ComfySetting::Clip:
            return encoder_for(request.clip, field.name);
        case ComfySetting::Vae:
            return text_or_null(request.vae);
        case ComfySetting::Seed:
            return request.seed;
        case ComfySetting::Steps:
            return positive_or_null(request.steps);
        case ComfySetting::Cfg:
            return request.cfg;
        case ComfySetting::Sampler:
            return text_or_null(request.sampler);
        case ComfySetting::Scheduler:
            return text_or_null(request.scheduler);
        case ComfySetting::Prompt:
            return text_or_null(request.prompt);
        case ComfySetting::NegativePrompt:
            return text_or_null(request.negative_prompt);
        case ComfySetting::Shift:
            return value_or_null(request.shift);
        case ComfySetting::Width:
            return positive_or_null(request.width);
        case ComfySetting::Height:
            return positive_or_null(request.height);
        case ComfySetting::FilePrefix:
            return "proofsheet/" + request.attempt_id;
    }
    return {};
}

void fill_node(Graph& node, ComfyRole role, const jobs::GenerationRequest& request) {
    Graph& inputs = node["inputs"];
    for (const ComfyField& field : fields_of(role)) {
        const auto found = inputs.find(std::string(field.name));
        if (found == inputs.end() || found->is_null()) continue;
        if (Graph value = value_for(request, field); !value.is_null()) *found = std::move(value);
    }
}

/// Takes a LoRA out: what came out of it comes from where it came in.
void bypass(Graph& graph, const std::string& id) {
    const Graph inputs = graph[id]["inputs"];
    for (auto& [other, node] : graph.items())
        for (auto& [name, input] : node["inputs"].items()) {
            const auto link = link_of(input);
            if (!link || link->node != id) continue;
            const Graph& source = part(inputs, link->slot == 0 ? "model" : "clip");
            if (!source.is_null()) input = source;
        }
    graph.erase(id);
}

bool changes_size(const std::string& class_type) {
    constexpr std::array<std::string_view, 8> kWords{"Scale", "Crop",   "Resize", "Pad",
                                                     "Tile",  "Stitch", "Grid",   "Batch"};
    const auto names = [&](std::string_view word) { return class_type.find(word) != std::string::npos; };
    return class_type.starts_with("Empty") ? false : std::ranges::any_of(kWords, names) || names("scale");
}

/// All nodes that a node is made from, itself included.
std::set<std::string> sources_of(const Graph& graph, const std::string& start) {
    std::set<std::string> found{start};
    std::vector<std::string> open{start};
    while (!open.empty()) {
        const Graph& node = part(graph, open.back());
        open.pop_back();
        for (const auto& [name, input] : part(node, "inputs").items())
            if (const auto link = link_of(input);
                link && graph.contains(link->node) && found.insert(link->node).second)
                open.push_back(link->node);
    }
    return found;
}

int side(const Graph& value) {
    if (!value.is_number()) return 0;
    const double number = value.get<double>();
    return number >= 1 && number <= 1e6 ? static_cast<int>(number) : 0;
}

/// The size of the latent image, where nothing after it changes the size.
std::optional<SizePx> size_of(const Graph& graph, const std::string& save_node) {
    std::optional<SizePx> size;
    for (const std::string& id : sources_of(graph, save_node)) {
        const Graph& node = part(graph, id);
        if (changes_size(class_of(node))) return std::nullopt;
        if (role_of(node) != ComfyRole::LatentImage) continue;
        const SizePx found{side(part(part(node, "inputs"), "width")),
                           side(part(part(node, "inputs"), "height"))};
        if (found.width > 0 && found.height > 0) size = found;
    }
    return size;
}

FilledWorkflow described(const Graph& graph) {
    FilledWorkflow filled;
    for (const auto& [id, node] : graph.items()) {
        filled.node_classes[id] = class_of(node);
        if (role_of(node) == ComfyRole::SaveImage) filled.save_nodes.push_back(id);
    }
    filled.size = size_of(graph, filled.save_nodes.front());
    filled.graph = graph_text(graph);
    filled.hash = sha256(filled.graph);
    return filled;
}

}  // namespace

Result<FilledWorkflow> fill_workflow(const jobs::GenerationRequest& request) {
    const ComfyTemplate workflow = read_comfy_template(request.workflow_json);
    if (!workflow.usable())
        return Error{ErrorKind::InvalidInput, "The workflow cannot be used: " + workflow.errors.front()};
    if (!std::isfinite(request.cfg)) return Error{ErrorKind::InvalidInput, "The CFG scale is no number."};
    auto graph = parse_comfy_graph(request.workflow_json);
    if (!graph) return graph.error();
    const bool lora = workflow.has(ComfyRole::LoraLoader);
    jobs::GenerationRequest base = request;
    if (lora) base.model_path.clear();
    for (const ComfyTemplateNode& node : workflow.nodes) {
        if (node.role == ComfyRole::LoraLoader && request.base_model)
            bypass(*graph, node.id);
        else
            fill_node((*graph)[node.id], node.role, node.role == ComfyRole::UnetLoader ? base : request);
    }
    return described(*graph);
}

}  // namespace proofsheet::providers
