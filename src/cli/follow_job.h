#pragma once

#include <memory>
#include <string>

#include "cli/console.h"
#include "shell/sampling_service.h"
#include "store/database.h"

namespace proofsheet::cli {

/// Works on a job, or watches the process that does, until it ends, and prints a line for each picture. The
/// first Ctrl+C lets the current picture finish, the second interrupts it. Done when every picture is there.
ExitStatus follow_job(store::Database& database, std::unique_ptr<shell::SamplingService> service,
                      const std::string& job_id, const Console& console);

}  // namespace proofsheet::cli
