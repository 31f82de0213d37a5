#pragma once

#include <filesystem>
#include <string>

#include "app/experiments_command.h"
#include "core/result.h"
#include "shell/experiment_desk.h"

/// What the Experiments screen asks of files and of the database, a question each. Blocks; any thread that
/// has a desk.
namespace proofsheet::shell {

/// What the picture that a run starts from is; its head is read.
app::InitImage look_at_init_image(const std::string& path);

/// The form that makes a picture again: of an experiment as it was stored, of another picture as far as its
/// metadata says.
app::SettingsFound settings_of_picture(ExperimentDesk& desk, const std::string& path);
app::SettingsFound settings_of_run(ExperimentDesk& desk, const std::string& run_id);

/// Writes all pictures of all runs with their settings, costs and scores as CSV into the folder, under a name
/// with the time. Returns the file.
Result<std::filesystem::path> write_experiments_table(ExperimentDesk& desk,
                                                      const std::filesystem::path& folder);

}  // namespace proofsheet::shell
