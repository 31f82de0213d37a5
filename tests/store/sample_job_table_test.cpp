#include "store/sample_job_table.h"

#include <limits>

#include "jobs/job_fixture.h"
#include "store/sample_preset_table.h"
#include "store_fixture.h"

using namespace proofsheet;
using namespace proofsheet::jobs;
using namespace proofsheet::test;

namespace {

struct SampleJobFixture : StoreFixture {
    store::OpenedDatabase opened = open();
    store::SampleJobTable table{opened.database};

    static NewJob new_job(const std::string& provider = "demo") {
        NewJob wanted;
        wanted.job.run = "lora";
        wanted.job.provider = provider;
        wanted.job.preset = small_preset();
        wanted.job.workflow = "sdxl.json";
        wanted.job.workflow_json = "{\"1\": {}}";
        wanted.job.shift = 3.5;
        wanted.job.sample_dir = "/samples";
        for (int i = 0; i < 3; ++i) {
            PlannedItem item;
            item.checkpoint = "a.safetensors";
            item.checkpoint_number = 250;
            item.model_path = "sub/a.safetensors";
            item.folder = "a.safetensors";
            item.parameters = {"forest",
                               "a forest",
                               4,
                               1.25,
                               "euler",
                               "simple",
                               std::numeric_limits<std::uint64_t>::max() - i,
                               0.5,
                               false};
            wanted.items.push_back(item);
        }
        wanted.items[2].model_path.clear();
        wanted.items[2].skip_reason = "The service does not know it";
        return wanted;
    }
    SampleJob created(const std::string& provider = "demo") {
        auto job = table.create(new_job(provider));
        if (!job) FAIL(job.error().message);
        return *job;
    }
};

}  // namespace

TEST_CASE_FIXTURE(SampleJobFixture, "a job and its items come back as they were made") {
    const SampleJob job = created();
    CHECK(job.status == JobStatus::Pending);
    CHECK(job.counts == ItemCounts{2, 0, 0, 0, 1});
    CHECK(job.preset == small_preset());
    CHECK(job.shift == 3.5);
    CHECK(*table.job(job.id) == job);
    const auto items = table.items(job.id);
    REQUIRE(items);
    REQUIRE(items->size() == 3);
    const PlannedItem planned = new_job().items[1];
    CHECK((*items)[1].parameters == planned.parameters);
    CHECK((*items)[1].model_path == planned.model_path);
    CHECK((*items)[1].checkpoint_number == 250);
    CHECK((*items)[1].position == 1);
    CHECK((*items)[2].status == ItemStatus::Skipped);
    CHECK((*items)[2].message == "The service does not know it");
    CHECK(*table.item((*items)[0].id) == (*items)[0]);
}

TEST_CASE_FIXTURE(SampleJobFixture, "a job without items is refused, one that is not there is not found") {
    NewJob wanted = new_job();
    wanted.items.clear();
    CHECK(table.create(wanted).error().kind == ErrorKind::InvalidInput);
    CHECK(table.job("x").error().kind == ErrorKind::NotFound);
    CHECK(table.items("x").error().kind == ErrorKind::NotFound);
    CHECK(table.item("x").error().kind == ErrorKind::NotFound);
    CHECK(table.stop_wish("x").error().kind == ErrorKind::NotFound);
    CHECK(table.request_stop("x").error().kind == ErrorKind::NotFound);
    CHECK(table.remove("x").error().kind == ErrorKind::NotFound);
}

TEST_CASE_FIXTURE(SampleJobFixture, "jobs stand in line by age, cut-off ones first, each for its provider") {
    const SampleJob first = created();
    const SampleJob second = created();
    const SampleJob other = created("comfyui");
    REQUIRE(table.advance(second.id, JobEvent::Started, ""));
    const auto line = table.line("demo");
    REQUIRE(line);
    REQUIRE(line->size() == 2);
    CHECK((*line)[0].id == second.id);
    CHECK((*line)[1].id == first.id);
    CHECK(table.line("comfyui")->front().id == other.id);
    CHECK(table.jobs()->front().id == other.id);
}

