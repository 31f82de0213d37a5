#include "cli/sample_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "cli/follow_job.h"
#include "cli/nearest.h"
#include "cli/runs.h"
#include "cli/sample_database.h"
#include "core/text.h"
#include "scan/discover.h"
#include "shell/sampling_plan.h"
#include "store/sample_job_table.h"

namespace proofsheet::cli {
namespace {

/// The files of the checkpoints that were named by file or label. Errors: NotFound, with the nearest.
Result<std::optional<std::vector<std::string>>> chosen_files(const SampleCall& call,
                                                             const grid::TrainingRun& run) {
    using Files = std::optional<std::vector<std::string>>;
    if (call.checkpoints.empty()) return Files();
    std::vector<std::string> files;
    for (const std::string& wanted : call.checkpoints) {
        const std::size_t before = files.size();
        for (const grid::Checkpoint& each : run.checkpoints)
            if (each.file == wanted || each.label == wanted) files.push_back(each.file);
        if (files.size() > before) continue;
        std::vector<std::string> names;
        for (const grid::Checkpoint& each : run.checkpoints) names.push_back(to_display(each.file));
        return Error{ErrorKind::NotFound,
                     fmt::format("The run has no checkpoint '{}', and there is no such folder. Nearest: {}",
                                 to_display(wanted), fmt::join(nearest_names(wanted, names, 3), ", "))};
    }
    return Files(std::move(files));
}

Result<jobs::SampleForm> form_of(const SampleCall& call, const grid::TrainingRun& run,
                                 const std::string& preset_id) {
    auto checkpoints = chosen_files(call, run);
    if (!checkpoints) return checkpoints.error();
    jobs::SampleForm form;
    form.run = run.name;
    form.workflow = call.workflow;
    form.preset_id = preset_id;
    form.provider = call.provider;
    form.vae = call.vae;
    form.clip = call.clip;
    form.shift = call.shift;
    form.study = call.study;
    form.checkpoints = std::move(*checkpoints);
    form.missing_only = call.cells == SampledCells::Missing;
    for (const auto& [file, model] : call.models) form.model_choices[file] = model;
    return form;
}

/// Says what keeps the job from starting, or what is left out of it.
void log_expansion(const jobs::Expansion& expansion, spdlog::logger& log) {
    for (const std::string& problem : expansion.problems) log.error("{}", problem);
    for (const jobs::AmbiguousCheckpoint& each : expansion.ambiguous)
        log.error("Several models are called {0}. Say which with --model {0}=MODEL: {1}",
                  to_display(each.checkpoint), fmt::join(each.candidates, ", "));
    for (const jobs::UnknownCheckpoint& each : expansion.unknown)
        log.warn("{} is skipped. {}", to_display(each.checkpoint), each.reason);
}

/// The status of a job that did not start.
ExitStatus explain_no_start(const jobs::Expansion& expansion, const Console& console) {
    if (!expansion.problems.empty() || !expansion.ambiguous.empty()) return ExitStatus::BadCall;
    console.out << jobs::summary_sentence(expansion) << '\n';
    if (expansion.skipped == 0) return ExitStatus::Done;
    console.log.error("The service knows none of the checkpoints that are missing samples");
    return ExitStatus::Failed;
}

ExitStatus start_and_follow(const SampleCall& call, const grid::TrainingRun& run, const app::Config& config,
                            store::Database& database, const Console& console) {
    const Result<jobs::SamplePreset> preset = find_preset(database, call.preset);
    if (!preset) return fail(preset.error(), console);
    const Result<jobs::SampleForm> form = form_of(call, run, preset->id);
    if (!form) return fail(form.error(), console);
    auto service = shell::make_sampling_service(call.provider, config);
    if (!service) return fail(service.error(), console);
    Result<std::string> workflow = (*service)->workflow(form->workflow);
    if (!workflow) return fail(workflow.error(), console);
    const app::LaunchInput input{*form, *preset, std::make_shared<const std::string>(std::move(*workflow)),
                                 run, nullptr};
    auto expansion =
        shell::expand_launch(input, config.sample_dir, **service, shell::ExistingPictures::Listed, {});
    if (!expansion) return fail(expansion.error(), console);
    log_expansion(*expansion, console.log);
    if (!expansion->can_start()) return explain_no_start(*expansion, console);
    const std::string summary = jobs::summary_sentence(*expansion);
    const Result<jobs::SampleJob> job = store::SampleJobTable(database).create(
        shell::new_job(input, config.sample_dir, std::move(expansion->items)));
    if (!job) return fail(job.error(), console);
    console.out << fmt::format("Job {}: {}\n", job->id, summary) << std::flush;
    return follow_job(database, std::move(*service), job->id, console);
}

}  // namespace

void move_folders(SampleCall& call, CommonOptions& common, const std::filesystem::path& working_dir) {
    const auto is_folder = [&](const std::string& name) {
        std::error_code failed;
        return std::filesystem::is_directory(working_dir / name, failed);
    };
    const auto folders = std::stable_partition(call.checkpoints.begin(), call.checkpoints.end(),
                                               [&](const std::string& name) { return !is_folder(name); });
    common.checkpoints.insert(common.checkpoints.end(), folders, call.checkpoints.end());
    call.checkpoints.erase(folders, call.checkpoints.end());
}

ExitStatus run_sample(const SampleCall& call, const app::Config& config, const Console& console) {
    if (config.sample_dir.empty()) {
        console.log.error(
            "There is no folder for samples: pass --samples DIR, or set sample_dir in config.yaml");
        return ExitStatus::BadCall;
    }
    const scan::Discovery discovery = scan::discover({config.checkpoint_dirs, config.sample_dir});
    const grid::TrainingRun* run = find_run(discovery, call.run);
    if (run == nullptr) {
        console.log.error("{}", about_unknown_run(discovery, call.run));
        return ExitStatus::Failed;
    }
    std::optional<store::Database> database = open_logged(config, console);
    if (!database) return ExitStatus::Failed;
    return start_and_follow(call, *run, config, *database, console);
}

}  // namespace proofsheet::cli
