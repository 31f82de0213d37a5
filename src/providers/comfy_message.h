#pragma once

#include <string_view>

#include "providers/comfy_history.h"

namespace proofsheet::providers {

/// What a text message of ComfyUI's WebSocket tells.
enum class ComfyNews : std::uint8_t {
    Other,        ///< a kind that newer servers send, or that is of no use here
    Status,       ///< the queue changed, whoever's prompt it was
    Started,      ///< a prompt began
    Executing,    ///< a node began
    Progress,     ///< a step of a node
    Executed,     ///< a node has output
    Succeeded,    ///< all nodes are done; the history comes a moment later
    Failed,       ///< a node failed
    Interrupted,  ///< somebody interrupted it
    Ended,        ///< the last word about a prompt, whatever became of it
};

struct ComfyMessage {
    ComfyNews news = ComfyNews::Other;
    std::string prompt_id;  ///< empty where the server does not tell
    std::string node;       ///< a node of the graph that was sent, as far as the server tells
    int value = 0;          ///< of Progress: steps done, and all steps
    int max = 0;
    int queue_remaining = 0;       ///< of Status: prompts of everybody
    std::vector<ComfyFile> files;  ///< of Executed
    ComfyFault fault;              ///< of Failed
    bool operator==(const ComfyMessage&) const = default;
};

/// Errors: InvalidInput when it is no JSON object. Source: ComfyUI server.py and execution.py, 2024-07 to
/// 0.33.
Result<ComfyMessage> parse_comfy_message(std::string_view text);

}  // namespace proofsheet::providers