TEST_CASE_FIXTURE(SampleJobFixture, "an item goes from pending to its picture") {
    const SampleJob job = created();
    REQUIRE(table.advance(job.id, JobEvent::Started, ""));
    const std::string item = (*table.items(job.id))[0].id;
    REQUIRE(table.begin_attempt(item, "attempt-1", "a.safetensors/x.png"));
    CHECK(table.item(item)->status == ItemStatus::Running);
    CHECK(table.item(item)->attempt_id == "attempt-1");
    CHECK(table.accepted(item, "attempt-0", "r").error().kind == ErrorKind::Conflict);
    REQUIRE(table.accepted(item, "attempt-1", "remote-1"));
    CHECK(table.item(item)->remote_id == "remote-1");
    REQUIRE(table.redirect(item, "a.safetensors/y.png"));
    CHECK(table.item(item)->remote_id == "remote-1");
    REQUIRE(table.complete(item, std::chrono::milliseconds(1234)));
    CHECK(table.item(item)->output_path == "a.safetensors/y.png");
    CHECK(table.item(item)->duration == std::chrono::milliseconds(1234));
    CHECK(table.complete(item, {}).error().kind == ErrorKind::Conflict);
    CHECK(table.begin_attempt(item, "attempt-2", "z").error().kind == ErrorKind::Conflict);
    CHECK(answer("SELECT completed_items || '/' || total_items FROM sample_jobs") == "1/3");
}

TEST_CASE_FIXTURE(SampleJobFixture, "an interrupted item is as new, a failed one says why") {
    const SampleJob job = created();
    const std::string item = (*table.items(job.id))[0].id;
    const JobItem before = *table.item(item);
    REQUIRE(table.begin_attempt(item, "attempt-1", "x.png"));
    REQUIRE(table.give_up(item, ItemEvent::Interrupted, ""));
    CHECK(*table.item(item) == before);
    REQUIRE(table.begin_attempt(item, "attempt-2", "x.png"));
    REQUIRE(table.give_up(item, ItemEvent::Failed, "Out of memory"));
    CHECK(table.item(item)->status == ItemStatus::Failed);
    CHECK(table.item(item)->message == "Out of memory");
    CHECK(table.give_up(item, ItemEvent::Failed, "").error().kind == ErrorKind::Conflict);
}

TEST_CASE_FIXTURE(SampleJobFixture,
                  "stop wishes go one further with each press; a job that waits is paused at once") {
    const SampleJob waiting = created();
    CHECK(table.request_stop(waiting.id)->status == JobStatus::Paused);
    CHECK(table.request_stop(waiting.id).error().kind == ErrorKind::Conflict);
    const SampleJob job = created();
    REQUIRE(table.advance(job.id, JobEvent::Started, ""));
    CHECK(table.request_stop(job.id)->stop == StopWish::AfterPicture);
    CHECK(table.request_stop(job.id)->stop == StopWish::Now);
    CHECK(table.request_stop(job.id)->stop == StopWish::Now);
    CHECK(*table.stop_wish(job.id) == StopWish::Now);
    // Started again after it was cut off: the wish is still to be obeyed.
    CHECK(table.advance(job.id, JobEvent::Started, "")->stop == StopWish::Now);
    const auto paused = table.advance(job.id, JobEvent::Stopped, "Ten failures");
    REQUIRE(paused);
    CHECK(paused->stop == StopWish::None);
    CHECK(paused->message == "Ten failures");
    CHECK(table.advance(job.id, JobEvent::Resumed, "")->message.empty());
    CHECK(table.advance(job.id, JobEvent::Resumed, "").error().kind == ErrorKind::Conflict);
}

