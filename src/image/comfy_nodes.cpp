#include "image/comfy_nodes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "image/metadata_fields.h"

namespace proofsheet::image {
namespace {

constexpr int kLongestChain = 32;

/// Where nodes that make one value keep it.
constexpr std::array<std::string_view, 10> kPrimitiveKeys{"value", "seed",   "noise_seed", "int",  "float",
                                                          "Value", "number", "string",     "text", "Number"};

bool is_seed(std::string_view key) {
    return key.ends_with("seed");
}

bool is_plain(const Json& value) {
    return !value.is_structured() && !value.is_null();
}

}  // namespace

ComfyNodes::ComfyNodes(const Json& graph) {
    if (!graph.is_object()) return;
    for (const auto& [id, node] : graph.items()) {
        const Json* type = member(node, "class_type");
        const Json* inputs = member(node, "inputs");
        if (type == nullptr || !type->is_string() || inputs == nullptr || !inputs->is_object()) continue;
        nodes_.push_back({id, type->get_ref<const std::string&>(), inputs});
    }
    std::ranges::sort(nodes_, [](const ComfyNode& left, const ComfyNode& right) {
        return natural_compare(left.id, right.id) < 0;
    });
    for (std::size_t i = 0; i < nodes_.size(); ++i) index_.emplace(nodes_[i].id, i);
}

const Json* ComfyNodes::input(std::size_t node, std::string_view key) const {
    return member(*nodes_[node].inputs, key);
}

std::optional<ComfyLink> ComfyNodes::link(const Json& value) const {
    if (!value.is_array() || value.size() != 2 || !value[1].is_number_integer()) return std::nullopt;
    std::string id;
    if (value[0].is_string())
        id = value[0].get<std::string>();
    else if (value[0].is_number_integer())
        id = fmt::format("{}", value[0].get<std::int64_t>());
    const auto found = index_.find(id);
    if (found == index_.end()) return std::nullopt;
    return ComfyLink{found->second, value[1].get<std::int64_t>()};
}

std::optional<ComfyLink> ComfyNodes::link(std::size_t node, std::string_view key) const {
    const Json* value = input(node, key);
    return value == nullptr ? std::nullopt : link(*value);
}

const Json* ComfyNodes::value(std::size_t node, std::string_view key) const {
    const Json* found = input(node, key);
    for (int hop = 0; found != nullptr && hop < kLongestChain; ++hop) {
        if (is_plain(*found)) return found;
        const auto source = link(*found);
        if (!source) return nullptr;
        found = value_behind(*source, key);
    }
    return nullptr;
}

const Json* ComfyNodes::value_behind(const ComfyLink& source, std::string_view key) const {
    if (const Json* same = input(source.node, key)) return same;
    for (const std::string_view primitive : kPrimitiveKeys) {
        if (is_seed(primitive) && !is_seed(key)) continue;
        if (const Json* found = input(source.node, primitive)) return found;
    }
    return nullptr;
}

}  // namespace proofsheet::image
