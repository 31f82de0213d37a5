// Every point at which the process that works on a job can end: a process of its own is killed there, the
// next one goes on, and exactly the missing pictures are made, each once.

#include <fmt/format.h>

#include <map>
#include <type_traits>

#include "jobs/runner_fixture.h"
#include "jobs/side_car.h"
#include "store/store_fixture.h"

using namespace proofsheet;
using namespace proofsheet::jobs;

namespace {

/// Counts what happens and kills the process at one point.
class Reaper {
public:
    explicit Reaper(int point) : left_(point) {}
    void pass() {
        if (--left_ == 0) ::kill(::getpid(), SIGKILL);
    }

private:
    int left_;
};

/// The points before and after everything that is written.
class KilledJournal final : public JobJournal {
public:
    KilledJournal(JobJournal& inner, Reaper& reaper) : inner_(inner), reaper_(reaper) {}

    Result<SampleJob> create(const NewJob& wanted) override { return inner_.create(wanted); }
    Result<std::vector<SampleJob>> jobs() const override { return inner_.jobs(); }
    Result<SampleJob> job(const std::string& id) const override { return inner_.job(id); }
    Result<std::vector<JobItem>> items(const std::string& id) const override { return inner_.items(id); }
    Result<std::vector<ItemState>> item_states(const std::string& id) const override {
        return inner_.item_states(id);
    }
    Result<JobItem> item(const std::string& id) const override { return inner_.item(id); }
    Result<std::vector<SampleJob>> line(const std::string& provider) const override {
        return inner_.line(provider);
    }
    Result<SampleJob> request_stop(const std::string& id) override { return inner_.request_stop(id); }
    Result<StopWish> stop_wish(const std::string& id) const override { return inner_.stop_wish(id); }
    Result<std::size_t> retry_failed(const std::string& id,
                                     const std::map<std::string, std::string>& paths) override {
        return inner_.retry_failed(id, paths);
    }
    Status retry_item(const std::string& id) override { return inner_.retry_item(id); }
    Status remove(const std::string& id) override { return inner_.remove(id); }

    Result<SampleJob> advance(const std::string& id, JobEvent event, const std::string& message) override {
        return around([&] { return inner_.advance(id, event, message); });
    }
    Status begin_attempt(const std::string& item, const std::string& attempt,
                         const std::string& path) override {
        return around([&] { return inner_.begin_attempt(item, attempt, path); });
    }
    Status accepted(const std::string& item, const std::string& attempt, const std::string& remote) override {
        return around([&] { return inner_.accepted(item, attempt, remote); });
    }
    Status redirect(const std::string& item, const std::string& path) override {
        return around([&] { return inner_.redirect(item, path); });
    }
    Status complete(const std::string& item, std::optional<std::chrono::milliseconds> duration) override {
        return around([&] { return inner_.complete(item, duration); });
    }
    Status give_up(const std::string& item, ItemEvent event, const std::string& message) override {
        return around([&] { return inner_.give_up(item, event, message); });
    }

private:
    template <typename Work>
    std::invoke_result_t<Work> around(Work work) {
        reaper_.pass();
        std::invoke_result_t<Work> result = work();
        reaper_.pass();
        return result;
    }
    JobJournal& inner_;
    Reaper& reaper_;
};

class KilledFiles final : public OutputFiles {
public:
    explicit KilledFiles(Reaper& reaper) : reaper_(reaper) {}
    Status prepare(const std::filesystem::path& samples, const std::string& folder) override {
        reaper_.pass();
        return disk_.prepare(samples, folder);
    }
    bool is_there(const std::filesystem::path& path) const override { return disk_.is_there(path); }
    std::vector<std::string> names_in(const std::filesystem::path& folder) const override {
        return disk_.names_in(folder);
    }
    Result<std::vector<std::byte>> read(const std::filesystem::path& path) const override {
        return disk_.read(path);
    }
    Status write_new(const std::filesystem::path& path, std::span<const std::byte> bytes) override {
        // Half of the file that is renamed at the end.
        std::ofstream(path.native() + ".part").write(reinterpret_cast<const char*>(bytes.data()), 3);
        reaper_.pass();
        Status written = disk_.write_new(path, bytes);
        reaper_.pass();
        return written;
    }
    Status write_over(const std::filesystem::path& path, std::span<const std::byte> bytes) override {
        reaper_.pass();
        Status written = disk_.write_over(path, bytes);
        reaper_.pass();
        return written;
    }
    Status move_to(const std::filesystem::path& from, const std::filesystem::path& to) override {
        return disk_.move_to(from, to);
    }

private:
    DiskOutputFiles disk_;
    Reaper& reaper_;
};

/// A service of its own, whose memory is a folder: it outlives the process that asks it.
class LastingService final : public Provider {
public:
    LastingService(std::filesystem::path memory, Reaper& reaper)
        : memory_(std::move(memory)), reaper_(reaper) {
        std::filesystem::create_directories(memory_);
    }

