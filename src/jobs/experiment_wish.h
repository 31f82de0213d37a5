#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "jobs/experiment_form.h"
#include "jobs/experiment_view.h"

namespace proofsheet::jobs {

/// Makes a numbered run and queues its calls: exactly `expand(settings, random_seed)`.
struct AddRun {
    ExperimentSettings settings;
    std::uint64_t random_seed = 0;
    bool operator==(const AddRun&) const = default;
};
/// Sends the first call of the queue, then waits.
struct RunNext {
    bool operator==(const RunNext&) const = default;
};
/// Works the queue until it is empty, a budget is reached or it is paused.
struct RunAll {
    bool operator==(const RunAll&) const = default;
};
/// Finishes the call under way, which is paid for, and sends no other.
struct PauseQueue {
    bool operator==(const PauseQueue&) const = default;
};
/// Only queued calls can be cancelled: one that runs is paid for.
struct CancelCall {
    std::string id;
    bool operator==(const CancelCall&) const = default;
};
struct CancelAllCalls {
    bool operator==(const CancelAllCalls&) const = default;
};
enum class MoveTo : std::uint8_t { Front, Earlier, Later, Back };
struct MoveCall {
    std::string id;
    MoveTo to = MoveTo::Front;
    bool operator==(const MoveCall&) const = default;
};
/// Queues a call that says the same, at the end.
struct DuplicateCall {
    std::string id;
    bool operator==(const DuplicateCall&) const = default;
};
/// A failed or cancelled call goes to the end of the queue.
struct RetryCall {
    std::string id;
    bool operator==(const RetryCall&) const = default;
};
struct RetryAllFailed {
    bool operator==(const RetryAllFailed&) const = default;
};
/// Sends a call with unknown outcome again, though it may then be paid twice.
struct ResendCall {
    std::string id;
    bool operator==(const ResendCall&) const = default;
};
/// Downloads what is paid but not on the disk; costs nothing.
struct FetchMissing {
    bool operator==(const FetchMissing&) const = default;
};
/// Queues an upscale.
struct AddUpscale {
    UpscaleWish wish;
    bool operator==(const AddUpscale&) const = default;
};
/// Asks the service for its models again.
struct RefreshModels {
    bool operator==(const RefreshModels&) const = default;
};

/// What a user can want of the experiments; the runner's thread does it.
using ExperimentWish =
    std::variant<AddRun, RunNext, RunAll, PauseQueue, CancelCall, CancelAllCalls, MoveCall, DuplicateCall,
                 RetryCall, RetryAllFailed, ResendCall, FetchMissing, AddUpscale, RefreshModels>;

}  // namespace proofsheet::jobs
