#include "cli/sample_options.h"

#include <array>
#include <utility>

#include "cli/option_checks.h"
#include "shell/sampling_service.h"

namespace proofsheet::cli {
namespace {

constexpr double kLargestShift = 1000;

CLI::Validator a_model_choice() {
    return {[](std::string& text) {
                const std::size_t equals = text.find('=');
                if (equals != std::string::npos && equals > 0 && equals + 1 < text.size())
                    return std::string();
                return std::string("must be CHECKPOINT=MODEL, a file name and the service's name for it");
            },
            ""};
}

CLI::App* add_sample(CLI::App& app, RawSample& raw) {
    CLI::App* sample = app.add_subcommand("sample", "Have the missing samples of a training run made");
    SampleCall& call = raw.sample;
    const auto add = [&](const char* option, std::string& target, const char* value, const char* help) {
        return sample->add_option(option, target, help)->type_name(value)->check(not_empty());
    };
    add("--run", call.run, "NAME", "Training run")->required();
    add("--preset", call.preset, "NAME", "Sample preset; see 'proofsheet preset list'")->required();
    add("--workflow", call.workflow, "FILE", "Workflow template in workflow_dir; the demo needs none");
    add("--provider", call.provider, "NAME", "Who makes them: comfyui (default), or demo, which paints")
        ->check(one_of(shell::sampling_services(), "comfyui or demo"));
    add("--vae", call.vae, "NAME", "VAE instead of the workflow's");
    add("--clip", call.clip, "NAME", "Text encoder instead of the workflow's");
    add("--shift", raw.shift, "S", "Shift instead of the workflow's")
        ->check(number_from_to(-kLargestShift, kLargestShift));
    add("--study", call.study, "NAME", "Folder for these samples, so that they stay apart from others");
    sample
        ->add_option("--checkpoints", call.checkpoints,
                     "Only these checkpoints, by file name or label (default all of the run)")
        ->type_name("NAME")
        ->delimiter(',')
        ->check(not_empty());
    sample->add_option("--model", raw.models, "Which model a checkpoint is where several have its name")
        ->type_name("CHECKPOINT=MODEL")
        ->check(a_model_choice())
        ->allow_extra_args(false);
    sample->add_flag("--all", raw.all,
                     "Also cells that have a picture; the new ones are shown, none is lost");
    return sample;
}

CLI::App* add_job(CLI::App& app, RawSample& raw) {
    CLI::App* job = app.add_subcommand("job", "List sample jobs, show, stop, resume, retry or delete one");
    const auto add = [&](const char* name, const char* help) {
        CLI::App* command = job->add_subcommand(name, help);
        command->fallthrough();
        return command;
    };
    const auto with_id = [&](CLI::App* command) {
        command->add_option("ID", raw.job.id, "Id of the job, or its beginning")
            ->required()
            ->check(not_empty());
        return command;
    };
    add("list", "List all jobs, the newest first")->add_flag("--json", raw.json, "Print one JSON document");
    with_id(add("show", "Show a job, its checkpoints and what failed"))
        ->add_flag("--json", raw.json, "Print one JSON document");
    with_id(add("stop", "Let the current picture finish, then pause; once more interrupts the picture"));
    with_id(add("resume", "Go on with a job that was paused or cut off, and wait for its end"));
    with_id(add("retry", "Make failed and skipped pictures again, and wait for the end"));
    with_id(add("delete", "Forget a job; its pictures stay"))
        ->add_flag("--trash-pictures", raw.job.trash_pictures,
                   "Move its pictures and side-cars to trash/samples in the data folder");
    job->require_subcommand(1);
    return job;
}

CLI::App* add_preset(CLI::App& app, RawSample& raw) {
    CLI::App* preset = app.add_subcommand("preset", "List, import or export sample presets");
    const auto add = [&](const char* name, const char* help) {
        CLI::App* command = preset->add_subcommand(name, help);
        command->fallthrough();
        return command;
    };
    add("list", "List all sample presets")->add_flag("--json", raw.json, "Print one JSON document");
    CLI::App* import = add("import", "Save the preset of a JSON file");
    import->add_option("FILE", raw.file, "A preset as 'export' writes it")->required()->check(not_empty());
    import->add_flag("--replace", raw.preset.replace, "Take the place of a preset of the same name");
    CLI::App* exported = add("export", "Print a preset as JSON");
    exported->add_option("NAME", raw.preset.name, "Name of the preset")->required()->check(not_empty());
    exported->add_option("-o,--output", raw.file, "Write it to a file")
        ->type_name("FILE")
        ->check(not_empty());
    preset->require_subcommand(1);
    return preset;
}

SampleCall sample_call(const RawSample& raw) {
    SampleCall call = raw.sample;
    call.shift = number_from<double>(raw.shift);
    call.cells = raw.all ? SampledCells::All : SampledCells::Missing;
    for (const std::string& choice : raw.models) {
        const std::size_t equals = choice.find('=');
        call.models.emplace_back(choice.substr(0, equals), choice.substr(equals + 1));
    }
    return call;
}

}  // namespace

std::vector<CLI::App*> add_sample_commands(CLI::App& app, RawSample& raw) {
    return {add_sample(app, raw), add_job(app, raw), add_preset(app, raw)};
}

std::optional<Command> sampling_call(const std::string& name, const RawSample& raw) {
    constexpr std::array kJobs{
        std::pair{"job list", JobAction::List},   std::pair{"job show", JobAction::Show},
        std::pair{"job stop", JobAction::Stop},   std::pair{"job resume", JobAction::Resume},
        std::pair{"job retry", JobAction::Retry}, std::pair{"job delete", JobAction::Delete}};
    constexpr std::array kPresets{std::pair{"preset list", PresetAction::List},
                                  std::pair{"preset import", PresetAction::Import},
                                  std::pair{"preset export", PresetAction::Export}};
    const OutputForm form = raw.json ? OutputForm::Json : OutputForm::Table;
    if (name == "sample") return sample_call(raw);
    for (const auto& [typed, action] : kJobs) {
        if (name != typed) continue;
        JobCall call = raw.job;
        call.action = action;
        call.form = form;
        return call;
    }
    for (const auto& [typed, action] : kPresets) {
        if (name != typed) continue;
        PresetCall call = raw.preset;
        call.action = action;
        call.form = form;
        call.file = raw.file;
        return call;
    }
    return std::nullopt;
}

}  // namespace proofsheet::cli
