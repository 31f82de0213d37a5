#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/sample_form.h"

namespace proofsheet::jobs {

enum class JobStatus { Pending, Running, Paused, Completed, CompletedWithErrors, Failed };
enum class ItemStatus { Pending, Running, Completed, Failed, Skipped };

/// How a job is to be stopped. Each press of stop goes one further.
enum class StopWish {
    None = 0,
    AfterPicture = 1,  ///< let the current picture finish
    Now = 2,           ///< interrupt it
};

/// "pending", "completed_with_errors" ... as in the database and in JSON.
std::string_view name_of(JobStatus status);
std::string_view name_of(ItemStatus status);
std::optional<JobStatus> job_status_from(std::string_view name);
std::optional<ItemStatus> item_status_from(std::string_view name);

/// How many items are in which state.
struct ItemCounts {
    std::size_t pending = 0;
    std::size_t running = 0;
    std::size_t completed = 0;
    std::size_t failed = 0;
    std::size_t skipped = 0;
    bool operator==(const ItemCounts&) const = default;
    std::size_t total() const { return pending + running + completed + failed + skipped; }
    /// Nothing more happens to them by itself; bars are full when it is `total`.
    std::size_t done() const { return completed + failed + skipped; }
};

/// A sample job as the database keeps it. It carries what its preset and workflow said when it was started.
struct SampleJob {
    std::string id;  ///< UUID
    std::string run;
    std::string provider;  ///< "comfyui" or "demo"
    SamplePreset preset;
    std::string workflow;       ///< file name of the template
    std::string workflow_json;  ///< the template
    std::string vae;
    std::string clip;
    std::optional<double> shift;
    std::string sample_dir;  ///< absolute, native bytes
    std::string study;
    JobStatus status = JobStatus::Pending;
    StopWish stop = StopWish::None;
    std::string message;  ///< why it was paused or has failed; empty otherwise
    ItemCounts counts;
    std::string created_at;  ///< RFC 3339
    std::string updated_at;  ///< RFC 3339
    bool operator==(const SampleJob&) const = default;
};

/// One picture of a job.
struct JobItem {
    std::string id;  ///< UUID
    int position = 0;
    std::string checkpoint;
    std::optional<double> checkpoint_number;
    std::string model_path;
    std::string folder;  ///< relative to the sample folder
    SampleParameters parameters;
    ItemStatus status = ItemStatus::Pending;
    std::string attempt_id;   ///< of the last attempt; empty before the first
    std::string remote_id;    ///< how the service calls the attempt; empty until it is accepted
    std::string output_path;  ///< relative to the sample folder; where the attempt's picture goes
    std::string message;      ///< why it failed or is skipped
    std::optional<std::chrono::milliseconds> duration;
    bool operator==(const JobItem&) const = default;
};

/// What changes the state of a job.
enum class JobEvent { Started, Stopped, Resumed, Finished, FinishedWithErrors, Broke, Retried };
/// What changes the state of an item.
enum class ItemEvent { Started, Finished, Failed, Interrupted, Vanished, Retried };

struct JobTransition {
    JobStatus from;
    JobEvent event;
    JobStatus to;
};
struct ItemTransition {
    ItemStatus from;
    ItemEvent event;
    ItemStatus to;
};

/// A job that is Running when the program starts was cut off; it is started again. Nothing else starts by
/// itself: Paused, Failed and the completed ones wait for the user.
inline constexpr std::array kJobTransitions{
    JobTransition{JobStatus::Pending, JobEvent::Started, JobStatus::Running},
    JobTransition{JobStatus::Running, JobEvent::Started, JobStatus::Running},
    JobTransition{JobStatus::Pending, JobEvent::Stopped, JobStatus::Paused},
    JobTransition{JobStatus::Running, JobEvent::Stopped, JobStatus::Paused},
    JobTransition{JobStatus::Paused, JobEvent::Resumed, JobStatus::Pending},
    JobTransition{JobStatus::Failed, JobEvent::Resumed, JobStatus::Pending},
    JobTransition{JobStatus::Running, JobEvent::Finished, JobStatus::Completed},
    JobTransition{JobStatus::Running, JobEvent::FinishedWithErrors, JobStatus::CompletedWithErrors},
    JobTransition{JobStatus::Running, JobEvent::Broke, JobStatus::Failed},
    JobTransition{JobStatus::Paused, JobEvent::Retried, JobStatus::Pending},
    JobTransition{JobStatus::Completed, JobEvent::Retried, JobStatus::Pending},
    JobTransition{JobStatus::CompletedWithErrors, JobEvent::Retried, JobStatus::Pending},
    JobTransition{JobStatus::Failed, JobEvent::Retried, JobStatus::Pending},
    JobTransition{JobStatus::Pending, JobEvent::Retried, JobStatus::Pending},
    JobTransition{JobStatus::Running, JobEvent::Retried, JobStatus::Running},
};

/// An item that is Running when the program starts was cut off: the service may have its picture, so it is
/// looked for before it is sent again.
inline constexpr std::array kItemTransitions{
    ItemTransition{ItemStatus::Pending, ItemEvent::Started, ItemStatus::Running},
    ItemTransition{ItemStatus::Running, ItemEvent::Started, ItemStatus::Running},
    ItemTransition{ItemStatus::Running, ItemEvent::Finished, ItemStatus::Completed},
    ItemTransition{ItemStatus::Running, ItemEvent::Failed, ItemStatus::Failed},
    ItemTransition{ItemStatus::Running, ItemEvent::Interrupted, ItemStatus::Pending},
    ItemTransition{ItemStatus::Completed, ItemEvent::Vanished, ItemStatus::Failed},
    ItemTransition{ItemStatus::Failed, ItemEvent::Retried, ItemStatus::Pending},
    ItemTransition{ItemStatus::Skipped, ItemEvent::Retried, ItemStatus::Pending},
    ItemTransition{ItemStatus::Completed, ItemEvent::Retried, ItemStatus::Pending},
};

/// The state after the event; nullopt where the table has none, so that a button can be left out.
std::optional<JobStatus> after(JobStatus status, JobEvent event);
std::optional<ItemStatus> after(ItemStatus status, ItemEvent event);

/// How a job that has no pending or running item ends.
JobEvent ending_of(const ItemCounts& counts);

/// What is left to choose from: just enough of an item.
struct ItemState {
    std::string id;
    ItemStatus status = ItemStatus::Pending;
    bool operator==(const ItemState&) const = default;
};
/// Index of the item to work on: one that is Running (it was cut off), else the first Pending one; nullopt
/// when nothing is left. `items` in the order of their positions.
std::optional<std::size_t> next_item(std::span<const ItemState> items);

}  // namespace proofsheet::jobs
