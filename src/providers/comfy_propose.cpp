#include "providers/comfy_propose.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "providers/comfy_graph.h"
#include "providers/comfy_json.h"

namespace proofsheet::providers {
namespace {

using Names = std::vector<std::string_view>;

const Names kModelFields{"unet_name", "ckpt_name"};
const Names kEncoderFields{"clip_name", "clip_name1"};
const Names kTextFields{"text", "text_g", "t5xxl", "prompt"};
const Names kModelLinks{"model", "guider", "basic_pipe"};
const Names kLatentLinks{"latent_image", "latent", "samples"};

/// A workflow that is walked against the direction of its links.
class Walker {
public:
    explicit Walker(const Graph& graph) {
        for (const auto& [id, node] : graph.items()) inputs_[id] = &part(node, "inputs");
    }

    const Graph& inputs(const std::string& id) const { return *inputs_.at(id); }

    bool has_value(const std::string& id, const Names& fields) const {
        return std::ranges::any_of(fields, [&](std::string_view field) {
            const Graph& input = part(inputs(id), field);
            return !input.is_null() && !link_of(input);
        });
    }
    /// A field that is there, even where a link feeds it.
    bool has_field(const std::string& id, const Names& fields) const {
        return std::ranges::any_of(
            fields, [&](std::string_view field) { return !part(inputs(id), field).is_null(); });
    }

    std::optional<std::string> source(const std::string& id, const Names& links) const {
        for (const std::string_view name : links)
            if (const auto link = link_of(part(inputs(id), name)); link && inputs_.contains(link->node))
                return link->node;
        return std::nullopt;
    }

    /// The nodes from `start` on that the named links lead through, each once.
    std::vector<std::string> chain(std::optional<std::string> start, const Names& links) const {
        std::vector<std::string> nodes;
        while (start && std::ranges::count(nodes, *start) == 0) {
            nodes.push_back(*start);
            start = source(nodes.back(), links);
        }
        return nodes;
    }

    /// All that a node is made from, nearest first, itself included.
    std::vector<std::string> ancestors(const std::string& start) const {
        std::vector<std::string> nodes{start};
        std::set<std::string> seen{start};
        for (std::size_t i = 0; i < nodes.size(); ++i)
            for (const auto& [name, input] : inputs(nodes[i]).items())
                if (const auto link = link_of(input);
                    link && inputs_.contains(link->node) && seen.insert(link->node).second)
                    nodes.push_back(link->node);
        return nodes;
    }

    /// The first node that has one of the fields among all that `start` is made from.
    std::optional<std::string> nearest(const std::optional<std::string>& start, const Names& fields) const {
        if (!start) return std::nullopt;
        for (const std::string& id : ancestors(*start))
            if (has_field(id, fields)) return id;
        return std::nullopt;
    }

private:
    std::unordered_map<std::string, const Graph*> inputs_;  ///< by node
};

class Proposer {
public:
    explicit Proposer(const Graph& graph) : graph_(graph), walker_(graph) {}

    std::vector<ComfyProposal> propose() {
        const auto save = saving_node();
        if (!save) return {};
        add(*save, ComfyRole::SaveImage, "saves the picture");
        const auto all = walker_.ancestors(*save);
        propose_samplers(all);
        if (const auto main = main_sampler(all)) {
            propose_texts(*main);
            propose_models(*main);
            propose_latent(*main);
        }
        for (const std::string& id : all)
            if (walker_.has_value(id, {"vae_name"})) add(id, ComfyRole::VaeLoader, "loads the VAE");
        return std::move(proposals_);
    }

private:
    /// Of several nodes that save, the one with most behind it: what it saves is finished.
    std::optional<std::string> saving_node() const {
        std::optional<std::string> best;
        std::size_t most = 0;
        for (const auto& [id, node] : graph_.items()) {
            if (!walker_.has_field(id, {"filename_prefix"}) || !walker_.source(id, {"images", "image"}))
                continue;
            const std::size_t behind = walker_.ancestors(id).size();
            if (behind > most) best = id;
            most = std::max(most, behind);
        }
        return best;
    }

