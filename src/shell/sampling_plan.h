#pragma once

#include <filesystem>
#include <stop_token>

#include "core/result.h"
#include "grid/catalog.h"
#include "jobs/job_journal.h"
#include "jobs/sample_form.h"
#include "shell/sampling_service.h"

namespace proofsheet::shell {

/// What a form would start. The job is there only when the expansion can start.
struct SamplingPlan {
    jobs::Expansion expansion;
    jobs::NewJob job;
};

/// Reads the workflow, asks the service for its models and looks for the samples that are there. Blocks; any
/// thread. Errors: those of the service and of its workflows.
Result<SamplingPlan> plan_samples(const jobs::SampleForm& form, const jobs::SamplePreset& preset,
                                  const grid::TrainingRun& run, const std::filesystem::path& sample_dir,
                                  SamplingService& service, const std::stop_token& stop);

}  // namespace proofsheet::shell
