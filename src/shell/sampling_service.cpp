#include "shell/sampling_service.h"

#include <fmt/format.h>

#include "core/text.h"
#include "providers/comfy_discovery.h"
#include "providers/comfy_provider.h"
#include "providers/comfy_template.h"
#include "providers/comfy_workflows.h"
#include "providers/demo_generator.h"

namespace proofsheet::shell {
namespace {

class DemoService final : public SamplingService {
public:
    jobs::Provider& provider() override { return generator_; }
    Result<std::string> workflow(const std::string&) override { return std::string(); }
    std::vector<std::string> misfits(const std::string&, const jobs::SampleForm&,
                                     const jobs::SamplePreset&) override {
        return {};
    }
    Result<std::optional<std::vector<std::string>>> models(const std::string&, std::stop_token) override {
        return std::optional<std::vector<std::string>>();
    }

private:
    providers::DemoGenerator generator_;
};

class ComfyService final : public SamplingService {
public:
    ComfyService(providers::ComfyConnection connection, std::filesystem::path workflow_dir)
        : connection_(std::move(connection)), workflow_dir_(std::move(workflow_dir)) {}

    jobs::Provider& provider() override { return provider_; }

    Result<std::string> workflow(const std::string& name) override {
        if (Status there = providers::ensure_workflow_dir(workflow_dir_); !there) return there.error();
        Result<std::string> text = providers::read_workflow(workflow_dir_, name);
        if (!text) return text.error();
        const providers::ComfyTemplate workflow = providers::read_comfy_template(*text);
        if (!workflow.usable())
            return Error{ErrorKind::InvalidInput, fmt::format("The workflow {} cannot be used: {}",
                                                              to_display(name), workflow.errors.front())};
        return text;
    }

    std::vector<std::string> misfits(const std::string& workflow_json, const jobs::SampleForm& form,
                                     const jobs::SamplePreset& preset) override {
        using providers::ComfySetting;
        const providers::ComfyTemplate workflow = providers::read_comfy_template(workflow_json);
        std::vector<std::string> sentences;
        const auto need = [&](bool wanted, ComfySetting setting, std::string_view what) {
            if (wanted && !workflow.sets(setting))
                sentences.push_back(
                    fmt::format("The workflow has no node for the {}. Leave it as it is, or tag "
                                "the node in the workflow",
                                what));
        };
        need(!form.vae.empty(), ComfySetting::Vae, "VAE");
        need(!form.clip.empty(), ComfySetting::Clip, "text encoder");
        need(form.shift.has_value(), ComfySetting::Shift, "shift");
        need(!preset.lora_strengths.empty(), ComfySetting::LoraStrength, "LoRA strength");
        return sentences;
    }

    Result<std::optional<std::vector<std::string>>> models(const std::string& workflow_json,
                                                           std::stop_token stop) override {
        const auto input = providers::model_input(providers::read_comfy_template(workflow_json));
        if (!input)
            return Error{
                ErrorKind::InvalidInput,
                "The workflow has no node for the checkpoint, so all pictures would be of one model. Tag "
                "the node that loads it"};
        Result<std::vector<std::string>> names = discovery_.choices(*input, std::move(stop));
        if (!names) return names.error();
        return std::optional(std::move(*names));
    }

private:
    providers::ComfyConnection connection_;
    std::filesystem::path workflow_dir_;
    providers::ComfyProvider provider_{*connection_.client};
    providers::ComfyDiscovery discovery_{*connection_.client};
};

Result<std::unique_ptr<SamplingService>> make_comfy_service(const app::Config& config) {
    const std::optional<std::string> address = app::base_url(config.comfyui);
    if (!address)
        return Error{ErrorKind::InvalidInput,
                     "ComfyUI has no address. Set comfyui.url in config.yaml, or use the demo generator"};
    auto connection = providers::make_comfy_connection(*address, config.comfyui.token.reveal());
    if (!connection) return connection.error();
    return std::unique_ptr<SamplingService>(
        std::make_unique<ComfyService>(std::move(*connection), config.workflow_dir));
}

}  // namespace

std::vector<std::string> sampling_services() {
    return {"comfyui", "demo"};
}

Result<std::unique_ptr<SamplingService>> make_sampling_service(const std::string& name,
                                                               const app::Config& config) {
    if (name == "comfyui") return make_comfy_service(config);
    if (name == "demo") return std::unique_ptr<SamplingService>(std::make_unique<DemoService>());
    return Error{ErrorKind::InvalidInput,
                 fmt::format("There is no service \"{}\" that makes samples. Services: {}", to_display(name),
                             fmt::join(sampling_services(), ", "))};
}

}  // namespace proofsheet::shell
