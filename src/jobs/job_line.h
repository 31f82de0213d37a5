#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/file_lock.h"
#include "core/result.h"
#include "jobs/job_journal.h"
#include "jobs/job_runner.h"

namespace proofsheet::jobs {

/// The file whose lock is held by who works on jobs of a provider, so that each service is asked by one
/// process at a time. It lies beside the database.
std::filesystem::path line_lock(const std::filesystem::path& database, const std::string& provider);

/// What came of looking at the line.
enum class LineTurn {
    Empty,   ///< no job waits
    Busy,    ///< another process works on the line
    Worked,  ///< a job was worked on to its end, its pause or the stop
};

/// Works on the first job of the line of one provider. Blocks; for one thread. Errors: what the journal or
/// the lock says.
Result<LineTurn> work_on_line(JobRunner& runner, const JobJournal& journal, const std::string& provider,
                              const std::filesystem::path& lock, const std::stop_token& stop);

/// The same for one job, whatever its place in the line. Errors: also NotFound and Conflict (it is neither
/// Pending nor Running).
Result<LineTurn> work_on_job(JobRunner& runner, const std::string& job_id, const std::filesystem::path& lock,
                             const std::stop_token& stop);

/// Asks who works on the job to stop it, one step further with each call. One that nobody works on, since its
/// process is gone, is paused at once. Returns the job as it is then. Errors: as `JobJournal::request_stop`.
Result<SampleJob> stop_job(JobJournal& journal, const std::filesystem::path& database,
                           const std::string& job_id);

/// Whether the job is Running and nobody works on it: it was cut off, and goes on when the line is worked on.
bool is_cut_off(const SampleJob& job, const std::filesystem::path& database);

enum class PicturesOfJob { Keep, MoveToTrash };

/// Forgets a job; its pictures and side-cars stay, or are moved to `<trash>/<job>/<path>`. Files that were
/// replaced by others since stay where they are. Returns how many pictures were moved. Errors: NotFound,
/// Conflict (somebody works on it), Io (the job is kept, and the call can be repeated).
Result<std::size_t> remove_job(JobJournal& journal, OutputFiles& files, const std::filesystem::path& database,
                               const std::filesystem::path& trash, const std::string& job_id,
                               PicturesOfJob pictures);

/// The folder for pictures of jobs that were removed, below the data folder.
std::filesystem::path sample_trash(const std::filesystem::path& data_dir);

}  // namespace proofsheet::jobs
