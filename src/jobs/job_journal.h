#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "jobs/sample_job.h"

namespace proofsheet::jobs {

/// What a job is made from: id, states and times are given by the journal.
struct NewJob {
    SampleJob job;
    std::vector<PlannedItem> items;
};

/// Where jobs and their items are kept, so that they survive the end of the process at any point. What a
/// function did is on the disk when it returns. Several processes may use one journal at once; an object is
/// for one thread. Every function may also fail with Io, or Unsupported where nothing can be written.
class JobJournal {
public:
    virtual ~JobJournal() = default;

    /// Adds a job at the end of the line, Pending, with its items in this order: Pending, or Skipped where
    /// they have a reason. Errors: InvalidInput (no items).
    virtual Result<SampleJob> create(const NewJob& wanted) = 0;

    /// All jobs, the newest first.
    virtual Result<std::vector<SampleJob>> jobs() const = 0;
    /// Errors: NotFound.
    virtual Result<SampleJob> job(const std::string& job_id) const = 0;
    /// In the order of their positions. Errors: NotFound (the job).
    virtual Result<std::vector<JobItem>> items(const std::string& job_id) const = 0;
    virtual Result<std::vector<ItemState>> item_states(const std::string& job_id) const = 0;
    /// Errors: NotFound.
    virtual Result<JobItem> item(const std::string& item_id) const = 0;
    /// Jobs that are to be worked on with one of these providers: those that are Running (they were cut off,
    /// unless somebody works on them), then the Pending ones, the oldest first.
    virtual Result<std::vector<SampleJob>> line(const std::string& provider) const = 0;

    /// Moves the job on as `kJobTransitions` says; `message` says why it stopped. Starting it and resuming it
    /// clear message and stop wish. Errors: NotFound, Conflict (the table has no such way).
    virtual Result<SampleJob> advance(const std::string& job_id, JobEvent event,
                                      const std::string& message) = 0;

    /// A Running job: raises the wish by one, so that the current picture finishes, then is interrupted; who
    /// works on the job obeys. A Pending one is Paused at once. Returns the job as it is then. Errors:
    /// NotFound, Conflict (it is neither).
    virtual Result<SampleJob> request_stop(const std::string& job_id) = 0;
    virtual Result<StopWish> stop_wish(const std::string& job_id) const = 0;

    /// Before a picture is asked for: the item is Running, with a new attempt, no remote id, and the place
    /// where its picture goes. Errors: NotFound, Conflict (the state).
    virtual Status begin_attempt(const std::string& item_id, const std::string& attempt_id,
                                 const std::string& output_path) = 0;
    /// As soon as the service has taken the attempt. Errors: NotFound, Conflict (another attempt began).
    virtual Status accepted(const std::string& item_id, const std::string& attempt_id,
                            const std::string& remote_id) = 0;
    /// The attempt's picture goes elsewhere, since something of that name came meanwhile.
    virtual Status redirect(const std::string& item_id, const std::string& output_path) = 0;
    /// The picture and its side-car have their names. No duration where nobody measured it. Errors: NotFound,
    /// Conflict.
    virtual Status complete(const std::string& item_id,
                            std::optional<std::chrono::milliseconds> duration) = 0;
    /// Failed, Interrupted or Vanished, as `kItemTransitions` says. Errors: NotFound, Conflict.
    virtual Status give_up(const std::string& item_id, ItemEvent event, const std::string& message) = 0;

    /// What to make again, and the job with it, as `JobEvent::Retried` says. `model_paths`, by checkpoint,
    /// serves items that were skipped because the service did not know theirs; those without one stay
    /// skipped. Returns how many items are pending again. Errors: NotFound, Conflict.
    virtual Result<std::size_t> retry_failed(const std::string& job_id,
                                             const std::map<std::string, std::string>& model_paths) = 0;
    /// One item, whatever became of it; its picture stays. Errors: NotFound, Conflict (it is pending or
    /// runs).
    virtual Status retry_item(const std::string& item_id) = 0;

    /// Forgets a job and its items; pictures stay where they are. Errors: NotFound, Conflict (it is Running;
    /// who knows that nobody works on it pauses it first).
    virtual Status remove(const std::string& job_id) = 0;
};

}  // namespace proofsheet::jobs
