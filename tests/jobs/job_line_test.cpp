#include "jobs/job_line.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "jobs/runner_fixture.h"

using namespace proofsheet;
using namespace proofsheet::jobs;

namespace {

struct LineFixture : RunnerFixture {
    std::filesystem::path lock = line_lock(database_file, "demo");
    std::filesystem::path trash = sample_trash(folder.path());

    LineTurn work() {
        JobRunner runner(parts());
        const auto turn = work_on_line(runner, journal, "demo", lock, {});
        if (!turn) FAIL(turn.error().message);
        return *turn;
    }
    JobStatus status(const SampleJob& job) { return journal.job(job.id)->status; }
};

}  // namespace

TEST_CASE_FIXTURE(LineFixture, "jobs in line are worked on one after the other, the oldest first") {
    const SampleJob first = created(new_job(1));
    const SampleJob second = created(new_job(1));
    CHECK(work() == LineTurn::Worked);
    CHECK(status(first) == JobStatus::Completed);
    CHECK(status(second) == JobStatus::Pending);
    CHECK(work() == LineTurn::Worked);
    CHECK(status(second) == JobStatus::Completed);
    CHECK(work() == LineTurn::Empty);
}

TEST_CASE_FIXTURE(LineFixture, "a job that was cut off comes before those that wait") {
    const SampleJob waiting = created(new_job(1));
    const SampleJob cut_off = created(new_job(1));
    REQUIRE(journal.advance(cut_off.id, JobEvent::Started, ""));
    CHECK(is_cut_off(*journal.job(cut_off.id), database_file));
    CHECK(work() == LineTurn::Worked);
    CHECK(status(cut_off) == JobStatus::Completed);
    CHECK(status(waiting) == JobStatus::Pending);
}

TEST_CASE_FIXTURE(LineFixture, "while another process works on the line nobody else does; stop asks it") {
    const SampleJob job = created(new_job(1));
    const auto held = FileLock::try_lock(lock);
    REQUIRE(held);
    REQUIRE(journal.advance(job.id, JobEvent::Started, ""));
    CHECK(work() == LineTurn::Busy);
    CHECK_FALSE(is_cut_off(*journal.job(job.id), database_file));
    CHECK(stop_job(journal, database_file, job.id)->status == JobStatus::Running);
    CHECK(journal.job(job.id)->stop == StopWish::AfterPicture);
    CHECK(remove_job(journal, files, database_file, trash, job.id, PicturesOfJob::Keep).error().kind ==
          ErrorKind::Conflict);
}

TEST_CASE_FIXTURE(LineFixture, "a job whose process is gone is paused at once, and one that waits too") {
    const SampleJob job = created(new_job(1));
    CHECK(stop_job(journal, database_file, job.id)->status == JobStatus::Paused);
    const SampleJob other = created(new_job(1));
    REQUIRE(journal.advance(other.id, JobEvent::Started, ""));
    CHECK(stop_job(journal, database_file, other.id)->status == JobStatus::Paused);
    CHECK(stop_job(journal, database_file, other.id).error().kind == ErrorKind::Conflict);
}

TEST_CASE_FIXTURE(LineFixture, "another provider has a line of its own") {
    NewJob wanted = new_job(1);
    wanted.job.provider = "comfyui";
    created(wanted);
    CHECK(work() == LineTurn::Empty);
    CHECK(line_lock(database_file, "comfyui") != lock);
}

TEST_CASE_FIXTURE(LineFixture, "a job is forgotten and its pictures stay") {
    const SampleJob job = run(created(new_job(1)).id);
    CHECK(*remove_job(journal, files, database_file, trash, job.id, PicturesOfJob::Keep) == 0);
    CHECK(journal.job(job.id).error().kind == ErrorKind::NotFound);
    CHECK(pictures().size() == 2);
}

TEST_CASE_FIXTURE(LineFixture, "pictures of a job go to the trash with their side-cars, nothing else does") {
    const SampleJob job = run(created(new_job(1)).id);
    const auto mine = samples / "a-000001.safetensors" / "mine.png";
    std::ofstream(mine) << "mine";
    const auto before = pictures();
    CHECK(*remove_job(journal, files, database_file, trash, job.id, PicturesOfJob::MoveToTrash) == 2);
    CHECK(pictures() == std::vector<std::string>{"a-000001.safetensors/mine.png"});
    for (const std::string& path : before) {
        if (path.ends_with("mine.png")) continue;
        CHECK(std::filesystem::exists(trash / job.id / path));
        CHECK(std::filesystem::exists((trash / job.id / path).replace_extension(".json")));
    }
}

TEST_CASE_FIXTURE(LineFixture, "a picture that somebody else put in the place of the job's stays") {
    const SampleJob job = run(created(new_job(1)).id);
    const auto side_car = (samples / items(job)[0].output_path).replace_extension(".json");
    std::ofstream(side_car, std::ios::trunc) << "{}";
    CHECK(*remove_job(journal, files, database_file, trash, job.id, PicturesOfJob::MoveToTrash) == 1);
    CHECK(pictures().size() == 1);
    CHECK(std::filesystem::exists(side_car));
}

TEST_CASE_FIXTURE(LineFixture, "a database that names files elsewhere moves nothing") {
    const SampleJob job = run(created(new_job(1)).id);
    const auto elsewhere = folder.path() / "elsewhere.png";
    std::ofstream(elsewhere) << "mine";
    const JobItem item = items(job)[0];
    std::ofstream(folder.path() / "elsewhere.json")
        << "{\"item_id\": \"" << item.id << "\", \"attempt_id\": \"" << item.attempt_id << "\"}";
    opened.database.connection().exec(
        "UPDATE sample_job_items SET output_path = '../elsewhere.png' WHERE id = '" + item.id + "'");
    CHECK(*remove_job(journal, files, database_file, trash, job.id, PicturesOfJob::MoveToTrash) == 1);
    CHECK(std::filesystem::exists(elsewhere));
}
