#pragma once

#include <optional>
#include <string>

#include "app/config.h"
#include "cli/console.h"
#include "jobs/sample_preset.h"
#include "store/database.h"

namespace proofsheet::cli {

/// Opens the database to write and logs what it has to say; logs the error where it cannot.
std::optional<store::Database> open_logged(const app::Config& config, const Console& console);

/// The preset of this name or id. Errors: NotFound, with the nearest names there are.
Result<jobs::SamplePreset> find_preset(store::Database& database, const std::string& name);

/// The id of the job that begins like this. Errors: NotFound, Conflict (several do).
Result<std::string> full_job_id(store::Database& database, const std::string& beginning);

}  // namespace proofsheet::cli
