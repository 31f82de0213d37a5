#include "jobs/sample_job.h"

#include <doctest/doctest.h>

#include "jobs/job_progress.h"

using namespace proofsheet::jobs;
using std::chrono::milliseconds;

TEST_CASE("states have names that read back") {
    for (const JobStatus status : {JobStatus::Pending, JobStatus::Running, JobStatus::Paused,
                                   JobStatus::Completed, JobStatus::CompletedWithErrors, JobStatus::Failed})
        CHECK(job_status_from(name_of(status)) == status);
    for (const ItemStatus status : {ItemStatus::Pending, ItemStatus::Running, ItemStatus::Completed,
                                    ItemStatus::Failed, ItemStatus::Skipped})
        CHECK(item_status_from(name_of(status)) == status);
    CHECK(name_of(JobStatus::CompletedWithErrors) == "completed_with_errors");
    CHECK_FALSE(job_status_from("done"));
}

TEST_CASE("what is completed, failed or paused moves on only by the user's will") {
    for (const JobStatus status :
         {JobStatus::Completed, JobStatus::CompletedWithErrors, JobStatus::Failed, JobStatus::Paused}) {
        CHECK_FALSE(after(status, JobEvent::Started));
        CHECK(after(status, JobEvent::Retried) == JobStatus::Pending);
    }
    CHECK(after(JobStatus::Paused, JobEvent::Resumed) == JobStatus::Pending);
    CHECK_FALSE(after(JobStatus::Completed, JobEvent::Resumed));
}

TEST_CASE("an item that is done is not started again by itself") {
    CHECK_FALSE(after(ItemStatus::Completed, ItemEvent::Started));
    CHECK_FALSE(after(ItemStatus::Failed, ItemEvent::Started));
    CHECK_FALSE(after(ItemStatus::Skipped, ItemEvent::Started));
    CHECK_FALSE(after(ItemStatus::Pending, ItemEvent::Retried));
}

TEST_CASE("an item that was cut off comes before the ones that wait") {
    std::vector<ItemState> items{
        {"a", ItemStatus::Completed}, {"b", ItemStatus::Pending}, {"c", ItemStatus::Running}};
    CHECK(next_item(items) == 2);
    items[2].status = ItemStatus::Failed;
    CHECK(next_item(items) == 1);
    items[1].status = ItemStatus::Skipped;
    CHECK_FALSE(next_item(items));
    CHECK_FALSE(next_item({}));
}

TEST_CASE("a job is completed only when every picture is") {
    CHECK(ending_of({0, 0, 8, 0, 0}) == JobEvent::Finished);
    CHECK(ending_of({0, 0, 7, 1, 0}) == JobEvent::FinishedWithErrors);
    CHECK(ending_of({0, 0, 7, 0, 1}) == JobEvent::FinishedWithErrors);
    CHECK(ending_of({0, 0, 0, 8, 0}) == JobEvent::Broke);
}

TEST_CASE("progress tells each checkpoint, the current one and the time that is left") {
    std::vector<JobItem> items(6);
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i].checkpoint = i < 3 ? "a" : "b";
        items[i].folder = items[i].checkpoint;
    }
    for (const std::size_t done : {0, 1}) {
        items[done].status = ItemStatus::Completed;
        items[done].duration = milliseconds(1000 + 2000 * done);
    }
    items[2].status = ItemStatus::Skipped;
    items[3].status = ItemStatus::Running;
    const JobProgress progress = progress_of(items);
    CHECK(progress.counts == ItemCounts{2, 1, 2, 0, 1});
    REQUIRE(progress.checkpoints.size() == 2);
    CHECK(progress.checkpoints[0].counts.done() == 3);
    CHECK(progress.checkpoints_done == 1);
    CHECK(progress.current_checkpoint == 1);
    CHECK(progress.left == milliseconds(6000));
}

TEST_CASE("the time that is left follows the last ten pictures") {
    std::vector<milliseconds> durations(20, milliseconds(100));
    durations.insert(durations.end(), 10, milliseconds(1000));
    CHECK(time_left(durations, 5) == milliseconds(5000));
    CHECK_FALSE(time_left({}, 5));
    CHECK(time_left(durations, 0) == milliseconds(0));
}

TEST_CASE("durations are told in two units at most") {
    CHECK(duration_text(milliseconds(400)) == "less than a second");
    CHECK(duration_text(milliseconds(45'000)) == "45 s");
    CHECK(duration_text(milliseconds(200'000)) == "3 min 20 s");
    CHECK(duration_text(milliseconds(7'500'000)) == "2 h 5 min");
    CHECK(duration_text(milliseconds(7'200'000)) == "2 h");
}
