#include "providers/comfy_message.h"

#include <algorithm>
#include <array>
#include <utility>

#include "providers/comfy_parts.h"

namespace proofsheet::providers {
namespace {

constexpr std::array<std::pair<std::string_view, ComfyNews>, 8> kKinds{{
    {"status", ComfyNews::Status},
    {"execution_start", ComfyNews::Started},
    {"executing", ComfyNews::Executing},
    {"progress", ComfyNews::Progress},
    {"executed", ComfyNews::Executed},
    {"execution_success", ComfyNews::Succeeded},
    {"execution_error", ComfyNews::Failed},
    {"execution_interrupted", ComfyNews::Interrupted},
}};

ComfyNews news_of(const std::string& type) {
    const auto found = std::ranges::find(kKinds, type, &std::pair<std::string_view, ComfyNews>::first);
    return found == kKinds.end() ? ComfyNews::Other : found->second;
}

/// Nodes that were made while the graph ran are shown as the one that made them.
std::string node_of(const Json& data) {
    for (const std::string_view name : {"display_node", "node", "node_id"})
        if (std::string node = text_of(member(data, name)); !node.empty()) return node;
    return {};
}

}  // namespace

Result<ComfyMessage> parse_comfy_message(std::string_view text) {
    const auto json = image::parse_json(text);
    if (!json) return with_context(json.error(), "A message of ComfyUI cannot be read");
    if (!json->is_object()) return Error{ErrorKind::InvalidInput, "A message of ComfyUI is no object."};
    const Json& data = member(*json, "data");
    ComfyMessage message;
    message.news = news_of(text_of(member(*json, "type")));
    message.prompt_id = text_of(member(data, "prompt_id"));
    message.node = node_of(data);
    message.value = small_number(member(data, "value"));
    message.max = small_number(member(data, "max"));
    message.queue_remaining =
        small_number(member(member(member(data, "status"), "exec_info"), "queue_remaining"));
    if (message.news == ComfyNews::Executed) add_files(message.files, message.node, member(data, "output"));
    if (message.news == ComfyNews::Failed) message.fault = fault_of(data);
    // "ExecutionBlocked" stops a branch of the graph and not the prompt.
    if (message.fault.exception_type == "ExecutionBlocked") message.news = ComfyNews::Other;
    if (message.news == ComfyNews::Executing && member(data, "node").is_null())
        message.news = ComfyNews::Ended;
    return message;
}

}  // namespace proofsheet::providers
