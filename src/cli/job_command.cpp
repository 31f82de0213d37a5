#include "cli/job_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "cli/follow_job.h"
#include "cli/job_documents.h"
#include "cli/sample_database.h"
#include "core/file_bytes.h"
#include "jobs/job_line.h"
#include "jobs/model_match.h"
#include "shell/sampling_service.h"
#include "store/sample_job_table.h"

namespace proofsheet::cli {
namespace {

/// What the commands share.
struct Desk {
    const JobCall& call;
    const app::Config& config;
    const Console& console;
    store::Database& database;
    store::SampleJobTable journal;
};

ExitStatus list_jobs(const Desk& desk) {
    const auto all = desk.journal.jobs();
    if (!all) return fail(all.error(), desk.console);
    desk.console.out << (desk.call.form == OutputForm::Json ? jobs_document(*all, desk.database.file())
                                                            : jobs_table(*all, desk.database.file()));
    return ExitStatus::Done;
}

ExitStatus show_job(const Desk& desk, const jobs::SampleJob& job) {
    const auto items = desk.journal.items(job.id);
    if (!items) return fail(items.error(), desk.console);
    desk.console.out << (desk.call.form == OutputForm::Json ? job_document(job, *items, desk.database.file())
                                                            : job_text(job, *items, desk.database.file()));
    return ExitStatus::Done;
}

ExitStatus stop_job(Desk& desk, const jobs::SampleJob& job) {
    const Result<jobs::SampleJob> stopped = jobs::stop_job(desk.journal, desk.database.file(), job.id);
    if (!stopped) return fail(stopped.error(), desk.console);
    desk.console.out << (stopped->status == jobs::JobStatus::Paused ? "Paused\n"
                         : stopped->stop == jobs::StopWish::AfterPicture
                             ? "Stopping after the current picture; stop again to interrupt it\n"
                             : "Interrupting the picture\n");
    return ExitStatus::Done;
}

ExitStatus follow(const Desk& desk, const jobs::SampleJob& job) {
    auto service = shell::make_sampling_service(job.provider, desk.config);
    if (!service) return fail(service.error(), desk.console);
    return follow_job(desk.database, std::move(*service), job.id, desk.console);
}

ExitStatus resume_job(Desk& desk, const jobs::SampleJob& job) {
    if (job.status == jobs::JobStatus::Completed || job.status == jobs::JobStatus::CompletedWithErrors) {
        desk.console.log.error("The job has ended ({}). 'proofsheet job retry' makes what failed",
                               name_of(job.status));
        return ExitStatus::Failed;
    }
    if (jobs::after(job.status, jobs::JobEvent::Resumed)) {
        const auto resumed = desk.journal.advance(job.id, jobs::JobEvent::Resumed, "");
        if (!resumed) return fail(resumed.error(), desk.console);
    }
    return follow(desk, job);
}

/// Models of checkpoints that were skipped because the service did not know them.
Result<std::map<std::string, std::string>> models_for_skipped(const Desk& desk, const jobs::SampleJob& job) {
    using Models = std::map<std::string, std::string>;
    const auto items = desk.journal.items(job.id);
    if (!items) return items.error();
    std::vector<std::string> files;
    for (const jobs::JobItem& item : *items)
        if (item.status == jobs::ItemStatus::Skipped && item.model_path.empty())
            files.push_back(item.checkpoint);
    if (files.empty()) return Models();
    auto service = shell::make_sampling_service(job.provider, desk.config);
    if (!service) return service.error();
    const auto models = (*service)->models(job.workflow_json, {});
    if (!models) return models.error();
    return *models ? jobs::resolve_models(files, **models) : Models();
}

ExitStatus retry_job(Desk& desk, const jobs::SampleJob& job) {
    const auto models = models_for_skipped(desk, job);
    if (!models) return fail(models.error(), desk.console);
    const Result<std::size_t> count = desk.journal.retry_failed(job.id, *models);
    if (!count) return fail(count.error(), desk.console);
    if (*count == 0) {
        desk.console.out << "Nothing to retry\n";
        return ExitStatus::Done;
    }
    desk.console.out << fmt::format("Job {}: {} to make again\n", job.id, *count) << std::flush;
    return follow(desk, job);
}

ExitStatus delete_job(Desk& desk, const jobs::SampleJob& job) {
    jobs::DiskOutputFiles files;
    const std::filesystem::path trash = jobs::sample_trash(desk.config.data_dir);
    const auto moved = jobs::remove_job(
        desk.journal, files, desk.database.file(), trash, job.id,
        desk.call.trash_pictures ? jobs::PicturesOfJob::MoveToTrash : jobs::PicturesOfJob::Keep);
    if (!moved) return fail(moved.error(), desk.console);
    if (desk.call.trash_pictures)
        desk.console.out << fmt::format("Deleted; {} pictures moved to {}\n", *moved,
                                        display_path(trash / job.id));
    else
        desk.console.out << "Deleted; its pictures stay\n";
    return ExitStatus::Done;
}

}  // namespace

ExitStatus run_job(const JobCall& call, const app::Config& config, const Console& console) {
    std::optional<store::Database> database = open_logged(config, console);
    if (!database) return ExitStatus::Failed;
    Desk desk{call, config, console, *database, store::SampleJobTable(*database)};
    if (call.action == JobAction::List) return list_jobs(desk);
    const Result<std::string> id = full_job_id(*database, call.id);
    if (!id) return fail(id.error(), console);
    const Result<jobs::SampleJob> job = desk.journal.job(*id);
    if (!job) return fail(job.error(), console);
    switch (call.action) {
        case JobAction::List:
            break;
        case JobAction::Show:
            return show_job(desk, *job);
        case JobAction::Stop:
            return stop_job(desk, *job);
        case JobAction::Resume:
            return resume_job(desk, *job);
        case JobAction::Retry:
            return retry_job(desk, *job);
        case JobAction::Delete:
            return delete_job(desk, *job);
    }
    return ExitStatus::Failed;
}

}  // namespace proofsheet::cli
