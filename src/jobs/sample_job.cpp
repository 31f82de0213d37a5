#include "jobs/sample_job.h"

#include <algorithm>
#include <utility>

namespace proofsheet::jobs {
namespace {

constexpr std::array kJobNames{
    std::pair{JobStatus::Pending, std::string_view("pending")},
    std::pair{JobStatus::Running, std::string_view("running")},
    std::pair{JobStatus::Paused, std::string_view("paused")},
    std::pair{JobStatus::Completed, std::string_view("completed")},
    std::pair{JobStatus::CompletedWithErrors, std::string_view("completed_with_errors")},
    std::pair{JobStatus::Failed, std::string_view("failed")},
};

constexpr std::array kItemNames{
    std::pair{ItemStatus::Pending, std::string_view("pending")},
    std::pair{ItemStatus::Running, std::string_view("running")},
    std::pair{ItemStatus::Completed, std::string_view("completed")},
    std::pair{ItemStatus::Failed, std::string_view("failed")},
    std::pair{ItemStatus::Skipped, std::string_view("skipped")},
};

template <typename Names, typename Status>
std::string_view name_in(const Names& names, Status status) {
    for (const auto& [each, name] : names)
        if (each == status) return name;
    return {};
}

template <typename Status, typename Names>
std::optional<Status> status_in(const Names& names, std::string_view wanted) {
    for (const auto& [status, name] : names)
        if (name == wanted) return status;
    return std::nullopt;
}

template <typename Status, typename Table, typename Event>
std::optional<Status> follow(const Table& table, Status status, Event event) {
    for (const auto& row : table)
        if (row.from == status && row.event == event) return row.to;
    return std::nullopt;
}

}  // namespace

std::string_view name_of(JobStatus status) {
    return name_in(kJobNames, status);
}

std::string_view name_of(ItemStatus status) {
    return name_in(kItemNames, status);
}

std::optional<JobStatus> job_status_from(std::string_view name) {
    return status_in<JobStatus>(kJobNames, name);
}

std::optional<ItemStatus> item_status_from(std::string_view name) {
    return status_in<ItemStatus>(kItemNames, name);
}

std::optional<JobStatus> after(JobStatus status, JobEvent event) {
    return follow(kJobTransitions, status, event);
}

std::optional<ItemStatus> after(ItemStatus status, ItemEvent event) {
    return follow(kItemTransitions, status, event);
}

JobEvent ending_of(const ItemCounts& counts) {
    if (counts.completed == counts.total()) return JobEvent::Finished;
    return counts.completed == 0 ? JobEvent::Broke : JobEvent::FinishedWithErrors;
}

std::optional<std::size_t> next_item(std::span<const ItemState> items) {
    const auto first = [&](ItemStatus status) {
        return std::find_if(items.begin(), items.end(),
                            [&](const ItemState& item) { return item.status == status; });
    };
    auto found = first(ItemStatus::Running);
    if (found == items.end()) found = first(ItemStatus::Pending);
    if (found == items.end()) return std::nullopt;
    return static_cast<std::size_t>(found - items.begin());
}

}  // namespace proofsheet::jobs
