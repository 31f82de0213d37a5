#include <algorithm>
#include <cmath>
#include <utility>

#include "app/sampling_parts.h"
#include "jobs/number_lists.h"

namespace proofsheet::app {
namespace {

constexpr std::string_view kComfy = "comfyui";
constexpr std::string_view kDemoGenerator = "demo";

const grid::TrainingRun* find_run(const AppState& state, const std::string& name) {
    const auto& runs = state.library.runs;
    const auto found = std::find_if(runs.begin(), runs.end(),
                                    [&](const grid::TrainingRun& run) { return run.name == name; });
    return found == runs.end() ? nullptr : &*found;
}

/// A run that pictures can be made for has model files.
bool has_models(const grid::TrainingRun& run) {
    return std::any_of(run.checkpoints.begin(), run.checkpoints.end(),
                       [](const grid::Checkpoint& checkpoint) { return !checkpoint.path.empty(); });
}

std::string run_to_sample(const AppState& state, const std::string& wanted) {
    for (const std::string& name : {wanted, state.library.selected_run})
        if (const grid::TrainingRun* run = find_run(state, name); run != nullptr && has_models(*run))
            return name;
    for (const grid::TrainingRun& run : state.library.runs)
        if (has_models(run)) return run.name;
    return {};
}

/// What the newest job of this workflow was started with.
void settings_of_last_time(const SamplingState& sampling, LaunchForm& launch) {
    launch.form.vae.clear();
    launch.form.clip.clear();
    launch.shift.clear();
    for (const JobView& view : sampling.jobs) {
        if (view.job.workflow != launch.form.workflow || view.job.provider != kComfy) continue;
        launch.form.vae = view.job.vae;
        launch.form.clip = view.job.clip;
        if (view.job.shift) launch.shift = jobs::number_text(*view.job.shift);
        return;
    }
}

std::string first_usable_workflow(const SamplingState& sampling) {
    for (const JobView& view : sampling.jobs)
        if (const WorkflowTemplate* used = find_workflow(sampling, view.job.workflow);
            used != nullptr && used->fault.empty())
            return used->file;
    for (const WorkflowTemplate& workflow : sampling.workflows)
        if (workflow.fault.empty()) return workflow.file;
    return {};
}

bool may_use_comfy(const AppState& state) {
    return state.sampling->comfyui.kind != ConnectionKind::Off;
}

/// What does not exist (any more) gives way to what does.
void complete_form(const AppState& state, LaunchForm& launch) {
    const SamplingState& sampling = *state.sampling;
    if (launch.form.provider.empty()) launch.form.provider = may_use_comfy(state) ? kComfy : kDemoGenerator;
    if (find_preset(sampling, launch.form.preset_id) == nullptr)
        launch.form.preset_id = sampling.presets.empty() ? std::string() : sampling.presets.front().id;
    if (launch.form.provider == kDemoGenerator) {
        launch.form.workflow.clear();
    } else if (find_workflow(sampling, launch.form.workflow) == nullptr) {
        launch.form.workflow = first_usable_workflow(sampling);
        settings_of_last_time(sampling, launch);
    }
}

std::vector<std::string> workflow_problems(const SamplingState& sampling, const LaunchForm& launch) {
    const WorkflowTemplate* workflow = find_workflow(sampling, launch.form.workflow);
    if (workflow == nullptr)
        return {"There is no workflow that can be used. Put one into the workflow folder: " +
                sampling.workflow_folder};
    if (!workflow->fault.empty()) return {"This workflow cannot be used: " + workflow->fault};
    return {};
}

/// Reads what is typed into the form; returns what is wrong.
std::vector<std::string> check_launch(const AppState& state, LaunchForm& launch) {
    std::vector<std::string> problems;
    if (find_run(state, launch.form.run) == nullptr)
        problems.emplace_back("There is no training run with checkpoints. Open a folder that has them.");
    if (launch.form.provider == kComfy)
        for (std::string& problem : workflow_problems(*state.sampling, launch))
            problems.push_back(std::move(problem));
    if (const std::string study = jobs::study_problem(launch.form.study); !study.empty())
        problems.push_back(study);
    launch.form.shift.reset();
    const WorkflowTemplate* workflow = find_workflow(*state.sampling, launch.form.workflow);
    const bool has_shift = workflow != nullptr && workflow->has_role("shift");
    if (!has_shift || launch.shift.find_first_not_of(' ') == std::string::npos) return problems;
    const auto numbers = jobs::parse_number_list(launch.shift);
    if (numbers && numbers->size() == 1 && std::isfinite(numbers->front()))
        launch.form.shift = numbers->front();
    else
        problems.emplace_back(
            "The shift is one number, such as 3 or 1.15. Leave it empty to keep the workflow's.");
    return problems;
}

LaunchInput input_of(const AppState& state) {
    const SamplingState& sampling = *state.sampling;
    LaunchInput input;
    input.form = sampling.launch.form.form;
    input.preset = chosen_preset(sampling);
    input.run = *find_run(state, input.form.run);
    if (input.form.run == state.library.selected_run && !state.scan.scanning)
        input.known = state.library.catalog;
    const WorkflowTemplate* workflow = find_workflow(sampling, input.form.workflow);
    const auto sets = [&](std::string_view role) { return workflow != nullptr && workflow->has_role(role); };
    if (!sets("vae_loader")) input.form.vae.clear();
    if (!sets("clip_loader")) input.form.clip.clear();
    if (!sets("shift")) input.form.shift.reset();
    if (workflow != nullptr) input.workflow_json = workflow->json;
    return input;
}

}  // namespace

void plan_launch(AppState& state, std::vector<Effect>& effects) {
    if (state.overlay != Overlay::Launch) return;
    LaunchCard& card = state.sampling.edit().launch;
    complete_form(state, card.form);
    card.problems = check_launch(state, card.form);
    card.plan.reset();
    ++card.ticket;
    card.planning = card.problems.empty();
    if (card.planning) effects.push_back(for_sampling(PlanLaunch{card.ticket, input_of(state)}));
}

void open_launch(AppState& state, std::vector<Effect>& effects, const std::string& run) {
    LaunchCard& card = state.sampling.edit().launch;
    const std::string wanted = run_to_sample(state, run.empty() ? card.form.form.run : run);
    if (wanted != card.form.form.run) {
        card.form.form.checkpoints.reset();
        card.form.form.model_choices.clear();
    }
    card.form.form.run = wanted;
    card.form.form.missing_only = true;
    card.starting = false;
    state.overlay = Overlay::Launch;
    effects.push_back(for_sampling(ReadWorkflows{}));
    effects.push_back(for_sampling(ReadSamplePresets{}));
    plan_launch(state, effects);
}

void change_launch(AppState& state, std::vector<Effect>& effects, const LaunchForm& form) {
    LaunchCard& card = state.sampling.edit().launch;
    const jobs::SampleForm before = card.form.form;
    card.form = form;
    if (form.form.run != before.run) card.form.form.checkpoints.reset();
    if (form.form.run != before.run || form.form.provider != before.provider ||
        form.form.workflow != before.workflow)
        card.form.form.model_choices.clear();
    if (form.form.workflow != before.workflow) settings_of_last_time(*state.sampling, card.form);
    plan_launch(state, effects);
}

void take_plan(AppState& state, const LaunchPlanned& news) {
    if (news.ticket != state.sampling->launch.ticket) return;
    LaunchCard& card = state.sampling.edit().launch;
    card.plan = news.plan;
    card.planning = false;
}

void confirm_launch(AppState& state, std::vector<Effect>& effects) {
    const LaunchCard& card = state.sampling->launch;
    const bool can_start =
        card.problems.empty() && card.plan && card.plan->error.empty() && card.plan->expansion.can_start();
    if (state.overlay != Overlay::Launch || card.starting || !can_start) return;
    effects.push_back(for_sampling(StartJob{input_of(state)}));
    state.sampling.edit().launch.starting = true;
}

}  // namespace proofsheet::app
