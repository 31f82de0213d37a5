#include <nlohmann/json.hpp>

#include "experiment_rig.h"
#include "net/curl_http_client.h"

// Real processes that end themselves with SIGKILL at every place where something is written down or sent.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace proofsheet;
using namespace proofsheet::jobs;
using namespace proofsheet::test;

namespace {

using Json = nlohmann::json;

/// Another process. It is forked while this one has no database open and no threads.
class Process {
public:
    explicit Process(const std::function<void(int)>& work) {
        if (::pipe(ends_) != 0) FAIL("no pipe");
        pid_ = ::fork();
        if (pid_ == 0) {
            work(ends_[1]);
            ::_exit(0);
        }
        ::close(ends_[1]);
    }
    ~Process() {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
        }
        ::close(ends_[0]);
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    /// True when it was killed; false when it came to its end.
    bool was_killed() {
        int status = 0;
        REQUIRE(::waitpid(std::exchange(pid_, 0), &status, 0) > 0);
        if (WIFSIGNALED(status)) return true;
        CHECK(WEXITSTATUS(status) == 0);
        return false;
    }
    std::string line() const {
        std::string text;
        for (char byte = 0; ::read(ends_[0], &byte, 1) == 1 && byte != '\n';) text += byte;
        return text;
    }

private:
    int ends_[2] = {-1, -1};
    pid_t pid_ = 0;
};

void serve(int out) {
    SinkInServer server({kTestToken, 64});
    const std::string line = server.url() + "\n";
    if (::write(out, line.data(), line.size()) < 0) return;
    for (;;) ::pause();
}

/// Ends this process at the n-th place.
class Fuse {
public:
    explicit Fuse(int places) : places_(places) {}
    void place() {
        if (places_-- == 0) ::kill(::getpid(), SIGKILL);
    }

private:
    int places_;
};

class FusedHttp : public net::HttpClient {
public:
    FusedHttp(net::HttpClient& http, Fuse& fuse) : http_(http), fuse_(fuse) {}
    Result<net::HttpResponse> send(const net::HttpRequest& request, std::stop_token stop) override {
        fuse_.place();
        auto response = http_.send(request, stop);
        fuse_.place();
        return response;
    }

private:
    net::HttpClient& http_;
    Fuse& fuse_;
};

class FusedCalls : public CallJournal {
public:
    FusedCalls(CallJournal& calls, Fuse& fuse) : calls_(calls), fuse_(fuse) {}
    Result<int> recover() override {
        return around([&] { return calls_.recover(); });
    }
    Result<std::optional<WaitingCall>> next_call() override { return calls_.next_call(); }
    Result<PriceBook> prices() override { return calls_.prices(); }
    Result<Spending> spending() override { return calls_.spending(); }
    Status start(const std::string& id, Credits most, const Budget& budget,
                 const std::string& payload) override {
        return around([&] { return calls_.start(id, most, budget, payload); });
    }
    Result<std::vector<PictureToFetch>> answered(const std::string& id,
                                                 const ServiceAnswer& answer) override {
        return around([&] { return calls_.answered(id, answer); });
    }
    Status refused(const std::string& id, const ServiceRefusal& refusal,
                   const std::optional<CallConfig>& instead) override {
        return around([&] { return calls_.refused(id, refusal, instead); });
    }
    Status not_accepted(const std::string& id, const std::string& message) override {
        return around([&] { return calls_.not_accepted(id, message); });
    }
    Status unknown(const std::string& id, const OutcomeUnknown& outcome) override {
        return around([&] { return calls_.unknown(id, outcome); });
    }
    Result<bool> is_paused() override { return calls_.is_paused(); }
    Status set_paused(const std::string& why) override { return calls_.set_paused(why); }
    Status clear_paused() override { return calls_.clear_paused(); }

private:
    template <typename Work>
    std::invoke_result_t<Work> around(const Work& work) {
        fuse_.place();
        auto done = work();
        fuse_.place();
        return done;
    }
    CallJournal& calls_;
    Fuse& fuse_;
};

class FusedPictures : public PictureJournal {
public:
    FusedPictures(PictureJournal& pictures, Fuse& fuse) : pictures_(pictures), fuse_(fuse) {}
    Result<std::vector<PictureToFetch>> missing(Missing which) override { return pictures_.missing(which); }
    Status fetched(const std::string& image_id, const KeptPicture& picture) override {
        fuse_.place();
        Status done = pictures_.fetched(image_id, picture);
        fuse_.place();
        return done;
    }
    Status fetch_failed(const std::string& image_id, const std::string& message) override {
        return pictures_.fetch_failed(image_id, message);
    }

private:
    PictureJournal& pictures_;
    Fuse& fuse_;
};

struct Place {
    std::filesystem::path folder;
    std::string url;
    std::filesystem::path file() const { return folder / "experiments.db"; }
};

/// Works the queue until it is empty, or until the fuse is burnt down.
void work_queue(const Place& place, int fuse_length) {
    auto opened = store::open_database(place.file());
    if (!opened) ::_exit(1);
    Fuse fuse(fuse_length);
    net::CurlHttpClient curl;
    FusedHttp http(curl, fuse);
    store::CallLog call_log(opened->database, "session");
    store::PictureLog picture_log(opened->database);
    FusedCalls calls(call_log, fuse);
    FusedPictures pictures(picture_log, fuse);
    providers::SinkInService service(http, {place.url, kTestToken});
    providers::SinkInPictures keeper(http, place.folder / "images", place.url);
    ExperimentRunner runner({calls, pictures, service, keeper}, {}, [](const RunnerNews&) {});
    if (!runner.recover() || !runner.run_all()) ::_exit(1);
    for (int turns = 0; turns < 1000; ++turns)
        if (std::holds_alternative<Idle>(runner.turn(std::chrono::steady_clock::now(), {}))) return;
    ::_exit(1);
}

void queue_run(const Place& place, std::uint64_t random_seed) {
    auto opened = store::open_database(place.file());
    REQUIRE(opened);
    ExperimentSettings settings = small_settings(4);
    settings.num_images = 2;
    REQUIRE(store::ExperimentRuns(opened->database)
                .add_run(settings, expand(settings, random_seed), std::nullopt, 1));
}

struct Seen {
    int calls = 0;
    std::int64_t charged = 0;
};

/// By seed, which no two rounds share.
std::map<std::string, Seen> seen_by(const std::string& url) {
    net::CurlHttpClient http;
    const auto response =
        http.send({net::HttpMethod::Get, url.substr(0, url.size() - 4) + "/seen"}, std::stop_token());
    REQUIRE(response);
    std::map<std::string, Seen> seen;
    for (const Json& call : Json::parse(response->body)) {
        Seen& one = seen[call.at("fields").at("seed").get<std::string>()];
        ++one.calls;
        one.charged += call.at("charged_micro").get<std::int64_t>();
    }
    return seen;
}

/// Nothing paid twice; what was answered is confirmed and on the disk; the rest is shown as unknown.
int check_round(const Place& place, std::map<std::string, Seen> seen) {
    const SQLite::Database connection(place.file().c_str());
    SQLite::Statement query(
        connection,
        "SELECT CAST(json_extract(j.config_json, '$.seed') AS TEXT), j.status, (SELECT "
        "COALESCE(SUM(amount_micro), "
        "0) FROM credit_ledger l WHERE l.job_id = j.id AND kind = 'confirmed'), (SELECT COUNT(file_path) "
        "FROM images "
        "i WHERE i.job_id = j.id), (SELECT COALESCE(SUM(CASE kind WHEN 'reserved' THEN amount_micro WHEN "
        "'released' "
        "THEN -amount_micro ELSE 0 END), 0) FROM credit_ledger l WHERE l.job_id = j.id) FROM jobs j");
    int unknown = 0;
    while (query.executeStep()) {
        const Seen& one = seen[query.getColumn(0).getString()];
        const std::string status = query.getColumn(1).getString();
        CHECK(one.calls <= 1);
        CHECK(query.getColumn(4).getInt64() == 0);
        if (status == "completed") {
            CHECK(one.calls == 1);
            CHECK(query.getColumn(2).getInt64() == one.charged);
            CHECK(query.getColumn(3).getInt() == 2);
        } else {
            CHECK(status == "indeterminate");
            CHECK(query.getColumn(2).getInt64() == 0);
            ++unknown;
        }
    }
    SQLite::Statement files(connection, "SELECT file_path FROM images");
    while (files.executeStep()) CHECK(std::filesystem::exists(files.getColumn(0).getString()));
    return unknown;
}

}  // namespace

TEST_CASE("killed at any place and started again, nothing is paid twice and nothing paid is lost") {
    Process server(serve);
    const std::string url = server.line();
    REQUIRE(!url.empty());
    int rounds = 0;
    int unknown = 0;
    for (bool killed = true; killed; ++rounds) {
        CAPTURE(rounds);
        REQUIRE(rounds < 200);
        TempFolder folder;
        const Place place{folder.path(), url};
        queue_run(place, static_cast<std::uint64_t>(rounds) + 1000);
        killed = Process([&](int) { work_queue(place, rounds); }).was_killed();
        if (killed) CHECK_FALSE(Process([&](int) { work_queue(place, 1'000'000); }).was_killed());
        unknown += check_round(place, seen_by(url));
    }
    // recover, and for each of two calls: started, sent, answered, and two pictures asked for and noted.
    CHECK(rounds == 2 + 2 * (2 + 2 + 2 + 2 * 4) + 1);
    CHECK(unknown == 2 * 4);
}
