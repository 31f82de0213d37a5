#include "shell/launch_work.h"

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

}  // namespace

Result<jobs::Expansion> expand_launch(const app::LaunchInput& input, const LaunchSurroundings& around,
                                      ExistingPictures existing, const std::stop_token& stop) {
    if (around.sample_dir.empty())
        return Error{ErrorKind::InvalidInput,
                     "There is no folder for the pictures. Choose one in Settings as sample_dir."};
    jobs::ExpansionInput expansion;
    expansion.form = input.form;
    expansion.preset = input.preset;
    expansion.checkpoints = jobs::checkpoints_of(input.run);
    expansion.models = around.models;
    if (input.form.missing_only) expansion.existing = pictures_of(input, around.sample_dir, existing, stop);
    if (stop.stop_requested()) return Error{ErrorKind::Cancelled, "Another form came."};
    return jobs::expand(expansion);
}

jobs::NewJob new_job(const app::LaunchInput& input, const std::filesystem::path& sample_dir,
                     std::vector<jobs::PlannedItem> items) {
    jobs::NewJob wanted;
    wanted.job.run = input.form.run;
    wanted.job.provider = input.form.provider;
    wanted.job.preset = input.preset;
    wanted.job.workflow = input.form.workflow;
    if (input.workflow_json) wanted.job.workflow_json = *input.workflow_json;
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