TEST_CASE_FIXTURE(SampleJobFixture, "retry takes failed items, and skipped ones whose model is known now") {
    const SampleJob job = created();
    const auto items = *table.items(job.id);
    REQUIRE(table.advance(job.id, JobEvent::Started, ""));
    REQUIRE(table.begin_attempt(items[0].id, "a", "x"));
    REQUIRE(table.give_up(items[0].id, ItemEvent::Failed, "no"));
    REQUIRE(table.begin_attempt(items[1].id, "b", "y"));
    REQUIRE(table.complete(items[1].id, {}));
    REQUIRE(table.advance(job.id, JobEvent::FinishedWithErrors, ""));
    CHECK(*table.retry_failed(job.id, {}) == 1);
    CHECK(table.job(job.id)->status == JobStatus::Pending);
    CHECK(table.item(items[2].id)->status == ItemStatus::Skipped);
    CHECK(*table.retry_failed(job.id, {{"a.safetensors", "new/a.safetensors"}}) == 1);
    CHECK(table.item(items[2].id)->status == ItemStatus::Pending);
    CHECK(table.item(items[2].id)->model_path == "new/a.safetensors");
    CHECK(table.item(items[2].id)->message.empty());
    CHECK(*table.retry_failed(job.id, {}) == 0);
}

TEST_CASE_FIXTURE(SampleJobFixture, "one picture is made again whatever became of it") {
    const SampleJob job = created();
    const auto items = *table.items(job.id);
    CHECK(table.retry_item(items[0].id).error().kind == ErrorKind::Conflict);
    REQUIRE(table.begin_attempt(items[0].id, "a", "x"));
    REQUIRE(table.complete(items[0].id, {}));
    REQUIRE(table.retry_item(items[0].id));
    CHECK(table.item(items[0].id)->status == ItemStatus::Pending);
    CHECK(table.item(items[0].id)->output_path.empty());
    CHECK(table.retry_item(items[2].id).error().kind == ErrorKind::Conflict);
}

TEST_CASE_FIXTURE(SampleJobFixture, "a job is removed with its items, but not while it runs") {
    const SampleJob job = created();
    REQUIRE(table.advance(job.id, JobEvent::Started, ""));
    CHECK(table.remove(job.id).error().kind == ErrorKind::Conflict);
    REQUIRE(table.advance(job.id, JobEvent::Stopped, ""));
    REQUIRE(table.remove(job.id));
    CHECK(answer("SELECT COUNT(*) FROM sample_job_items") == "0");
}

TEST_CASE_FIXTURE(SampleJobFixture, "a job keeps what its preset said when that is changed or removed") {
    store::SamplePresetTable presets(opened.database);
    const auto preset = presets.save_new(small_preset());
    REQUIRE(preset);
    NewJob wanted = new_job();
    wanted.job.preset = *preset;
    const auto job = table.create(wanted);
    REQUIRE(job);
    CHECK(job->preset.id == preset->id);
    REQUIRE(presets.remove(preset->id));
    CHECK(table.job(job->id)->preset.id.empty());
    CHECK(table.job(job->id)->preset.prompts == preset->prompts);
    REQUIRE(table.create(wanted));
}

TEST_CASE("a database of the first version gets what jobs need, and keeps its rows") {
    StoreFixture fixture;
    {
        store::OpenOptions options;
        options.migrations = store::schema_migrations().first(1);
        const store::OpenedDatabase old = fixture.open(options);
        old.database.connection().exec(
            "INSERT INTO sample_jobs (id, training_run_name, workflow_name, status, created_at, updated_at) "
            "VALUES ('j', 'run', 'w.json', 'paused', '', '')");
    }
    store::OpenedDatabase opened = fixture.open();
    const auto job = store::SampleJobTable(opened.database).job("j");
    REQUIRE(job);
    CHECK(job->provider == "comfyui");
    CHECK(job->status == JobStatus::Paused);
}
