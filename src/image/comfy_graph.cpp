#include "image/comfy_graph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <string_view>

#include "image/comfy_nodes.h"
#include "image/comfy_text.h"
#include "image/metadata_fields.h"

namespace proofsheet::image {
namespace {

using namespace std::string_view_literals;

constexpr std::array kSamplerNames{"KSampler"sv, "SamplerCustom"sv};

bool is_plain_sampler(const ComfyNode& node) {
    const bool named = std::ranges::any_of(
        kSamplerNames, [&](std::string_view word) { return node.type.find(word) != std::string_view::npos; });
    const auto has = [&](std::string_view key) { return member(*node.inputs, key) != nullptr; };
    return named && (has("latent_image") || has("steps") || has("guider"));
}

/// Nodes that sample besides other things: detailers, tiled upscalers, all-in-one nodes.
bool is_any_sampler(const ComfyNode& node) {
    const auto has = [&](std::string_view key) { return member(*node.inputs, key) != nullptr; };
    return is_plain_sampler(node) || (has("steps") && (has("sampler_name") || has("cfg")));
}

/// 0 for nodes that save pictures, 1 for nodes that show them, 2 for others.
int output_rank(const ComfyNode& node) {
    const auto has = [&](std::string_view key) { return member(*node.inputs, key) != nullptr; };
    if (!has("images") && !has("image")) return 2;
    if (node.type.find("Save") != std::string_view::npos) return 0;
    return node.type.find("Preview") != std::string_view::npos ? 1 : 2;
}

/// Follows one input name after the other, from node to node, each node once.
class Chain {
public:
    Chain(const ComfyNodes& nodes, std::size_t start) : nodes_(nodes), seen_(nodes.size()), node_(start) {
        seen_[start] = true;
    }

    std::size_t node() const { return node_; }

    /// Steps to the node behind the first of `keys` that is a link to a node not seen before.
    bool step(std::initializer_list<std::string_view> keys) {
        for (const std::string_view key : keys) {
            const auto link = nodes_.link(node_, key);
            if (!link || seen_[link->node]) continue;
            node_ = link->node;
            seen_[node_] = true;
            return true;
        }
        return false;
    }

private:
    const ComfyNodes& nodes_;
    std::vector<bool> seen_;
    std::size_t node_;
};

/// Reads what one sampler was given. Custom samplers keep it in helpers: a guider (model, prompts, CFG
/// scale), a noise source (seed), a sampler choice and sigmas (steps, scheduler).
class SamplerReader {
public:
    SamplerReader(const ComfyNodes& nodes, std::size_t sampler)
        : nodes_(nodes), sampler_(sampler), guider_(helper("guider")) {}

    GenerationParameters read() const {
        GenerationParameters result;
        result.seed = read_seed();
        result.steps = number(sampler_, "steps");
        result.cfg = number(sampler_, "cfg");
        if (!result.cfg) result.cfg = number(guider_, "cfg");
        if (!result.cfg) result.cfg = number(guider_, "cfg_conds");
        result.sampler = text(sampler_, "sampler_name");
        if (!result.sampler) result.sampler = text(helper("sampler"), "sampler_name");
        result.scheduler = text(sampler_, "scheduler");
        read_sigmas(result);
        result.prompt = prompt(ComfyRole::Positive, {"positive", "conditioning", "cond1"});
        result.negative_prompt = prompt(ComfyRole::Negative, {"negative"});
        result.model = read_model();
        read_size(result);
        return result;
    }

private:
    /// The node behind an input of the sampler, else the sampler itself.
    std::size_t helper(std::string_view key) const {
        const auto link = nodes_.link(sampler_, key);
        return link ? link->node : sampler_;
    }

    std::optional<double> number(std::size_t node, std::string_view key) const {
        const Json* value = nodes_.value(node, key);
        return value == nullptr ? std::nullopt : number_from_json(*value);
    }

    std::optional<std::string> text(std::size_t node, std::string_view key) const {
        const Json* value = nodes_.value(node, key);
        return value == nullptr ? std::nullopt : text_from_json(*value);
    }

    std::optional<std::uint64_t> read_seed() const {
        const std::size_t noise = helper("noise");
        for (const std::size_t node : {sampler_, noise}) {
            for (const std::string_view key : {"seed", "noise_seed"}) {
                const Json* value = nodes_.value(node, key);
                if (value == nullptr) continue;
                if (const auto seed = seed_from_json(*value)) return seed;
            }
        }
        return std::nullopt;
    }

    void read_sigmas(GenerationParameters& result) const {
        Chain chain(nodes_, sampler_);
        while ((!result.steps || !result.scheduler) && chain.step({"sigmas", "sigmas_1"})) {
            if (!result.steps) result.steps = number(chain.node(), "steps");
            if (!result.scheduler) result.scheduler = text(chain.node(), "scheduler");
        }
    }

