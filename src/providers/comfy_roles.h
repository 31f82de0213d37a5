#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proofsheet::providers {

/// What a node of a workflow template is for: its `_meta.cs_role`.
enum class ComfyRole : std::uint8_t {
    UnetLoader,
    LoraLoader,
    ClipLoader,
    VaeLoader,
    Sampler,
    PositivePrompt,
    NegativePrompt,
    Shift,
    LatentImage,
    SaveImage,
};

/// What a request sets in a template.
enum class ComfySetting : std::uint8_t {
    Checkpoint,
    LoraStrength,
    Clip,
    Vae,
    Seed,
    Steps,
    Cfg,
    Sampler,
    Scheduler,
    Prompt,
    NegativePrompt,
    Shift,
    Width,
    Height,
    FilePrefix,
};

/// A field of a node and the setting that goes there.
struct ComfyField {
    std::string_view name;
    ComfySetting setting = ComfySetting::Checkpoint;
};

/// "unet_loader", "lora_loader", ...
std::string_view name_of(ComfyRole role);
std::optional<ComfyRole> comfy_role(std::string_view name);
/// "checkpoint", "lora_strength", ...
std::string_view name_of(ComfySetting setting);
/// All roles, in the order of their declaration.
std::span<const ComfyRole> comfy_roles();

/// The fields that a role writes, as far as the node has them. The several texts of one encoder all get the
/// prompt; `guidance` is what models that are distilled have in place of a CFG scale.
std::span<const ComfyField> fields_of(ComfyRole role);

}  // namespace proofsheet::providers
