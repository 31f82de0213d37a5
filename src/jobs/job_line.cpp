#include "jobs/job_line.h"

#include <fmt/format.h>

#include "jobs/output_name.h"
#include "jobs/output_place.h"
#include "jobs/side_car.h"

namespace proofsheet::jobs {
namespace {

bool is_worked_on(const std::filesystem::path& database, const std::string& provider) {
    const Result<bool> held = FileLock::is_held(line_lock(database, provider));
    return !held || *held;  // what cannot be told is left alone
}

/// Whether the path of the item's picture is what a runner makes: its folder and a plain name.
bool lies_in_its_folder(const JobItem& item) {
    const std::string start = item.folder + '/';
    return item.output_path.starts_with(start) &&
           path_part_fault(std::string_view(item.output_path).substr(start.size())).empty();
}

/// Moves a picture and its side-car, if the side-car says that they are the item's. True when it was there.
Result<bool> move_picture(OutputFiles& files, const SampleJob& job, const JobItem& item,
                          const std::filesystem::path& trash) {
    if (!lies_in_its_folder(item)) return false;
    const std::filesystem::path picture = path_in(job, item.output_path);
    const std::filesystem::path side_car = side_car_path(picture);
    const auto said = files.read(side_car);
    if (!said || !is_side_car_of(*said, item.id, item.attempt_id)) return false;
    // A link in place of the folder leads elsewhere; what is there is not ours.
    if (!files.prepare(job.sample_dir, item.folder)) return false;
    const std::filesystem::path target = trash / job.id / item.output_path;
    const bool there = files.is_there(picture);
    if (there)
        if (Status moved = files.move_to(picture, target); !moved) return moved.error();
    if (Status moved = files.move_to(side_car, side_car_path(target)); !moved) return moved.error();
    return there;
}

}  // namespace

std::filesystem::path line_lock(const std::filesystem::path& database, const std::string& provider) {
    std::filesystem::path lock = database;
    lock += fmt::format(".{}.lock", provider);
    return lock;
}

Result<LineTurn> work_on_line(JobRunner& runner, const JobJournal& journal, const std::string& provider,
                              const std::filesystem::path& lock, const std::stop_token& stop) {
    const Result<std::optional<FileLock>> held = FileLock::try_lock(lock);
    if (!held) return held.error();
    if (!held->has_value()) return LineTurn::Busy;
    const Result<std::vector<SampleJob>> line = journal.line(provider);
    if (!line) return line.error();
    if (line->empty()) return LineTurn::Empty;
    const Result<SampleJob> worked = runner.run(line->front().id, stop);
    if (!worked && worked.error().kind != ErrorKind::Conflict && worked.error().kind != ErrorKind::NotFound &&
        worked.error().kind != ErrorKind::InvalidInput)
        return worked.error();
    return LineTurn::Worked;
}

Result<LineTurn> work_on_job(JobRunner& runner, const std::string& job_id, const std::filesystem::path& lock,
                             const std::stop_token& stop) {
    const Result<std::optional<FileLock>> held = FileLock::try_lock(lock);
    if (!held) return held.error();
    if (!held->has_value()) return LineTurn::Busy;
    const Result<SampleJob> worked = runner.run(job_id, stop);
    if (!worked) return worked.error();
    return LineTurn::Worked;
}

Result<SampleJob> stop_job(JobJournal& journal, const std::filesystem::path& database,
                           const std::string& job_id) {
    Result<SampleJob> asked = journal.request_stop(job_id);
    if (!asked || asked->status != JobStatus::Running) return asked;
    if (is_worked_on(database, asked->provider)) return asked;
    return journal.advance(job_id, JobEvent::Stopped, "");
}

bool is_cut_off(const SampleJob& job, const std::filesystem::path& database) {
    return job.status == JobStatus::Running && !is_worked_on(database, job.provider);
}

Result<std::size_t> remove_job(JobJournal& journal, OutputFiles& files, const std::filesystem::path& database,
                               const std::filesystem::path& trash, const std::string& job_id,
                               PicturesOfJob pictures) {
    Result<SampleJob> job = journal.job(job_id);
    if (job && is_cut_off(*job, database)) job = journal.advance(job_id, JobEvent::Stopped, "");
    if (!job) return job.error();
    if (job->status == JobStatus::Running)
        return Error{ErrorKind::Conflict, "The job is running. Stop it first"};
    std::size_t moved = 0;
    if (pictures == PicturesOfJob::MoveToTrash) {
        const Result<std::vector<JobItem>> items = journal.items(job_id);
        if (!items) return items.error();
        for (const JobItem& item : *items) {
            const Result<bool> was_there = move_picture(files, *job, item, trash);
            if (!was_there) return was_there.error();
            if (*was_there) ++moved;
        }
    }
    if (Status removed = journal.remove(job_id); !removed) return removed.error();
    return moved;
}

std::filesystem::path sample_trash(const std::filesystem::path& data_dir) {
    return data_dir / "trash" / "samples";
}

}  // namespace proofsheet::jobs
