#include "experiment_rig.h"

using namespace proofsheet;
using namespace proofsheet::jobs;
using namespace proofsheet::test;

namespace {

std::int64_t ledger_sum(ExperimentRig& rig, const std::string& kind) {
    return std::stoll(
        rig.answer("SELECT COALESCE(SUM(amount_micro), 0) FROM credit_ledger WHERE kind = '" + kind + "'"));
}

}  // namespace

TEST_CASE_FIXTURE(ExperimentRig, "money is set aside on the disk before a call is sent") {
    add_run(small_settings(1));
    class Watching : public net::HttpClient {
    public:
        explicit Watching(ExperimentRig& rig) : rig_(rig) {}
        Result<net::HttpResponse> send(const net::HttpRequest& request, std::stop_token stop) override {
            held_ = ledger_sum(rig_, "reserved");
            status_ = rig_.answer("SELECT status FROM jobs");
            return rig_.http.send(request, stop);
        }
        ExperimentRig& rig_;
        std::int64_t held_ = -1;
        std::string status_;
    } watching(*this);
    providers::SinkInService watched(watching, {SinkInHttp::url(), kTestToken});
    ExperimentRunner other({calls, pictures, watched, keeper}, {}, [](const RunnerNews&) {});
    REQUIRE(other.run_next());
    static_cast<void>(other.turn(now, {}));
    CHECK(watching.held_ == 3'000'000);
    CHECK(watching.status_ == "running");
    CHECK(ledger_sum(*this, "released") == 3'000'000);
    CHECK(ledger_sum(*this, "confirmed") == stand_in.charged().micro);
}

TEST_CASE_FIXTURE(ExperimentRig, "shares of the pictures add up to what the call cost") {
    ExperimentSettings settings = small_settings(3);
    settings.num_images = 3;
    settings.steps = {31};
    add_run(settings);
    run_all();
    CHECK(answer("SELECT COUNT(*) FROM configs") == "3");
    CHECK(answer("SELECT SUM(credit_cost_micro) FROM configs") == std::to_string(stand_in.charged().micro));
    CHECK(answer(
              "SELECT GROUP_CONCAT(seed_known, '') FROM (SELECT c.seed_known FROM configs c JOIN images i ON "
              "i.id = c.image_id ORDER BY i.batch_index)") == "100");
}

TEST_CASE_FIXTURE(ExperimentRig,
                  "an answer that does not say its cost leaves what was set aside as unknown") {
    add_run(small_settings(1));
    stand_in.fail_calls({CallFault::NoCost});
    run_all();
    CHECK(count("completed") == 1);
    CHECK(ledger_sum(*this, "confirmed") == 0);
    CHECK(ledger_sum(*this, "indeterminate") == 3'000'000);
    CHECK(answer("SELECT COUNT(file_path) FROM images") == "1");
}

TEST_CASE_FIXTURE(ExperimentRig, "prices are learnt from answers") {
    add_run(small_settings(2));
    run_all();
    CallConfig call = expand(small_settings(1), 1).calls[0];
    const auto price = calls.prices()->of(call);
    CHECK(price.learnt);
    CHECK(price.expected == price_of_inference(512, 768, 30, 1));
    CHECK(answer(
              "SELECT GROUP_CONCAT(credit_estimate_micro) FROM (SELECT credit_estimate_micro FROM jobs ORDER "
              "BY position)") == "3000000,600000");
}

TEST_CASE_FIXTURE(ExperimentRig,
                  "a budget stops the queue before the call that could break it, and says so") {
    add_run(small_settings(5));
    runner.set_budget({Credits{4'000'000}, std::nullopt});
    CHECK(!run_all());
    // 0.6 each once the price is learnt: the first is allowed at 3, the others while the sum stays below 4.
    CHECK(stand_in.calls().size() == 5);
    add_run(small_settings(5), 2);
    const auto again = run_all();
    REQUIRE(again);
    CHECK(again->kind == ErrorKind::Conflict);
    CHECK(stand_in.calls().size() == 6);
    CHECK(stand_in.charged() == Credits{3'600'000});
    CHECK(overview().is_paused);
    CHECK(overview().pause_reason.find("budget.session") != std::string::npos);
    runner.set_budget({});
    CHECK(!run_all());
    CHECK(!overview().is_paused);
    CHECK(count("queued") == 0);
}

TEST_CASE_FIXTURE(ExperimentRig, "the day's budget counts from midnight, and other sessions with it") {
    add_run(small_settings(1));
    run_all();
    const Credits one = stand_in.charged();
    store::CallLog other(database(), "session-2", [this] { return wall_clock; });
    CHECK(other.spending()->session == CreditTotals{});
    CHECK(other.spending()->day.confirmed == one);
    wall_clock += std::chrono::hours(24);
    CHECK(calls.spending()->day.confirmed == Credits{});
    CHECK(calls.spending()->session.confirmed == one);
}

TEST_CASE_FIXTURE(ExperimentRig, "what is set aside counts today even when it was set aside yesterday") {
    add_run(small_settings(2));
    REQUIRE(calls.start(ids("queued").at(0), {5'000'000}, {}, "{}"));
    wall_clock += std::chrono::hours(24);
    CHECK(calls.spending()->day.held == Credits{5'000'000});
    const Status next = calls.start(ids("queued").at(0), {1}, {std::nullopt, Credits{5'000'000}}, "{}");
    REQUIRE(!next);
    CHECK(next.error().kind == ErrorKind::Conflict);
    CHECK(count("running") == 1);
}

TEST_CASE_FIXTURE(ExperimentRig, "a call that another process took is not started") {
    add_run(small_settings(1));
    const std::string id = ids("queued").at(0);
    REQUIRE(calls.start(id, {1}, {}, "{}"));
    const Status second = calls.start(id, {1}, {}, "{}");
    REQUIRE(!second);
    CHECK(second.error().kind == ErrorKind::NotFound);
    CHECK(ledger_sum(*this, "reserved") == 1);
}
