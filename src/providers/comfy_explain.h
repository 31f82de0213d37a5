#pragma once

#include <string>
#include <string_view>

#include "providers/comfy_history.h"

/// ComfyUI's errors as sentences for the user. Pure.
namespace proofsheet::providers {

/// Why a node failed while it ran; running out of memory has its own advice.
std::string explain_fault(const ComfyFault& fault);

/// Why `POST /prompt` refused a graph, from its body (HTTP 400, or 200 with `node_errors`). Any bytes are
/// fine. Empty when the body holds no reason.
std::string explain_refusal(std::string_view body);

}  // namespace proofsheet::providers
