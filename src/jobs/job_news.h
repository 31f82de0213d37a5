#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "jobs/job_progress.h"
#include "jobs/sample_job.h"

namespace proofsheet::jobs {

/// The job as it is now, with its counts.
struct JobChanged {
    SampleJob job;
};
/// The item as it is now.
struct ItemChanged {
    std::string job_id;
    JobItem item;
};
/// Why nothing happens at the moment, such as a service that does not answer; empty when it goes on.
struct JobWaits {
    std::string job_id;
    std::string reason;
};
/// A picture of what is being made, as file bytes (JPEG or PNG).
struct PreviewArrived {
    std::string job_id;
    std::string item_id;
    std::vector<std::byte> picture;
};

/// What is told while a job is worked on, in the order in which it happens. What changed is on the disk
/// before it is told.
using JobNews = std::variant<JobChanged, ItemChanged, StepProgress, JobWaits, PreviewArrived>;
using TellNews = std::function<void(const JobNews&)>;

}  // namespace proofsheet::jobs
