#include "cli/sinkin_options.h"

#include "cli/option_checks.h"

namespace proofsheet::cli {
namespace {

void add_json(CLI::App& command, RawSinkIn& raw) {
    command.add_flag("--json", raw.json, "Print one JSON document");
}

void add_run(CLI::App& parent, RawSinkIn& raw) {
    CLI::App* run = parent.add_subcommand(
        "run", "Make a numbered run of the form in FILE.json, and work the queue to its end");
    run->add_option("FILE", raw.file, "The fields of the run form as a JSON object")
        ->required()
        ->check(not_empty());
    CLI::Option* dry =
        run->add_flag("--dry-run", raw.dry_run, "Only say what would be made, and for how much");
    run->add_flag("--queue-only", raw.queue_only, "Queue the calls and send none")->excludes(dry);
    add_json(*run, raw);
}

void add_queue(CLI::App& parent, RawSinkIn& raw) {
    CLI::App* queue = parent.add_subcommand("queue", "The calls that wait, run, or ended without pictures");
    add_json(*queue->add_subcommand("list", "List them"), raw);
    add_json(*queue->add_subcommand("run", "Work the queue to its end"), raw);
    queue->add_subcommand("pause", "Send no more calls, here or in a window; one under way is finished");
    CLI::App* cancel = queue->add_subcommand("cancel", "Cancel calls that wait");
    CLI::Option* id =
        cancel->add_option("ID", raw.id, "The call, or the beginning of its id")->check(not_empty());
    cancel->add_flag("--all", raw.all, "All calls that wait")->excludes(id);
    queue->require_subcommand(1);
}

void add_upscale(CLI::App& parent, RawSinkIn& raw) {
    CLI::App* upscale = parent.add_subcommand("upscale", "Enlarge a picture that SinkIn made");
    upscale->add_option("IMAGE", raw.image, "A picture of an experiment")->required()->check(not_empty());
    upscale->add_option("--type", raw.type, "esrgan or hires_fix (default esrgan)")
        ->type_name("TYPE")
        ->check(one_of({"esrgan", "hires_fix"}, "esrgan or hires_fix"));
    upscale->add_option("--scale", raw.scale, "Of esrgan: 2 to 4 (default 2)")
        ->type_name("N")
        ->check(whole_number_from_to(jobs::kUpscaleRange.least, jobs::kUpscaleRange.most));
    upscale->add_option("--strength", raw.strength, "Of hires_fix: 0 to 1 (default 0.6)")
        ->type_name("X")
        ->check(number_from_to(jobs::kStrengthRange.least, jobs::kStrengthRange.most));
    add_json(*upscale, raw);
}

void complete(CLI::App& command) {
    for (CLI::App* each : command.get_subcommands({})) {
        each->fallthrough();
        each->footer("'proofsheet --help' lists the options of every command.");
        complete(*each);
    }
}

std::optional<QueueAction> queue_action(const std::string& command) {
    if (command == "queue list") return QueueAction::List;
    if (command == "queue run") return QueueAction::Run;
    if (command == "queue pause") return QueueAction::Pause;
    if (command == "queue cancel") return QueueAction::Cancel;
    return std::nullopt;
}

SinkInUpscaleCall upscale_call(const RawSinkIn& raw, OutputForm form) {
    SinkInUpscaleCall call;
    call.image = raw.image;
    call.type = jobs::upscale_type_from(raw.type).value_or(jobs::UpscaleType::Esrgan);
    call.scale = number_from<int>(raw.scale).value_or(call.scale);
    call.strength = number_from<double>(raw.strength).value_or(call.strength);
    call.form = form;
    return call;
}

}  // namespace

CLI::App* add_sinkin_commands(CLI::App& app, RawSinkIn& raw) {
    CLI::App* command = app.add_subcommand("sinkin", "Have SinkIn make pictures, for credits");
    CLI::App* models = command->add_subcommand("models", "List the models and LoRAs that SinkIn offers");
    add_json(*models, raw);
    add_run(*command, raw);
    add_queue(*command, raw);
    add_upscale(*command, raw);
    complete(*command);
    command->require_subcommand(1);
    return command;
}

Command sinkin_command(const std::string& command, const RawSinkIn& raw) {
    const OutputForm form = raw.json ? OutputForm::Json : OutputForm::Table;
    if (command == "run") {
        const RunExtent not_dry = raw.queue_only ? RunExtent::QueueOnly : RunExtent::Work;
        return SinkInRunCall{raw.file, raw.dry_run ? RunExtent::DryRun : not_dry, form};
    }
    if (command == "upscale") return upscale_call(raw, form);
    if (const auto action = queue_action(command))
        return SinkInQueueCall{*action, raw.id.empty() ? std::nullopt : std::optional(raw.id), form};
    return SinkInModelsCall{form};
}

std::string sinkin_problem(const std::string& command, const RawSinkIn& raw) {
    if (command == "queue cancel" && raw.id.empty() && !raw.all) return "say which call, or --all";
    if (raw.type == "hires_fix" && !raw.scale.empty()) return "--scale goes with --type esrgan";
    if (raw.type != "hires_fix" && !raw.strength.empty()) return "--strength goes with --type hires_fix";
    return {};
}

}  // namespace proofsheet::cli
