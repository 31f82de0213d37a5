#include "providers/comfy_roles.h"

#include <algorithm>
#include <array>

namespace proofsheet::providers {
namespace {

using S = ComfySetting;

struct RoleName {
    ComfyRole role;
    std::string_view name;
};
constexpr std::array kRoleNames{
    RoleName{ComfyRole::UnetLoader, "unet_loader"},
    RoleName{ComfyRole::LoraLoader, "lora_loader"},
    RoleName{ComfyRole::ClipLoader, "clip_loader"},
    RoleName{ComfyRole::VaeLoader, "vae_loader"},
    RoleName{ComfyRole::Sampler, "sampler"},
    RoleName{ComfyRole::PositivePrompt, "positive_prompt"},
    RoleName{ComfyRole::NegativePrompt, "negative_prompt"},
    RoleName{ComfyRole::Shift, "shift"},
    RoleName{ComfyRole::LatentImage, "latent_image"},
    RoleName{ComfyRole::SaveImage, "save_image"},
};
constexpr std::array kRoles{ComfyRole::UnetLoader,     ComfyRole::LoraLoader, ComfyRole::ClipLoader,
                            ComfyRole::VaeLoader,      ComfyRole::Sampler,    ComfyRole::PositivePrompt,
                            ComfyRole::NegativePrompt, ComfyRole::Shift,      ComfyRole::LatentImage,
                            ComfyRole::SaveImage};

constexpr std::array kModel{ComfyField{"unet_name", S::Checkpoint}, ComfyField{"ckpt_name", S::Checkpoint},
                            ComfyField{"lora_name", S::Checkpoint}};
constexpr std::array kLora{
    ComfyField{"lora_name", S::Checkpoint}, ComfyField{"strength_model", S::LoraStrength},
    ComfyField{"strength_clip", S::LoraStrength}, ComfyField{"strength", S::LoraStrength}};
constexpr std::array kClip{ComfyField{"clip_name", S::Clip}, ComfyField{"clip_name1", S::Clip},
                           ComfyField{"clip_name2", S::Clip}, ComfyField{"clip_name3", S::Clip},
                           ComfyField{"clip_name4", S::Clip}};
constexpr std::array kVae{ComfyField{"vae_name", S::Vae}};
constexpr std::array kSampler{ComfyField{"seed", S::Seed},          ComfyField{"noise_seed", S::Seed},
                              ComfyField{"steps", S::Steps},        ComfyField{"cfg", S::Cfg},
                              ComfyField{"guidance", S::Cfg},       ComfyField{"sampler_name", S::Sampler},
                              ComfyField{"scheduler", S::Scheduler}};
constexpr std::array kPositive{ComfyField{"text", S::Prompt},   ComfyField{"text_g", S::Prompt},
                               ComfyField{"text_l", S::Prompt}, ComfyField{"t5xxl", S::Prompt},
                               ComfyField{"clip_l", S::Prompt}, ComfyField{"clip_g", S::Prompt},
                               ComfyField{"prompt", S::Prompt}, ComfyField{"value", S::Prompt}};
constexpr std::array kNegative{
    ComfyField{"text", S::NegativePrompt},   ComfyField{"text_g", S::NegativePrompt},
    ComfyField{"text_l", S::NegativePrompt}, ComfyField{"t5xxl", S::NegativePrompt},
    ComfyField{"clip_l", S::NegativePrompt}, ComfyField{"clip_g", S::NegativePrompt},
    ComfyField{"prompt", S::NegativePrompt}, ComfyField{"value", S::NegativePrompt}};
constexpr std::array kShift{ComfyField{"shift", S::Shift}};
constexpr std::array kLatent{ComfyField{"width", S::Width}, ComfyField{"height", S::Height}};
constexpr std::array kSave{ComfyField{"filename_prefix", S::FilePrefix}};

}  // namespace

std::string_view name_of(ComfyRole role) {
    return std::ranges::find(kRoleNames, role, &RoleName::role)->name;
}

std::optional<ComfyRole> comfy_role(std::string_view name) {
    const auto found = std::ranges::find(kRoleNames, name, &RoleName::name);
    return found == kRoleNames.end() ? std::nullopt : std::optional(found->role);
}

std::span<const ComfyRole> comfy_roles() {
    return kRoles;
}

std::string_view name_of(ComfySetting setting) {
    switch (setting) {
        case S::Checkpoint:
            return "checkpoint";
        case S::LoraStrength:
            return "lora_strength";
        case S::Clip:
            return "clip";
        case S::Vae:
            return "vae";
        case S::Seed:
            return "seed";
        case S::Steps:
            return "steps";
        case S::Cfg:
            return "cfg";
        case S::Sampler:
            return "sampler";
        case S::Scheduler:
            return "scheduler";
        case S::Prompt:
            return "prompt";
        case S::NegativePrompt:
            return "negative_prompt";
        case S::Shift:
            return "shift";
        case S::Width:
            return "width";
        case S::Height:
            return "height";
        case S::FilePrefix:
            return "filename_prefix";
    }
    return {};
}

std::span<const ComfyField> fields_of(ComfyRole role) {
    switch (role) {
        case ComfyRole::UnetLoader:
            return kModel;
        case ComfyRole::LoraLoader:
            return kLora;
        case ComfyRole::ClipLoader:
            return kClip;
        case ComfyRole::VaeLoader:
            return kVae;
        case ComfyRole::Sampler:
            return kSampler;
        case ComfyRole::PositivePrompt:
            return kPositive;
        case ComfyRole::NegativePrompt:
            return kNegative;
        case ComfyRole::Shift:
            return kShift;
        case ComfyRole::LatentImage:
            return kLatent;
        case ComfyRole::SaveImage:
            return kSave;
    }
    return {};
}

}  // namespace proofsheet::providers
