#pragma once

#include <filesystem>
#include <string>

#include "jobs/output_files.h"
#include "jobs/sample_job.h"

namespace proofsheet::jobs {

/// Where a picture of the item goes, relative to the job's sample folder: a name that neither a picture nor
/// somebody's own side-car has, with a counter above those of pictures of the same cell, so that the grid
/// shows the new one.
std::string free_output_path(const OutputFiles& files, const SampleJob& job, const JobItem& item);

/// Absolute path of something in the job's sample folder.
std::filesystem::path path_in(const SampleJob& job, const std::string& relative);

}  // namespace proofsheet::jobs
