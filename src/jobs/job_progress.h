#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "jobs/sample_job.h"

namespace proofsheet::jobs {

/// How far one checkpoint of a job is.
struct CheckpointProgress {
    std::string checkpoint;
    ItemCounts counts;
    bool operator==(const CheckpointProgress&) const = default;
};

/// How far a job is, down to the step of the sampler where the process that works on it says so.
struct JobProgress {
    ItemCounts counts;
    std::vector<CheckpointProgress> checkpoints;    ///< in the order of the job
    std::size_t checkpoints_done = 0;               ///< of which every item is done
    std::size_t current_checkpoint = 0;             ///< index; `checkpoints.size()` when nothing is left
    std::optional<std::chrono::milliseconds> left;  ///< nullopt until one picture was made
    bool operator==(const JobProgress&) const = default;
};

/// Pure. `items` in the order of their positions.
JobProgress progress_of(std::span<const JobItem> items);

/// Mean of the last ten durations times what is left; nullopt without any duration. Durations in the order
/// of time.
std::optional<std::chrono::milliseconds> time_left(std::span<const std::chrono::milliseconds> durations,
                                                   std::size_t items_left);

/// "2 h 5 min", "3 min 20 s", "45 s", "less than a second".
std::string duration_text(std::chrono::milliseconds duration);

/// The step of the sampler at which the picture is that is being made.
struct StepProgress {
    std::string job_id;
    std::string item_id;
    int step = 0;
    int steps = 0;
    std::string note;
    bool operator==(const StepProgress&) const = default;
};

}  // namespace proofsheet::jobs
