#pragma once

#include "app/config.h"
#include "cli/call.h"
#include "cli/console.h"

namespace proofsheet::cli {

/// Lists, shows, stops, resumes, retries or deletes sample jobs, those of other processes too. Resume and
/// retry follow the job to its end.
ExitStatus run_job(const JobCall& call, const app::Config& config, const Console& console);

}  // namespace proofsheet::cli
