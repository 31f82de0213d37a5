#include "cli/comfy_options.h"

#include "cli/option_checks.h"
#include "providers/comfy_discovery.h"

namespace proofsheet::cli {
namespace {

CLI::Validator a_type() {
    std::vector<std::string> names;
    for (const providers::ComfyList list : providers::comfy_lists())
        names.emplace_back(providers::name_of(list));
    return one_of(names, "vae, clip, unet, checkpoint, lora, sampler, scheduler or upscale");
}

ComfyCall call_of(ComfyQuestion question, const RawComfy& raw) {
    ComfyCall call;
    call.question = question;
    call.form = raw.json ? OutputForm::Json : OutputForm::Table;
    return call;
}

}  // namespace

CLI::App* add_comfy_commands(CLI::App& app, RawComfy& raw) {
    CLI::App* command = app.add_subcommand("comfy", "Ask ComfyUI how it is and what it can load");
    command->add_subcommand("status", "Whether it answers, its version, device and queue");
    command->add_subcommand("models", "Names of models, samplers and schedulers, as it wants them back")
        ->add_option("--type", raw.type,
                     "vae, clip, unet, checkpoint, lora, sampler, scheduler or upscale (default all)")
        ->type_name("TYPE")
        ->check(a_type());
    command->add_subcommand("workflows", "The templates of the workflow folder, their settings and faults");
    for (CLI::App* each : command->get_subcommands({})) {
        each->add_flag("--json", raw.json, "Print one JSON document");
        each->fallthrough();
        each->footer("'proofsheet --help' lists the options of every command.");
    }
    command->require_subcommand(1);
    return command;
}

ComfyCall comfy_status_call(const RawComfy& raw) {
    return call_of(ComfyQuestion::Status, raw);
}

ComfyCall comfy_models_call(const RawComfy& raw) {
    ComfyCall call = call_of(ComfyQuestion::Models, raw);
    if (!raw.type.empty()) call.type = raw.type;
    return call;
}

ComfyCall comfy_workflows_call(const RawComfy& raw) {
    return call_of(ComfyQuestion::Workflows, raw);
}

}  // namespace proofsheet::cli
