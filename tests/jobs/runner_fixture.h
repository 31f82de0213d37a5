#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "jobs/job_fixture.h"
#include "jobs/job_line.h"
#include "jobs/job_runner.h"
#include "jobs/output_name.h"
#include "scan/sample_name.h"
#include "store/database.h"
#include "store/sample_job_table.h"
#include "support/temp_folder.h"

namespace proofsheet::jobs {

inline std::vector<std::byte> some_bytes(const std::string& text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

/// A service that does what the test says, request by request; what it accepted it keeps.
class FakeService final : public Provider {
public:
    /// What becomes of the next requests, in order; then each is made.
    std::deque<Error> errors;
    std::deque<Error> find_errors;
    std::function<void(const GenerationRequest&)> on_generate;
    /// Called after acceptance, before the picture; with the request's stop token.
    std::function<void(const ReportEvent&, const std::stop_token&)> while_running;
    std::vector<GenerationRequest> generated;
    std::vector<std::string> found;
    std::set<std::string> known;  ///< attempts that the service has
    int made = 0;

    Status generate(const GenerationRequest& request, const ReportEvent& report,
                    std::stop_token stop) override {
        generated.push_back(request);
        if (on_generate) on_generate(request);
        if (!errors.empty() && errors.front().kind == ErrorKind::Network) return next(errors);
        known.insert(request.attempt_id);
        report(Accepted{"remote-" + request.attempt_id});
        if (!errors.empty()) return next(errors);
        return run(report, stop);
    }

    Status find(const GenerationRequest& request, const std::string& remote_id, const ReportEvent& report,
                std::stop_token stop) override {
        found.push_back(remote_id);
        if (!find_errors.empty()) return next(find_errors);
        if (!known.contains(request.attempt_id))
            return Error{ErrorKind::NotFound, "The service does not know it"};
        report(Accepted{"remote-" + request.attempt_id});
        return run(report, stop);
    }

private:
    static Status next(std::deque<Error>& from) {
        Error error = from.front();
        from.pop_front();
        return error;
    }
    Status run(const ReportEvent& report, const std::stop_token& stop) {
        report(Progress{1, 4, ""});
        if (while_running) while_running(report, stop);
        if (stop.stop_requested()) return Error{ErrorKind::Cancelled, "Interrupted"};
        ++made;
        report(Finished{some_bytes("picture " + std::to_string(made)), "hash", "Fake 1"});
        return {};
    }
};

/// A job on the disk with a service that is turned by hand; time stands still but for waits.
struct RunnerFixture {
    test::TempFolder folder;
    std::filesystem::path database_file = folder.path() / "experiments.db";
    std::filesystem::path samples = folder.path() / "samples";
    store::OpenedDatabase opened = open_here();
    store::SampleJobTable journal{opened.database};
    FakeService service;
    DiskOutputFiles files;
    std::vector<JobNews> news;
    std::vector<std::chrono::milliseconds> waits;
    std::chrono::steady_clock::time_point now{};
    std::function<void()> while_waiting;
    int ids = 0;

    store::OpenedDatabase open_here() const {
        auto database = store::open_database(database_file);
        if (!database) FAIL(database.error().message);
        return std::move(*database);
    }

    RunnerParts parts() {
        return {journal,
                service,
                files,
                [this] { return "attempt-" + std::to_string(++ids); },
                [] { return std::string("2026-01-31T12:00:00Z"); },
                [this] { return now += std::chrono::milliseconds(400); },
                [this](std::chrono::milliseconds time, const std::stop_token&) {
                    waits.push_back(time);
                    if (while_waiting) while_waiting();
                },
                [this](const JobNews& each) { news.push_back(each); },
                "0.0.1"};
    }

    /// Two checkpoints of `per_checkpoint` pictures each.
    NewJob new_job(std::size_t per_checkpoint = 2) const {
        ExpansionInput input;
        input.preset = small_preset();
        input.preset.prompts.resize(1);
        input.preset.cfgs = {7.5};
        input.preset.seeds.clear();
        for (std::size_t i = 0; i < per_checkpoint; ++i) input.preset.seeds.push_back(420 + i);
        input.checkpoints = {{"a-000001.safetensors", "/m/a-000001.safetensors", 1},
                             {"a-000002.safetensors", "/m/a-000002.safetensors", 2}};
        NewJob wanted;
        wanted.items = expand(input).items;
        wanted.job.run = "a";
        wanted.job.provider = "demo";
        wanted.job.preset = input.preset;
        wanted.job.workflow = "flow.json";
        wanted.job.sample_dir = samples.native();
        wanted.job.vae = "vae.safetensors";
        wanted.job.shift = 3;
        return wanted;
    }
    SampleJob created(const NewJob& wanted) {
        auto job = journal.create(wanted);
        if (!job) FAIL(job.error().message);
        return *job;
    }
    SampleJob run(const std::string& job_id, const std::stop_token& stop = {}) {
        JobRunner runner(parts());
        auto job = runner.run(job_id, stop);
        if (!job) FAIL(job.error().message);
        return *job;
    }
    std::vector<JobItem> items(const SampleJob& job) const { return *journal.items(job.id); }

    /// Pictures below the sample folder, relative, in order.
    std::vector<std::string> pictures() const {
        std::vector<std::string> found;
        std::error_code none;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(samples, none))
            if (entry.is_regular_file() && entry.path().extension() == ".png")
                found.push_back(entry.path().lexically_relative(samples).native());
        std::sort(found.begin(), found.end());
        return found;
    }
};

}  // namespace proofsheet::jobs