    void propose_samplers(const std::vector<std::string>& all) {
        for (const std::string& id : all)
            if (walker_.has_value(id, {"seed", "noise_seed", "sampler_name", "scheduler", "guidance"}) ||
                (walker_.has_value(id, {"cfg"}) && walker_.has_field(id, {"positive"})))
                add(id, ComfyRole::Sampler, "has settings of the sampler");
    }

    /// The node nearest to the picture that takes a latent image, or that is told what to sample.
    std::optional<std::string> main_sampler(const std::vector<std::string>& all) const {
        for (const std::string& id : all)
            if (walker_.source(id, {"latent_image"}) || walker_.source(id, {"positive"})) return id;
        return std::nullopt;
    }

    void propose_texts(const std::string& sampler) {
        // With a guider the texts are linked there.
        const std::string guide = walker_.source(sampler, {"guider"}).value_or(sampler);
        const auto positive =
            walker_.nearest(walker_.source(guide, {"positive", "conditioning"}), kTextFields);
        const auto negative = walker_.nearest(walker_.source(guide, {"negative"}), kTextFields);
        if (positive) add(*positive, ComfyRole::PositivePrompt, "feeds what the sampler is to paint");
        if (negative && negative != positive)
            add(*negative, ComfyRole::NegativePrompt, "feeds what the sampler is to avoid");
        if (const auto encoder = walker_.nearest(positive, kEncoderFields))
            add(*encoder, ComfyRole::ClipLoader, "loads the text encoder");
    }

    void propose_models(const std::string& sampler) {
        for (const std::string& id : walker_.chain(walker_.source(sampler, kModelLinks), kModelLinks)) {
            if (walker_.has_value(id, kModelFields)) add(id, ComfyRole::UnetLoader, "loads the model");
            if (walker_.has_value(id, {"shift"})) add(id, ComfyRole::Shift, "shifts the model's schedule");
            if (walker_.has_value(id, {"lora_name"}))
                add(id, ComfyRole::LoraLoader, "loads a LoRA: only if your checkpoints are LoRAs",
                    ComfyConfidence::Doubtful);
        }
    }

    void propose_latent(const std::string& sampler) {
        for (const std::string& id : walker_.chain(walker_.source(sampler, kLatentLinks), kLatentLinks))
            if (walker_.has_field(id, {"width"}) && walker_.has_field(id, {"height"})) {
                add(id, ComfyRole::LatentImage, "sets the size");
                return;
            }
    }

    void add(const std::string& id, ComfyRole role, std::string reason,
             ComfyConfidence confidence = ComfyConfidence::Likely) {
        if (std::ranges::count(proposals_, id, &ComfyProposal::node) > 0) return;  // a node has one role
        proposals_.push_back({id, class_of(part(graph_, id)), role, confidence, std::move(reason)});
    }

    const Graph& graph_;
    Walker walker_;
    std::vector<ComfyProposal> proposals_;
};

bool is_graph(const Graph& graph) {
    return graph.is_object() && !graph.empty() && std::ranges::all_of(graph, [](const Graph& node) {
               return !class_of(node).empty() && part(node, "inputs").is_object();
           });
}

}  // namespace

std::vector<ComfyProposal> propose_comfy_roles(std::string_view json) {
    const auto graph = parse_comfy_graph(json);
    if (!graph || !is_graph(*graph)) return {};
    return Proposer(*graph).propose();
}

Result<std::string> with_comfy_roles(std::string_view json, const std::vector<ComfyTag>& tags) {
    auto graph = parse_comfy_graph(json);
    if (!graph) return Error{ErrorKind::InvalidInput, fmt::format("The file {}.", graph.error().message)};
    if (!is_graph(*graph))
        return Error{ErrorKind::InvalidInput, "This is no workflow in ComfyUI's API format."};
    for (auto& [id, node] : graph->items())
        if (part(node, "_meta").is_object()) node["_meta"].erase("cs_role");
    for (const ComfyTag& tag : tags) {
        if (!graph->contains(tag.node))
            return Error{ErrorKind::InvalidInput,
                         fmt::format("The workflow has no node {}.", sentence_of(tag.node, 40))};
        Graph& meta = (*graph)[tag.node]["_meta"];
        if (!meta.is_object()) meta = Graph::object();
        meta["cs_role"] = name_of(tag.role);
    }
    return graph->dump(2, ' ', false, Graph::error_handler_t::replace) + "\n";
}

}  // namespace proofsheet::providers
