#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "core/result.h"
#include "jobs/job_line.h"
#include "jobs/job_news.h"
#include "shell/sampling_service.h"
#include "store/database.h"

namespace proofsheet::shell {

/// What working on sample jobs needs. The connection and the service belong to the working thread.
struct SamplingWork {
    store::Database& database;
    SamplingService& service;
    std::string provider;               ///< name of the service
    std::optional<std::string> job_id;  ///< this job; nullopt: the first in line
    std::string version;                ///< of this program
    jobs::TellNews tell;                ///< on the working thread
};

/// Works on one job to its end. Blocks; one thread. A stop request interrupts it: it pauses where the journal
/// has a stop wish, else it stays Running and goes on at the next start. Errors: see `jobs::work_on_line` and
/// `jobs::work_on_job`.
Result<jobs::LineTurn> work_on_samples(const SamplingWork& work, const std::stop_token& stop);

/// For who watches a job from another thread, a few times a second: whether the work on it is to be
/// interrupted now, because of a wish in the database, whichever process it comes from. `waiting`: nothing is
/// being made, since the service does not answer.
bool is_to_be_interrupted(const jobs::JobJournal& journal, const std::string& job_id, bool waiting);

}  // namespace proofsheet::shell
