#include "providers/comfy_discovery.h"

#include <fmt/format.h>

#include <utility>

#include "providers/comfy_json.h"

namespace proofsheet::providers {
namespace {

constexpr std::chrono::seconds kFreshFor{60};

/// The specification of an input, null when the node has none of that name.
const Json& spec_of(const Json& node, const std::string& input) {
    const Json& inputs = member(node, "input");
    const Json& required = member(member(inputs, "required"), input);
    return required.is_null() ? member(member(inputs, "optional"), input) : required;
}

/// The list of choices in either form, null when there is none.
const Json& options_of(const Json& spec) {
    const Json& type = element(spec, 0);
    if (type.is_array()) return type;
    return member(element(spec, 1), "options");
}

}  // namespace

ComfyInput input_of(ComfyList list) {
    switch (list) {
        case ComfyList::Vae:
            return {"VAELoader", "vae_name"};
        case ComfyList::TextEncoder:
            return {"CLIPLoader", "clip_name"};
        case ComfyList::DiffusionModel:
            return {"UNETLoader", "unet_name"};
        case ComfyList::Checkpoint:
            return {"CheckpointLoaderSimple", "ckpt_name"};
        case ComfyList::Lora:
            return {"LoraLoader", "lora_name"};
        case ComfyList::Sampler:
            return {"KSampler", "sampler_name"};
        case ComfyList::Scheduler:
            return {"KSampler", "scheduler"};
        case ComfyList::UpscaleModel:
            return {"UpscaleModelLoader", "model_name"};
    }
    return {};
}

std::string_view name_of(ComfyList list) {
    switch (list) {
        case ComfyList::Vae:
            return "vae";
        case ComfyList::TextEncoder:
            return "clip";
        case ComfyList::DiffusionModel:
            return "unet";
        case ComfyList::Checkpoint:
            return "checkpoint";
        case ComfyList::Lora:
            return "lora";
        case ComfyList::Sampler:
            return "sampler";
        case ComfyList::Scheduler:
            return "scheduler";
        case ComfyList::UpscaleModel:
            return "upscale";
    }
    return {};
}

const std::vector<ComfyList>& comfy_lists() {
    static const std::vector<ComfyList> kAll{
        ComfyList::Vae,  ComfyList::TextEncoder, ComfyList::DiffusionModel, ComfyList::Checkpoint,
        ComfyList::Lora, ComfyList::Sampler,     ComfyList::Scheduler,      ComfyList::UpscaleModel};
    return kAll;
}

Result<std::vector<std::string>> parse_comfy_choices(std::string_view object_info, const ComfyInput& input) {
    const auto json = image::parse_json(object_info);
    if (!json || !json->is_object())
        return Error{ErrorKind::InvalidInput,
                     fmt::format("What ComfyUI says about {} cannot be read.", input.node)};
    const Json& node = member(*json, input.node);
    if (!node.is_object())
        return Error{
            ErrorKind::NotFound,
            fmt::format("This ComfyUI has no node {}: it may need an update or a custom node.", input.node)};
    const Json& spec = spec_of(node, input.input);
    if (spec.is_null())
        return Error{ErrorKind::NotFound,
                     fmt::format("The node {} has no input {}.", input.node, input.input)};
    const Json& options = options_of(spec);
    if (!options.is_array())
        return Error{ErrorKind::Unsupported,
                     fmt::format("ComfyUI does not list the choices for {} of {}.", input.input, input.node)};
    std::vector<std::string> choices;
    for (const Json& option : options)
        if (option.is_string()) choices.push_back(text_of(option));
    if (choices.empty() && !options.empty())
        return Error{ErrorKind::Unsupported,
                     fmt::format("The choices for {} of {} are not texts.", input.input, input.node)};
    return choices;
}

ComfyDiscovery::ComfyDiscovery(const ComfyClient& client, Clock clock)
    : client_(client), clock_(std::move(clock)) {}

Result<std::vector<std::string>> ComfyDiscovery::choices(const ComfyInput& input, std::stop_token stop) {
    const auto known = answers_.find(input.node);
    if (known != answers_.end() && clock_() - known->second.when < kFreshFor)
        return parse_comfy_choices(known->second.object_info, input);
    const auto answer = client_.object_info(input.node, std::move(stop));
    if (!answer) return answer.error();
    auto choices = parse_comfy_choices(*answer, input);
    if (choices) answers_[input.node] = {*answer, clock_()};
    return choices;
}

}  // namespace proofsheet::providers