    Status generate(const GenerationRequest& request, const ReportEvent& report, std::stop_token) override {
        reaper_.pass();
        std::ofstream(memory_ / request.attempt_id) << request.checkpoint_file << ' ' << request.seed;
        reaper_.pass();
        report(Accepted{"remote-" + request.attempt_id});
        return deliver(request, report);
    }
    Status find(const GenerationRequest& request, const std::string&, const ReportEvent& report,
                std::stop_token) override {
        if (!std::filesystem::exists(memory_ / request.attempt_id))
            return Error{ErrorKind::NotFound, "The service does not know it"};
        report(Accepted{"remote-" + request.attempt_id});
        return deliver(request, report);
    }

private:
    Status deliver(const GenerationRequest& request, const ReportEvent& report) {
        reaper_.pass();
        report(Progress{1, 1, ""});
        report(Finished{some_bytes(fmt::format("{} {}", request.checkpoint_file, request.seed)), "",
                        "Lasting 1"});
        reaper_.pass();
        return {};
    }
    std::filesystem::path memory_;
    Reaper& reaper_;
};

struct KillFixture {
    test::TempFolder folder;
    std::filesystem::path database = folder.path() / "experiments.db";
    std::filesystem::path samples = folder.path() / "samples";
    std::filesystem::path memory = folder.path() / "service";

    /// Works on the line until it is empty; false when something went wrong. Killed at `point` if that comes.
    bool work(int point) const {
        auto opened = store::open_database(database);
        if (!opened) return false;
        Reaper reaper(point);
        store::SampleJobTable table(opened->database);
        KilledJournal journal(table, reaper);
        KilledFiles files(reaper);
        LastingService service(memory, reaper);
        int ids = 0;
        JobRunner runner({journal,
                          service,
                          files,
                          [&] { return fmt::format("attempt-{}-{}", ::getpid(), ++ids); },
                          [] { return std::string("2026-01-31T12:00:00Z"); },
                          [] { return std::chrono::steady_clock::now(); },
                          [](std::chrono::milliseconds, const std::stop_token&) {},
                          {},
                          "0.0.1"});
        while (true) {
            const auto turn = work_on_line(runner, journal, "demo", line_lock(database, "demo"), {});
            if (!turn || *turn == LineTurn::Busy) return false;
            if (*turn == LineTurn::Empty) return true;
        }
    }

    std::string create_job(std::vector<std::uint64_t> seeds) const {
        auto opened = store::open_database(database);
        REQUIRE(opened);
        NewJob wanted;
        ExpansionInput input;
        input.preset = small_preset();
        input.preset.prompts.resize(1);
        input.preset.cfgs = {7.5};
        input.preset.seeds = std::move(seeds);
        input.checkpoints = {{"a-000001.safetensors", "", 1}, {"a-000002.safetensors", "", 2}};
        wanted.items = expand(input).items;
        wanted.job.run = "a";
        wanted.job.provider = "demo";
        wanted.job.preset = input.preset;
        wanted.job.sample_dir = samples.native();
        const auto job = store::SampleJobTable(opened->database).create(wanted);
        REQUIRE(job);
        return job->id;
    }

    /// What the pictures say, each of them once.
    std::map<std::string, int> pictures() const {
        std::map<std::string, int> found;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(samples))
            if (entry.path().extension() == ".png") ++found[test::bytes_of(entry.path())];
        return found;
    }
    /// What the service made.
    std::map<std::string, int> made() const {
        std::map<std::string, int> found;
        for (const auto& entry : std::filesystem::directory_iterator(memory))
            ++found[test::bytes_of(entry.path())];
        return found;
    }
};

std::map<std::string, int> each_once(const std::vector<std::uint64_t>& seeds) {
    std::map<std::string, int> expected;
    for (const char* checkpoint : {"a-000001.safetensors", "a-000002.safetensors"})
        for (const std::uint64_t seed : seeds) expected[fmt::format("{} {}", checkpoint, seed)] = 1;
    return expected;
}

}  // namespace

TEST_CASE("a process that is killed at any point of a job loses no picture and makes none twice") {
    int point = 1;
    bool was_killed = true;
    for (; was_killed; ++point) {
        const KillFixture fixture;
        const std::string job_id = fixture.create_job({420});
        CAPTURE(point);
        was_killed = !test::Child([&](int) { return fixture.work(point); }).succeeded();
        REQUIRE(test::Child([&](int) { return fixture.work(0); }).succeeded());
        REQUIRE(fixture.pictures() == each_once({420}));
        REQUIRE(fixture.made() == each_once({420}));
        auto opened = store::open_database(fixture.database);
        REQUIRE(opened);
        store::SampleJobTable table(opened->database);
        REQUIRE(table.job(job_id)->status == JobStatus::Completed);
        const auto items = table.items(job_id);
        REQUIRE(items);
        for (const JobItem& item : *items) {
            const auto side_car = read_file(side_car_path(fixture.samples / item.output_path), 10'000);
            REQUIRE(side_car);
            REQUIRE(is_side_car_of(*side_car, item.id, item.attempt_id));
            REQUIRE_FALSE(std::filesystem::exists(fixture.samples / (item.output_path + ".part")));
        }
    }
    CHECK(point > 30);
}

TEST_CASE("a process that is killed again and again makes each picture once") {
    // Enough for one picture and a bit in each process.
    for (const int point : {14, 19, 25}) {
        const KillFixture fixture;
        fixture.create_job({420, 421});
        CAPTURE(point);
        int processes = 1;
        while (!test::Child([&](int) { return fixture.work(point); }).succeeded()) REQUIRE(++processes < 100);
        CHECK(processes > 1);
        CHECK(fixture.pictures() == each_once({420, 421}));
        CHECK(fixture.made() == each_once({420, 421}));
    }
}
