#include "cli/program.h"

#include <spdlog/spdlog.h>

#include "cli/comfy_command.h"
#include "cli/export_ratings_command.h"
#include "cli/export_scores_command.h"
#include "cli/export_sheet_command.h"
#include "cli/inspect_command.h"
#include "cli/job_command.h"
#include "cli/launch_command.h"
#include "cli/parse_call.h"
#include "cli/preset_command.h"
#include "cli/sample_command.h"
#include "cli/scan_command.h"
#include "cli/sinkin_command.h"
#include "providers/comfy_workflows.h"

namespace proofsheet::cli {
namespace {

app::LoadedConfig load_configuration(const CommonOptions& common, const Surroundings& surroundings) {
    app::ConfigRequest request;
    request.config_file = common.config;
    request.data_dir = common.data;
    request.checkpoint_dirs = common.checkpoints;
    request.sample_dir = common.samples;
    request.working_dir = surroundings.working_dir;
    return app::load_config(request, surroundings.environment);
}

void log_notices(const app::LoadedConfig& configuration, spdlog::logger& log) {
    for (const app::ConfigNotice& notice : configuration.notices)
        log.log(notice.kind == app::NoticeKind::Info ? spdlog::level::info : spdlog::level::warn, "{}",
                app::to_text(notice));
}

/// Reads the configuration again; the folders of the demo stay.
std::function<app::LoadedConfig()> reload_of(const Call& call, const app::Config& now,
                                             const Surroundings& surroundings) {
    const bool demo = std::holds_alternative<DemoCall>(call.command);
    return [common = call.common, surroundings, demo, now] {
        app::LoadedConfig loaded = load_configuration(common, surroundings);
        if (demo) {
            loaded.config.checkpoint_dirs = now.checkpoint_dirs;
            loaded.config.sample_dir = now.sample_dir;
        }
        return loaded;
    };
}

int run_window(const Call& call, app::LoadedConfig configuration, const Surroundings& surroundings,
               const Console& console) {
    if (const auto* demo = std::get_if<DemoCall>(&call.command)) {
        const Status made = prepare_demo(*demo, surroundings.make_demo, surroundings.working_dir, console,
                                         configuration.config);
        if (!made) return static_cast<int>(fail(made.error(), console));
    }
    if (const Status made = providers::ensure_workflow_dir(configuration.config.workflow_dir); !made)
        console.log.warn("{}", made.error().message);
    auto options = launch_options(call, configuration, surroundings.working_dir);
    if (!options) return static_cast<int>(fail(options.error(), console));
    options->started = surroundings.started;
    options->reload = reload_of(call, configuration.config, surroundings);
    return surroundings.launch(*options);
}

int run_command(const Call& call, const Surroundings& surroundings, const Console& console) {
    app::LoadedConfig configuration = load_configuration(call.common, surroundings);
    log_notices(configuration, console.log);
    if (const auto* scan = std::get_if<ScanCall>(&call.command))
        return static_cast<int>(run_scan(*scan, configuration.config, console));
    if (const auto* inspect = std::get_if<InspectCall>(&call.command))
        return static_cast<int>(run_inspect(*inspect, console));
    if (const auto* exported = std::get_if<ExportSheetCall>(&call.command))
        return static_cast<int>(
            run_export_sheet(*exported, configuration.config, surroundings.working_dir, console));
    if (const auto* exported = std::get_if<ExportScoresCall>(&call.command))
        return static_cast<int>(
            run_export_scores(*exported, configuration.config, surroundings.working_dir, console));
    if (const auto* exported = std::get_if<ExportRatingsCall>(&call.command))
        return static_cast<int>(
            run_export_ratings(*exported, configuration.config, surroundings.working_dir, console));
    if (const auto* comfy = std::get_if<ComfyCall>(&call.command))
        return static_cast<int>(run_comfy(*comfy, configuration.config, console));
    if (is_sinkin(call.command))
        return static_cast<int>(
            run_sinkin(call.command, configuration.config, surroundings.working_dir, console));
    if (const auto* sample = std::get_if<SampleCall>(&call.command))
        return static_cast<int>(run_sample(*sample, configuration.config, console));
    if (const auto* job = std::get_if<JobCall>(&call.command))
        return static_cast<int>(run_job(*job, configuration.config, console));
    if (const auto* preset = std::get_if<PresetCall>(&call.command))
        return static_cast<int>(run_preset(*preset, configuration.config, surroundings.working_dir, console));
    if (const auto* bench = std::get_if<BenchCall>(&call.command))
        return static_cast<int>(
            run_bench(*bench, surroundings.measure, configuration.config, surroundings.working_dir, console));
    return run_window(call, std::move(configuration), surroundings, console);
}

/// A document that did not arrive is not done.
int checked_output(int status, const Console& console) {
    console.out.flush();
    if (console.out || status != static_cast<int>(ExitStatus::Done)) return status;
    console.log.error("Cannot write to standard output");
    return static_cast<int>(ExitStatus::Failed);
}

}  // namespace

int run_program(const std::vector<std::string>& arguments, const Surroundings& surroundings,
                const Console& console) {
    const auto parsed = parse_call(arguments);
    if (const auto* answer = std::get_if<Answer>(&parsed)) {
        (answer->status == ExitStatus::Done ? console.out : console.err) << answer->text;
        return checked_output(static_cast<int>(answer->status), console);
    }
    Call call = std::get<Call>(parsed);
    if (auto* sample = std::get_if<SampleCall>(&call.command))
        move_folders(*sample, call.common, surroundings.working_dir);
    console.log.set_level(spdlog::level::from_str(call.common.log_level));
    return checked_output(run_command(call, surroundings, console), console);
}

}  // namespace proofsheet::cli
