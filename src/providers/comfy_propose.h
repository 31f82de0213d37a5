#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "providers/comfy_roles.h"

namespace proofsheet::providers {

enum class ComfyConfidence : std::uint8_t { Likely, Doubtful };

/// A role that a node of an untagged workflow seems to have.
struct ComfyProposal {
    std::string node;
    std::string class_type;
    ComfyRole role = ComfyRole::SaveImage;
    ComfyConfidence confidence = ComfyConfidence::Likely;
    std::string reason;  ///< "saves the picture", "writes the noise of node 3", ...
    bool operator==(const ComfyProposal&) const = default;
};

/// Finds the roles of a workflow in API format by following its links back from the node that saves; tags
/// that are there are not looked at. Nothing when it is no such workflow or saves nothing. Pure.
std::vector<ComfyProposal> propose_comfy_roles(std::string_view json);

/// A role for a node.
struct ComfyTag {
    std::string node;
    ComfyRole role = ComfyRole::SaveImage;
};

/// The workflow with these roles and no others, as a file for people to read; everything else stays.
/// Errors: InvalidInput (no workflow in API format, a node that is not there).
Result<std::string> with_comfy_roles(std::string_view json, const std::vector<ComfyTag>& tags);

}  // namespace proofsheet::providers