    std::optional<std::string> prompt(ComfyRole role, std::initializer_list<std::string_view> keys) const {
        for (const std::size_t node : {sampler_, guider_}) {
            for (const std::string_view key : keys) {
                const Json* value = nodes_.input(node, key);
                if (value != nullptr && value->is_string()) return text_from_json(*value);
                if (const auto link = nodes_.link(node, key)) return conditioning_text(nodes_, *link, role);
            }
        }
        return std::nullopt;
    }

    std::optional<std::string> read_model() const {
        constexpr std::array names{"ckpt_name"sv, "unet_name"sv,  "model_name"sv,
                                   "gguf_name"sv, "model_path"sv, "base_ckpt_name"sv};
        const bool own = nodes_.input(sampler_, "model") != nullptr;
        Chain chain(nodes_, own ? sampler_ : guider_);
        while (chain.step(
            {"model", "model1", "model_a", "base_model", "pipe", "basic_pipe", "any", "value", ""})) {
            for (const std::string_view name : names) {
                if (auto model = text(chain.node(), name)) return model;
            }
        }
        return std::nullopt;
    }

    /// Size of the latent that the sampler fills. Nodes whose result depends on a picture end the search.
    void read_size(GenerationParameters& result) const {
        if (nodes_.input(sampler_, "upscale_by") != nullptr) return;
        Chain chain(nodes_, sampler_);
        double scale = 1;
        while (chain.step({"latent_image", "latent", "samples", "samples1", "pixels", "image", "images"})) {
            const auto width = number(chain.node(), "width");
            const auto height = number(chain.node(), "height");
            if (width && height) {
                result.width = side_from_number(std::round(*width * scale));
                result.height = side_from_number(std::round(*height * scale));
                return;
            }
            if (nodes_.input(chain.node(), "megapixels") || nodes_.input(chain.node(), "upscale_model"))
                return;
            if (nodes_.input(chain.node(), "scale_by"))
                scale *= number(chain.node(), "scale_by").value_or(NAN);
        }
    }

    const ComfyNodes& nodes_;
    std::size_t sampler_;
    std::size_t guider_;
};

using IsSampler = bool (*)(const ComfyNode&);

/// The sampler with the fewest links between it and `output`.
std::optional<std::size_t> nearest_sampler(const ComfyNodes& nodes, std::size_t output,
                                           IsSampler is_sampler) {
    std::vector<bool> seen(nodes.size());
    std::deque<std::size_t> waiting{output};
    seen[output] = true;
    while (!waiting.empty()) {
        const std::size_t node = waiting.front();
        waiting.pop_front();
        if (is_sampler(nodes[node])) return node;
        for (const Json& value : *nodes[node].inputs) {
            const auto link = nodes.link(value);
            if (!link || seen[link->node]) continue;
            seen[link->node] = true;
            waiting.push_back(link->node);
        }
    }
    return std::nullopt;
}

/// Nodes of the best rank that has any; at most 64, since each costs a walk.
std::vector<std::size_t> output_nodes(const ComfyNodes& nodes) {
    for (int rank = 0; rank < 2; ++rank) {
        std::vector<std::size_t> outputs;
        for (std::size_t i = 0; i < nodes.size() && outputs.size() < 64; ++i) {
            if (output_rank(nodes[i]) == rank) outputs.push_back(i);
        }
        if (!outputs.empty()) return outputs;
    }
    return {};
}

/// Samplers that may have made the picture, each once; the last is the likeliest.
std::vector<std::size_t> candidates(const ComfyNodes& nodes) {
    std::vector<std::size_t> result;
    for (const IsSampler is_sampler : {&is_plain_sampler, &is_any_sampler}) {
        for (const std::size_t output : output_nodes(nodes)) {
            const auto sampler = nearest_sampler(nodes, output, is_sampler);
            if (sampler && std::ranges::find(result, *sampler) == result.end()) result.push_back(*sampler);
        }
        for (std::size_t i = nodes.size(); result.empty() && i > 0; --i) {
            if (is_sampler(nodes[i - 1])) result.push_back(i - 1);
        }
        if (!result.empty()) return result;
    }
    return result;
}

}  // namespace

std::optional<GenerationParameters> read_comfy_graph(const Json& graph, SizePx picture) {
    const ComfyNodes nodes(graph);
    if (nodes.empty()) return std::nullopt;
    GenerationParameters result;
    for (const std::size_t sampler : candidates(nodes)) {
        result = SamplerReader(nodes, sampler).read();
        if (result.width == picture.width && result.height == picture.height) break;
    }
    return result;
}

}  // namespace proofsheet::image
