#include "jobs/job_runner.h"

#include "jobs/runner_fixture.h"
#include "jobs/side_car.h"

using namespace proofsheet;
using namespace proofsheet::jobs;

TEST_CASE_FIXTURE(RunnerFixture,
                  "a job makes every picture in its place, with a side-car, and is completed") {
    const SampleJob job = run(created(new_job()).id);
    CHECK(job.status == JobStatus::Completed);
    CHECK(job.counts == ItemCounts{0, 0, 4, 0, 0});
    REQUIRE(pictures().size() == 4);
    CHECK(
        pictures()[0] ==
        "a-000001.safetensors/prompt_name=forest+portal&steps=4&cfg=7.5&sampler_name=euler&scheduler=simple&"
        "seed=420.png");
    for (const JobItem& item : items(job)) {
        CHECK(item.duration);
        const auto side_car = read_file(side_car_path(samples / item.output_path), 100'000);
        REQUIRE(side_car);
        CHECK(is_side_car_of(*side_car, item.id, item.attempt_id));
    }
}

TEST_CASE_FIXTURE(RunnerFixture, "the side-car holds everything that was used") {
    const SampleJob job = run(created(new_job(1)).id);
    const auto bytes = read_file(side_car_path(samples / items(job)[0].output_path), 100'000);
    REQUIRE(bytes);
    const std::string text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    for (const char* part :
         {"\"checkpoint\": \"a-000001.safetensors\"", "\"prompt_name\": \"forest portal\"",
          "\"prompt_text\": \"a forest with a glowing portal\"", "\"negative_prompt\": \"blurry\"",
          "\"seed\": 420", "\"cfg\": 7.5", "\"steps\": 4", "\"sampler_name\": \"euler\"",
          "\"scheduler\": \"simple\"", "\"width\": 64", "\"height\": 48", "\"vae\": \"vae.safetensors\"",
          "\"shift\": 3.0", "\"workflow_name\": \"flow.json\"", "\"workflow_hash\": \"hash\"",
          "\"timestamp\": \"2026-01-31T12:00:00Z\"", "\"service\": \"Fake 1\"", "\"proofsheet\": \"0.0.1\"",
          "\"name\": \"Small\""})
        CHECK_MESSAGE(text.find(part) != std::string::npos, part);
    CHECK(text.find(job.id) != std::string::npos);
}

TEST_CASE_FIXTURE(RunnerFixture, "an attempt is journalled before it is sent, and its remote id at once") {
    const SampleJob job = created(new_job(1));
    service.on_generate = [&](const GenerationRequest& request) {
        const auto all = items(job);
        const auto running = std::find_if(all.begin(), all.end(),
                                          [](auto& each) { return each.status == ItemStatus::Running; });
        REQUIRE(running != all.end());
        CHECK(running->attempt_id == request.attempt_id);
        CHECK(running->remote_id.empty());
        CHECK_FALSE(running->output_path.empty());
    };
    service.while_running = [&](const ReportEvent&, const std::stop_token&) {
        const auto all = items(job);
        CHECK(std::any_of(all.begin(), all.end(), [](auto& each) {
            return each.status == ItemStatus::Running && each.remote_id == "remote-" + each.attempt_id;
        }));
    };
    CHECK(run(job.id).status == JobStatus::Completed);
}

TEST_CASE_FIXTURE(RunnerFixture, "one failed picture never stops the job, and retry makes just that one") {
    const SampleJob job = created(new_job());
    service.errors = {{ErrorKind::InvalidInput, "Out of memory"}};
    const SampleJob ended = run(job.id);
    CHECK(ended.status == JobStatus::CompletedWithErrors);
    CHECK(ended.counts == ItemCounts{0, 0, 3, 1, 0});
    CHECK(ended.message.find("1 of 4 pictures are missing") == 0);
    CHECK(ended.message.find("Out of memory") != std::string::npos);
    CHECK(items(job)[0].message == "Out of memory");
    CHECK(*journal.retry_failed(job.id, {}) == 1);
    CHECK(run(job.id).status == JobStatus::Completed);
    CHECK(service.generated.size() == 5);
    CHECK(pictures().size() == 4);
}

TEST_CASE_FIXTURE(RunnerFixture,
                  "ten failures in a row pause the job with the reason, and what waits stays") {
    const SampleJob job = created(new_job(8));
    for (int i = 0; i < 10; ++i) service.errors.push_back({ErrorKind::Io, "No such sampler"});
    const SampleJob ended = run(job.id);
    CHECK(ended.status == JobStatus::Paused);
    CHECK(ended.message == "Paused after 10 failures in a row. The last one: No such sampler");
    CHECK(ended.counts == ItemCounts{6, 0, 0, 10, 0});
    REQUIRE(journal.advance(job.id, JobEvent::Resumed, ""));
    CHECK(run(job.id).status == JobStatus::CompletedWithErrors);
}

TEST_CASE_FIXTURE(RunnerFixture, "nine failures and a picture do not pause it") {
    const SampleJob job = created(new_job(10));
    for (int i = 0; i < 9; ++i) service.errors.push_back({ErrorKind::Io, "no"});
    CHECK(run(job.id).status == JobStatus::CompletedWithErrors);
}

TEST_CASE_FIXTURE(RunnerFixture, "a job of which nothing could be made has failed") {
    const SampleJob job = created(new_job(1));
    service.errors = {{ErrorKind::Io, "no"}, {ErrorKind::Io, "no"}};
    CHECK(run(job.id).status == JobStatus::Failed);
}

TEST_CASE_FIXTURE(RunnerFixture, "a service that does not answer is asked again, more and more rarely") {
    const SampleJob job = created(new_job(1));
    for (int i = 0; i < 7; ++i) service.errors.push_back({ErrorKind::Network, "ComfyUI does not answer"});
    CHECK(run(job.id).status == JobStatus::Completed);
    using std::chrono::milliseconds;
    CHECK(waits == std::vector{milliseconds(1000), milliseconds(2000), milliseconds(4000), milliseconds(8000),
                               milliseconds(16000), milliseconds(30000), milliseconds(30000)});
    CHECK(pictures().size() == 2);
    CHECK(std::any_of(news.begin(), news.end(), [](const JobNews& each) {
        const auto* waits_for = std::get_if<JobWaits>(&each);
        return waits_for != nullptr && waits_for->reason == "ComfyUI does not answer";
    }));
    // Nothing was accepted, so it is one attempt all the time.
    CHECK(service.generated.front().attempt_id == service.generated[7].attempt_id);
}

TEST_CASE_FIXTURE(RunnerFixture, "a service that stays away pauses the job; its picture is pending again") {
    const SampleJob job = created(new_job(1));
    for (int i = 0; i < 10; ++i) service.errors.push_back({ErrorKind::Network, "ComfyUI does not answer"});
    const SampleJob ended = run(job.id);
    CHECK(ended.status == JobStatus::Paused);
    CHECK(ended.counts == ItemCounts{2, 0, 0, 0, 0});
    CHECK(ended.message.find("ComfyUI does not answer") != std::string::npos);
}

TEST_CASE_FIXTURE(RunnerFixture, "a request that may have been accepted is looked for, not sent again") {
    const SampleJob job = created(new_job(1));
    service.errors = {{ErrorKind::Indeterminate, "The connection broke"}};
    CHECK(run(job.id).status == JobStatus::Completed);
    CHECK(service.generated.size() == 2);
    CHECK(service.found.size() == 1);
    CHECK(service.made == 2);
}

TEST_CASE_FIXTURE(RunnerFixture,
                  "one that may have been accepted stays running when the job pauses, and is found later") {
    const SampleJob job = created(new_job(1));
    service.errors = {{ErrorKind::Indeterminate, "The connection broke"}};
    for (int i = 0; i < 9; ++i) service.find_errors.push_back({ErrorKind::Network, "away"});
    const SampleJob paused = run(job.id);
    CHECK(paused.status == JobStatus::Paused);
    CHECK(paused.counts.running == 1);
    REQUIRE(journal.advance(job.id, JobEvent::Resumed, ""));
    CHECK(run(job.id).status == JobStatus::Completed);
    CHECK(service.made == 2);
}

TEST_CASE_FIXTURE(RunnerFixture,
                  "what the service lost is sent again as a new attempt, three times at most") {
    const SampleJob job = created(new_job(1));
    service.errors = {{ErrorKind::NotFound, "The service lost it"},
                      {ErrorKind::NotFound, "The service lost it"}};
    CHECK(run(job.id).status == JobStatus::Completed);
    CHECK(service.generated[0].attempt_id != service.generated[1].attempt_id);
    const SampleJob other = created(new_job(1));
    for (int i = 0; i < 3; ++i) service.errors.push_back({ErrorKind::NotFound, "The service lost it"});
    CHECK(run(other.id).counts.failed == 1);
}

TEST_CASE_FIXTURE(RunnerFixture, "a stop lets the current picture finish; resume makes the rest") {
    const SampleJob job = created(new_job());
    service.while_running = [&](const ReportEvent&, const std::stop_token&) {
        if (service.made == 0) REQUIRE(journal.request_stop(job.id));
    };
    const SampleJob stopped = run(job.id);
    CHECK(stopped.status == JobStatus::Paused);
    CHECK(stopped.message.empty());
    CHECK(stopped.counts == ItemCounts{3, 0, 1, 0, 0});
    service.while_running = {};
    REQUIRE(journal.advance(job.id, JobEvent::Resumed, ""));
    CHECK(run(job.id).status == JobStatus::Completed);
    CHECK(service.made == 4);
}

TEST_CASE_FIXTURE(RunnerFixture,
                  "a second stop, of whatever process, interrupts the picture, which is pending again") {
    const SampleJob job = created(new_job());
    auto elsewhere = store::connect_again(opened.database);
    REQUIRE(elsewhere);
    store::SampleJobTable other(*elsewhere);
    bool was_interrupted = false;
    service.while_running = [&](const ReportEvent& report, const std::stop_token& stop) {
        REQUIRE(other.request_stop(job.id));
        report(Progress{2, 4, ""});
        CHECK_FALSE(stop.stop_requested());
        REQUIRE(other.request_stop(job.id));
        report(Progress{3, 4, ""});
        was_interrupted = stop.stop_requested();
    };
    const SampleJob stopped = run(job.id);
    CHECK(was_interrupted);
    CHECK(stopped.status == JobStatus::Paused);
    CHECK(stopped.counts == ItemCounts{4, 0, 0, 0, 0});
    CHECK(pictures().empty());
}

TEST_CASE_FIXTURE(RunnerFixture,
                  "the end of the program leaves the job running, and the next start goes on") {
    const SampleJob job = created(new_job());
    std::stop_source program;
    service.while_running = [&](const ReportEvent&, const std::stop_token&) {
        if (service.made == 1) program.request_stop();
    };
    const SampleJob left = run(job.id, program.get_token());
    CHECK(left.status == JobStatus::Running);
    CHECK(left.counts == ItemCounts{3, 0, 1, 0, 0});
    service.while_running = {};
    CHECK(run(job.id).status == JobStatus::Completed);
    CHECK(service.made == 4);
}

TEST_CASE_FIXTURE(RunnerFixture, "a stop while the service does not answer is obeyed at once") {
    const SampleJob job = created(new_job());
    for (int i = 0; i < 5; ++i) service.errors.push_back({ErrorKind::Network, "away"});
    while_waiting = [&] { REQUIRE(journal.request_stop(job.id)); };
    const SampleJob stopped = run(job.id);
    CHECK(stopped.status == JobStatus::Paused);
    CHECK(waits.size() == 1);
    CHECK(stopped.counts == ItemCounts{4, 0, 0, 0, 0});
}

TEST_CASE_FIXTURE(RunnerFixture, "a picture that is there is never overwritten; the new one gets a counter") {
    const SampleJob first = created(new_job(1));
    run(first.id);
    const auto before = pictures();
    const SampleJob second = created(new_job(1));
    CHECK(run(second.id).status == JobStatus::Completed);
    CHECK(pictures().size() == 4);
    const std::string path = items(second)[0].output_path;
    CHECK(path.ends_with("&_00001_.png"));
    CHECK(scan::parse_sample_name(std::filesystem::path(path).stem().native()).batch == 1);
    const SampleJob third = created(new_job(1));
    run(third.id);
    CHECK(items(third)[0].output_path.ends_with("&_00002_.png"));
    CHECK(read_file(samples / before[0], 100)->size() == std::string_view("picture 1").size());
}

TEST_CASE_FIXTURE(RunnerFixture,
                  "something that comes under the name while the picture is made stays as it is") {
    const SampleJob job = created(new_job(1));
    service.while_running = [&](const ReportEvent&, const std::stop_token&) {
        if (service.made > 0) return;
        std::ofstream(samples / items(job)[0].output_path) << "somebody's";
    };
    CHECK(run(job.id).status == JobStatus::Completed);
    CHECK(items(job)[0].output_path.ends_with("&_00001_.png"));
    CHECK(pictures().size() == 3);
}

TEST_CASE_FIXTURE(RunnerFixture, "a side-car of somebody else is not overwritten either") {
    const SampleJob job = created(new_job(1));
    const auto folder_of = samples / "a-000001.safetensors";
    std::filesystem::create_directories(folder_of);
    const auto mine =
        folder_of /
        "prompt_name=forest+portal&steps=4&cfg=7.5&sampler_name=euler&scheduler=simple&seed=420.json";
    std::ofstream(mine) << "{\"note\": \"mine\"}";
    CHECK(run(job.id).status == JobStatus::Completed);
    CHECK(read_file(mine, 100)->size() == std::string_view("{\"note\": \"mine\"}").size());
    CHECK(items(job)[0].output_path.ends_with("&_00001_.png"));
}

TEST_CASE_FIXTURE(RunnerFixture,
                  "a picture that was deleted comes back under its name, although its side-car stayed") {
    const SampleJob first = run(created(new_job(1)).id);
    const std::string path = items(first)[0].output_path;
    std::filesystem::remove(samples / path);
    const SampleJob second = run(created(new_job(1)).id);
    CHECK(items(second)[0].output_path == path);
    const auto side_car = read_file(side_car_path(samples / path), 100'000);
    REQUIRE(side_car);
    CHECK(is_side_car_of(*side_car, items(second)[0].id, items(second)[0].attempt_id));
}

TEST_CASE_FIXTURE(RunnerFixture, "a job is not completed while a picture is missing on the disk") {
    const SampleJob job = created(new_job());
    service.on_generate = [&](const GenerationRequest&) {
        if (service.made == 3) std::filesystem::remove(samples / items(job)[0].output_path);
    };
    const SampleJob ended = run(job.id);
    CHECK(ended.status == JobStatus::CompletedWithErrors);
    CHECK(items(job)[0].status == ItemStatus::Failed);
    CHECK(items(job)[0].message.find("is gone") != std::string::npos);
    service.on_generate = {};
    CHECK(*journal.retry_failed(job.id, {}) == 1);
    CHECK(run(job.id).status == JobStatus::Completed);
    CHECK(pictures().size() == 4);
}

TEST_CASE_FIXTURE(RunnerFixture,
                  "skipped items are counted, so the job ends with errors and its bars are full") {
    NewJob wanted = new_job();
    wanted.items[0].skip_reason = "The service does not know it";
    const SampleJob ended = run(created(wanted).id);
    CHECK(ended.status == JobStatus::CompletedWithErrors);
    CHECK(ended.counts == ItemCounts{0, 0, 3, 0, 1});
    CHECK(ended.counts.done() == ended.counts.total());
    CHECK(ended.message.find("1 skipped") != std::string::npos);
}

TEST_CASE_FIXTURE(RunnerFixture, "a link that leads out of the sample folder is not followed") {
    const auto outside = folder.path() / "outside";
    std::filesystem::create_directories(outside);
    std::filesystem::create_directories(samples);
    std::filesystem::create_directory_symlink(outside, samples / "a-000001.safetensors");
    const SampleJob ended = run(created(new_job(1)).id);
    CHECK(ended.status == JobStatus::CompletedWithErrors);
    CHECK(std::filesystem::is_empty(outside));
    CHECK(service.generated.size() == 1);
}

TEST_CASE_FIXTURE(RunnerFixture, "the base model is made once and serves every checkpoint") {
    NewJob wanted = new_job(1);
    for (PlannedItem& item : wanted.items) {
        item.parameters.lora_strength = 0;
        item.parameters.base_model = true;
    }
    const SampleJob ended = run(created(wanted).id);
    CHECK(ended.status == JobStatus::Completed);
    CHECK(service.generated.size() == 1);
    CHECK(service.generated[0].base_model);
    REQUIRE(pictures().size() == 2);
    CHECK(*read_file(samples / pictures()[0], 100) == *read_file(samples / pictures()[1], 100));
}

TEST_CASE_FIXTURE(RunnerFixture,
                  "news come after what they tell is on the disk, the step of the sampler among them") {
    const SampleJob job = created(new_job(1));
    run(job.id);
    REQUIRE_FALSE(news.empty());
    CHECK(std::get<JobChanged>(news.front()).job.status == JobStatus::Running);
    CHECK(std::get<JobChanged>(news.back()).job.status == JobStatus::Completed);
    CHECK(std::any_of(news.begin(), news.end(), [&](const JobNews& each) {
        const auto* step = std::get_if<StepProgress>(&each);
        return step != nullptr && step->step == 1 && step->steps == 4 && step->job_id == job.id;
    }));
}

TEST_CASE_FIXTURE(RunnerFixture, "a study is a folder between the sample folder and the checkpoint") {
    NewJob wanted = new_job(1);
    wanted.job.study = "matrix";
    for (PlannedItem& item : wanted.items) item.folder = output_folder("matrix", item.checkpoint);
    CHECK(run(created(wanted).id).status == JobStatus::Completed);
    CHECK(pictures()[0].starts_with("matrix/a-000001.safetensors/"));
}

TEST_CASE_FIXTURE(RunnerFixture, "two thousand pictures need no more memory than the first hundred") {
    const auto resident_pages = [] {
        std::ifstream statm("/proc/self/statm");
        long size = 0;
        long resident = 0;
        statm >> size >> resident;
        return resident;
    };
    NewJob wanted = new_job(1000);
    const SampleJob job = created(wanted);
    RunnerParts quiet = parts();
    quiet.tell = {};
    service.on_generate = [&](const GenerationRequest&) { service.generated.clear(); };
    JobRunner runner(quiet);
    REQUIRE(runner.start(job.id));
    const auto take_turns = [&](int count) {
        for (int i = 0; i < count; ++i) REQUIRE(*runner.turn({}) == JobRunner::Turn::Goes);
    };
    take_turns(100);
    const long early = resident_pages();
    take_turns(1900);
    CHECK(resident_pages() - early < 2048);  // 8 MiB
    CHECK(*runner.turn({}) == JobRunner::Turn::Ended);
    CHECK(journal.job(job.id)->status == JobStatus::Completed);
}
