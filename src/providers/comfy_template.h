#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "providers/comfy_discovery.h"
#include "providers/comfy_roles.h"

namespace proofsheet::providers {

/// A node of a template that has a role.
struct ComfyTemplateNode {
    ComfyRole role = ComfyRole::SaveImage;
    std::string id;
    std::string class_type;
    std::vector<std::string> fields;  ///< those that the role writes
    bool operator==(const ComfyTemplateNode&) const = default;
};

/// What a workflow template can do, or why it cannot be used.
struct ComfyTemplate {
    std::vector<ComfyTemplateNode> nodes;  ///< in the order of the file
    std::vector<std::string> errors;       ///< sentences; with any it cannot be used
    std::vector<std::string> warnings;     ///< sentences
    bool untagged = false;                 ///< a graph without any role: roles can be proposed

    bool usable() const { return errors.empty(); }
    bool has(ComfyRole role) const;
    bool sets(ComfySetting setting) const;
    bool operator==(const ComfyTemplate&) const = default;
};

/// Reads a workflow in ComfyUI's API format, whose nodes are tagged with `_meta.cs_role`. Any bytes are fine.
ComfyTemplate read_comfy_template(std::string_view json);

/// Where the name of a checkpoint goes: its choices are what the server knows. Nothing when the template sets
/// no model.
std::optional<ComfyInput> model_input(const ComfyTemplate& workflow);
/// Where the names of VAEs and text encoders go.
std::optional<ComfyInput> input_for(const ComfyTemplate& workflow, ComfySetting setting);

}  // namespace proofsheet::providers
