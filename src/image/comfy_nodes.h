#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "image/json_parse.h"

namespace proofsheet::image {

/// One node of an API graph: {"class_type": "KSampler", "inputs": {"seed": 1, "model": ["4", 0]}}.
struct ComfyNode {
    std::string_view id;
    std::string_view type;
    const Json* inputs = nullptr;  ///< an object
};

/// Output `slot` of node `node`, as an input refers to it: ["node id", slot].
struct ComfyLink {
    std::size_t node = 0;
    std::int64_t slot = 0;
};

/// The nodes of a ComfyUI API graph by index, in the order of their ids. Links may form circles; who follows
/// them keeps count. The JSON must outlive this. Source: ComfyUI execution.py.
class ComfyNodes {
public:
    explicit ComfyNodes(const Json& graph);

    bool empty() const { return nodes_.empty(); }
    std::size_t size() const { return nodes_.size(); }
    const ComfyNode& operator[](std::size_t index) const { return nodes_[index]; }

    /// What stands in input `key` of a node, nullptr when it has no such input.
    const Json* input(std::size_t node, std::string_view key) const;
    /// The link in a value; nothing when it is a plain value or leads nowhere.
    std::optional<ComfyLink> link(const Json& value) const;
    std::optional<ComfyLink> link(std::size_t node, std::string_view key) const;
    /// The plain value of an input; one that comes from a primitive node or a chain of them is fetched there.
    /// nullptr when there is none.
    const Json* value(std::size_t node, std::string_view key) const;

private:
    const Json* value_behind(const ComfyLink& link, std::string_view key) const;

    std::vector<ComfyNode> nodes_;
    std::unordered_map<std::string_view, std::size_t> index_;
};

}  // namespace proofsheet::image
