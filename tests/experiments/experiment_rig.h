#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "jobs/experiment_plan.h"
#include "jobs/experiment_runner.h"
#include "providers/sinkin_pictures.h"
#include "providers/sinkin_service.h"
#include "store/call_log.h"
#include "store/database.h"
#include "store/experiment_overview.h"
#include "store/experiment_runs.h"
#include "store/picture_log.h"
#include "support/sinkin_server.h"
#include "support/temp_folder.h"

namespace proofsheet::test {

constexpr const char* kTestToken = "test-token-0123456789";

inline jobs::ExperimentSettings small_settings(int pictures) {
    jobs::ExperimentSettings settings;
    settings.name = "Harbour";
    settings.prompt = "a harbour at dawn";
    settings.model_id = "yBG2r9O";
    settings.model_name = "majicMIX realistic";
    settings.total_images = pictures;
    settings.num_images = 1;
    return settings;
}

/// Pictures that arrive and are put nowhere.
class MemoryKeeper : public jobs::PictureKeeper {
public:
    explicit MemoryKeeper(net::HttpClient& http) : http_(http) {}
    Result<jobs::KeptPicture> keep(const jobs::PictureToFetch& picture, std::stop_token stop) override {
        const auto response = http_.send({net::HttpMethod::Get, picture.url}, stop);
        if (!response) return response.error();
        if (response->status == 404) return Error{ErrorKind::NotFound, "gone"};
        if (response->status != 200) return Error{ErrorKind::Network, "not now"};
        char hash[40];
        std::snprintf(hash, sizeof hash, "%032zx", std::hash<std::string>{}(picture.image_id));
        return jobs::KeptPicture{"/pictures/" + picture.image_id + ".png", {1, 1}, hash, {8, 8}};
    }

private:
    net::HttpClient& http_;
};

enum class KeptIn { Memory, Folder };

/// A database, the stand-in and a runner that is turned by hand with its own clock.
class ExperimentRig {
public:
    explicit ExperimentRig(KeptIn where = KeptIn::Folder)
        : stand_in({kTestToken, 64}),
          http(stand_in),
          opened_(store::open_database(folder.path() / "experiments.db")),
          calls(opened_->database, "session-1", [this] { return wall_clock; }),
          pictures(opened_->database),
          runs(opened_->database),
          views(opened_->database, "session-1", [this] { return wall_clock; }),
          service(http, {SinkInHttp::url(), kTestToken}),
          keeper(http, image_dir(), SinkInHttp::url()),
          memory_keeper(http),
          runner({calls, pictures, service, where == KeptIn::Folder ? keeper_ref() : memory_ref()}, {},
                 [this](const jobs::RunnerNews& each) { news.push_back(each); }) {
        opened_->database.connection().exec("PRAGMA synchronous = OFF");
    }

    std::filesystem::path image_dir() const { return folder.path() / "images"; }
    store::Database& database() { return opened_->database; }
    SQLite::Database& sql() { return opened_->database.connection(); }
    std::string answer(const std::string& query) { return sql().execAndGet(query).getString(); }

    store::AddedRun add_run(const jobs::ExperimentSettings& settings, std::uint64_t random_seed = 1) {
        const auto run = runs.add_run(settings, jobs::expand(settings, random_seed), std::nullopt, 1);
        REQUIRE(run);
        return *run;
    }
    /// Turns until nothing is left to do; waits pass at once. Returns why it stopped, if it did.
    std::optional<Error> work() {
        std::optional<Error> why;
        for (int turns = 0; turns < 100'000; ++turns) {
            const jobs::Turn turn = runner.turn(now, {});
            if (after_turn) after_turn();
            if (const auto* stopped = std::get_if<jobs::Stopped>(&turn)) why = stopped->why;
            if (const auto* wait = std::get_if<jobs::Wait>(&turn)) now = std::max(now, wait->until);
            if (std::holds_alternative<jobs::Idle>(turn)) return why;
        }
        FAIL("the runner does not come to rest");
        return why;
    }
    std::optional<Error> run_all() {
        REQUIRE(runner.run_all());
        return work();
    }
    std::vector<std::string> ids(const std::string& status) {
        std::vector<std::string> found;
        SQLite::Statement query(sql(), "SELECT id FROM jobs WHERE status = ? ORDER BY position");
        query.bind(1, status);
        while (query.executeStep()) found.push_back(query.getColumn(0).getString());
        return found;
    }
    int count(const std::string& status) { return static_cast<int>(ids(status).size()); }
    jobs::ExperimentOverview overview() {
        auto found = views.overview();
        REQUIRE(found);
        return std::move(*found);
    }

    TempFolder folder;
    SinkInStandIn stand_in;
    SinkInHttp http;
    std::chrono::steady_clock::time_point now{std::chrono::hours(1)};
    std::chrono::system_clock::time_point wall_clock{std::chrono::hours(24 * 20'000 + 12)};
    std::vector<jobs::RunnerNews> news;
    std::function<void()> after_turn;

private:
    jobs::PictureKeeper& keeper_ref() { return keeper; }
    jobs::PictureKeeper& memory_ref() { return memory_keeper; }

    Result<store::OpenedDatabase> opened_;

public:
    store::CallLog calls;
    store::PictureLog pictures;
    store::ExperimentRuns runs;
    store::ExperimentOverviews views;
    providers::SinkInService service;
    providers::SinkInPictures keeper;
    MemoryKeeper memory_keeper;
    jobs::ExperimentRunner runner;
};

}  // namespace proofsheet::test
