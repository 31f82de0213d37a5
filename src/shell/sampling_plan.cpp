#include "shell/sampling_plan.h"

#include <utility>

#include "jobs/job_progress.h"
#include "scan/discover.h"

namespace proofsheet::shell {
namespace {

std::vector<jobs::ExistingPicture> pictures_of(const app::LaunchInput& input,
                                               const std::filesystem::path& sample_dir,
                                               ExistingPictures existing, const std::stop_token& stop) {
    if (existing == ExistingPictures::AsKnown && input.known) return jobs::existing_pictures(*input.known);
    return jobs::existing_pictures(scan::scan_run(input.run, sample_dir, {}, stop));
}

std::string text_of(const std::shared_ptr<const std::string>& workflow) {
    return workflow ? *workflow : std::string();
}

}  // namespace

Result<jobs::Expansion> expand_launch(const app::LaunchInput& input, const std::filesystem::path& sample_dir,
                                      SamplingService& service, ExistingPictures existing,
                                      const std::stop_token& stop) {
    if (sample_dir.empty())
        return Error{ErrorKind::InvalidInput,
                     "There is no folder for the pictures. Choose one in Settings as sample_dir."};
    const std::string workflow = text_of(input.workflow_json);
    auto models = service.models(workflow, stop);
    if (!models) return models.error();
    jobs::ExpansionInput wanted{
        input.form, input.preset, jobs::checkpoints_of(input.run), std::move(*models), {}};
    if (input.form.missing_only) wanted.existing = pictures_of(input, sample_dir, existing, stop);
    if (stop.stop_requested()) return Error{ErrorKind::Cancelled, "Another form came."};
    jobs::Expansion expansion = jobs::expand(wanted);
    for (std::string& misfit : service.misfits(workflow, input.form, input.preset))
        expansion.problems.push_back(std::move(misfit));
    return expansion;
}

jobs::NewJob new_job(const app::LaunchInput& input, const std::filesystem::path& sample_dir,
                     std::vector<jobs::PlannedItem> items) {
    jobs::NewJob wanted;
    wanted.job.run = input.form.run;
    wanted.job.provider = input.form.provider;
    wanted.job.preset = input.preset;
    wanted.job.workflow = input.form.workflow;
    wanted.job.workflow_json = text_of(input.workflow_json);
    wanted.job.vae = input.form.vae;
    wanted.job.clip = input.form.clip;
    wanted.job.shift = input.form.shift;
    wanted.job.sample_dir = sample_dir.native();
    wanted.job.study = input.form.study;
    wanted.items = std::move(items);
    return wanted;
}

std::optional<std::chrono::milliseconds> estimate(const jobs::JobJournal& journal,
                                                  const std::string& provider, std::size_t pictures) {
    const auto jobs = journal.jobs();
    if (!jobs) return std::nullopt;
    for (const jobs::SampleJob& job : *jobs) {
        if (job.provider != provider || job.counts.completed == 0) continue;
        const auto items = journal.items(job.id);
        if (!items) return std::nullopt;
        std::vector<std::chrono::milliseconds> durations;
        for (const jobs::JobItem& item : *items)
            if (item.duration) durations.push_back(*item.duration);
        if (!durations.empty()) return jobs::time_left(durations, pictures);
    }
    return std::nullopt;
}

}  // namespace proofsheet::shell
