#include "shell/sampling_plan.h"

#include "scan/discover.h"

namespace proofsheet::shell {

Result<SamplingPlan> plan_samples(const jobs::SampleForm& form, const jobs::SamplePreset& preset,
                                  const grid::TrainingRun& run, const std::filesystem::path& sample_dir,
                                  SamplingService& service, const std::stop_token& stop) {
    Result<std::string> workflow = service.workflow(form.workflow);
    if (!workflow) return workflow.error();
    auto models = service.models(*workflow, stop);
    if (!models) return models.error();
    jobs::ExpansionInput input{form, preset, jobs::checkpoints_of(run), std::move(*models), {}};
    if (form.missing_only)
        input.existing = jobs::existing_pictures(scan::scan_run(run, sample_dir, {}, stop));
    SamplingPlan plan;
    plan.expansion = jobs::expand(input);
    for (std::string& misfit : service.misfits(*workflow, form, preset))
        plan.expansion.problems.push_back(std::move(misfit));
    if (!plan.expansion.can_start()) return plan;
    plan.job.items = plan.expansion.items;
    jobs::SampleJob& job = plan.job.job;
    job.run = run.name;
    job.provider = form.provider;
    job.preset = preset;
    job.workflow = form.workflow;
    job.workflow_json = std::move(*workflow);
    job.vae = form.vae;
    job.clip = form.clip;
    job.shift = form.shift;
    job.sample_dir = sample_dir.native();
    job.study = form.study;
    return plan;
}

}  // namespace proofsheet::shell
