#pragma once

#include "providers/comfy_history.h"
#include "providers/comfy_json.h"

/// Parts that events and history have in common. Only for .cpp files.
namespace proofsheet::providers {

/// Appends the pictures in the `output` of one node.
void add_files(std::vector<ComfyFile>& files, const std::string& node, const Json& output);

/// The `data` of an execution_error.
ComfyFault fault_of(const Json& data);

}  // namespace proofsheet::providers
