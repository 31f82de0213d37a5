#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "jobs/sample_job.h"

namespace proofsheet::cli {

/// {"jobs":[{"id","run","status","provider","workflow","preset","study","total","done","pending","running",
///  "completed","failed","skipped","stop","interrupted","message","created_at","updated_at"}]}
/// `database` tells which jobs nobody works on although they are running ("interrupted").
std::string jobs_document(const std::vector<jobs::SampleJob>& all, const std::filesystem::path& database);
std::string jobs_table(const std::vector<jobs::SampleJob>& all, const std::filesystem::path& database);

/// {"job":{...},"eta_s","checkpoints":[{"checkpoint","total","done","completed","failed","skipped"}],
///  "items":[{"id","position","checkpoint","prompt_name","steps","cfg","sampler_name","scheduler","seed",
///  "lora_strength","status","output_path","message","duration_ms"}]}
std::string job_document(const jobs::SampleJob& job, const std::vector<jobs::JobItem>& items,
                         const std::filesystem::path& database);
std::string job_text(const jobs::SampleJob& job, const std::vector<jobs::JobItem>& items,
                     const std::filesystem::path& database);

}  // namespace proofsheet::cli
