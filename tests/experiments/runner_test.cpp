#include "experiment_rig.h"
#include "jobs/experiment_json.h"
#include "support/picture_files.h"

using namespace proofsheet;
using namespace proofsheet::jobs;
using namespace proofsheet::test;

namespace {

/// How many calls were sent for one run of `faults`, and what became of the job.
struct Tried {
    std::size_t sent = 0;
    std::string status;
    std::int64_t confirmed = 0;
};

Tried try_one(ExperimentRig& rig, std::vector<CallFault> faults) {
    rig.add_run(small_settings(1));
    rig.stand_in.fail_calls(std::move(faults));
    rig.run_all();
    return {rig.stand_in.calls().size(), rig.answer("SELECT status FROM jobs"),
            rig.calls.spending()->session.confirmed.micro};
}

std::filesystem::path init_picture(const ExperimentRig& rig) {
    const std::filesystem::path file = rig.folder.path() / "start.png";
    const FileBytes bytes = png_with({});
    REQUIRE(write_file_atomically(file, bytes));
    return file;
}

/// A run from an init image that is stored as an asset.
store::AddedRun add_img2img(ExperimentRig& rig, ExperimentSettings settings) {
    settings.init_image_file = init_picture(rig).native();
    const auto asset = providers::keep_asset(settings.init_image_file, rig.folder.path() / "assets");
    REQUIRE(asset);
    const auto run = rig.runs.add_run(settings, expand(settings, 1), *asset, 1);
    REQUIRE(run);
    return *run;
}

}  // namespace

TEST_CASE("what was sent and not answered is never sent again by itself") {
    for (const CallFault fault : {CallFault::TimeoutBefore, CallFault::TimeoutAfter, CallFault::BrokenBefore,
                                  CallFault::BrokenAfter, CallFault::HalfAnswer, CallFault::ServerError,
                                  CallFault::Html, CallFault::HugeBody, CallFault::NoPictures}) {
        CAPTURE(static_cast<int>(fault));
        ExperimentRig rig;
        const Tried tried = try_one(rig, {fault});
        CHECK(tried.sent == 1);
        CHECK(tried.status == "indeterminate");
        CHECK(tried.confirmed == 0);
        CHECK(rig.calls.spending()->session.indeterminate == Credits{3'000'000});
        CHECK(!rig.run_all());
        CHECK(rig.stand_in.calls().size() == 1);
        REQUIRE(rig.runs.resend(rig.ids("indeterminate").at(0)));
        rig.run_all();
        CHECK(rig.stand_in.calls().size() == 2);
        CHECK(rig.count("completed") == 1);
    }
}

TEST_CASE("what was turned away at the door is sent again by itself, after a while") {
    for (const CallFault fault :
         {CallFault::TooManyRequests, CallFault::Unavailable, CallFault::NoConnection}) {
        CAPTURE(static_cast<int>(fault));
        ExperimentRig rig;
        const auto before = rig.now;
        const Tried tried = try_one(rig, {fault, fault});
        CHECK(tried.sent == 3);
        CHECK(tried.status == "completed");
        CHECK(rig.now - before >= std::chrono::seconds(6));
        CHECK(tried.confirmed == rig.stand_in.charged().micro);
    }
}

TEST_CASE("after six tries the queue pauses and the call keeps its place") {
    ExperimentRig rig;
    rig.add_run(small_settings(2));
    rig.stand_in.fail_calls(std::vector<CallFault>(20, CallFault::Unavailable));
    const auto why = rig.run_all();
    REQUIRE(why);
    CHECK(why->kind == ErrorKind::Network);
    CHECK(rig.stand_in.calls().size() == 6);
    CHECK(rig.count("queued") == 2);
    CHECK(rig.calls.spending()->session.counted() == Credits{});
}

TEST_CASE("Retry-After is waited for") {
    ExperimentRig rig;
    rig.add_run(small_settings(1));
    class Busy : public net::HttpClient {
    public:
        Result<net::HttpResponse> send(const net::HttpRequest&, std::stop_token) override {
            return net::HttpResponse{429, {{"retry-after", "90"}}, "slow down"};
        }
    } busy;
    providers::SinkInService service(busy, {SinkInHttp::url(), kTestToken});
    ExperimentRunner runner({rig.calls, rig.pictures, service, rig.keeper}, {}, [](const RunnerNews&) {});
    REQUIRE(runner.run_all());
    static_cast<void>(runner.turn(rig.now, {}));
    const Turn turn = runner.turn(rig.now, {});
    const auto* wait = std::get_if<Wait>(&turn);
    REQUIRE(wait != nullptr);
    CHECK(wait->until - rig.now == std::chrono::seconds(90));
}

TEST_CASE("a redirect is a refusal, and a right answer of the wrong type is an answer") {
    ExperimentRig redirect;
    CHECK(try_one(redirect, {CallFault::Redirect}).status == "failed");
    CHECK(redirect.calls.spending()->session.counted() == Credits{});
    ExperimentRig type;
    CHECK(try_one(type, {CallFault::WrongContentType}).status == "completed");
}

TEST_CASE("three refusals in a row pause the queue; two and a success do not") {
    ExperimentRig rig;
    rig.add_run(small_settings(9));
    using F = CallFault;
    rig.stand_in.fail_calls({F::Refused, F::Refused, F::None, F::Refused, F::Refused, F::Refused});
    const auto why = rig.run_all();
    REQUIRE(why);
    CHECK(why->message.find("NSFW prompt") != std::string::npos);
    CHECK(rig.stand_in.calls().size() == 6);
    CHECK(rig.count("queued") == 3);
    CHECK(*rig.runs.retry_all_failed() == 5);
    CHECK(!rig.run_all());
    CHECK(rig.count("completed") == 9);
}

TEST_CASE("a pause lets the call under way end and holds for every process, until somebody runs the queue") {
    ExperimentRig rig;
    rig.add_run(small_settings(3));
    REQUIRE(rig.runner.run_all());
    static_cast<void>(rig.runner.turn(rig.now, {}));
    store::CallLog other(rig.database(), "session-2");
    REQUIRE(other.set_paused(""));
    CHECK(!rig.work());
    CHECK(rig.stand_in.calls().size() == 1);
    CHECK(rig.answer("SELECT COUNT(file_path) FROM images") == "1");
    rig.run_all();
    CHECK(rig.stand_in.calls().size() == 3);
}

TEST_CASE("a call found running at the start is shown as unknown with what is known, and not sent again") {
    ExperimentRig rig;
    rig.add_run(small_settings(2));
    REQUIRE(rig.calls.start(rig.ids("queued").at(0), {3'000'000}, {}, "{\"seed\":\"1\"}"));
    CHECK(*rig.runner.recover() == 1);
    CHECK(*rig.runner.recover() == 0);
    rig.run_all();
    CHECK(rig.stand_in.calls().size() == 1);
    CHECK(rig.count("indeterminate") == 1);
    CHECK(rig.answer("SELECT raw_payload_json FROM jobs WHERE status = 'indeterminate'") ==
          "{\"seed\":\"1\"}");
    CHECK(rig.calls.spending()->session.indeterminate == Credits{3'000'000});
    CHECK(rig.calls.spending()->session.held == Credits{});
}

TEST_CASE("image to image sends the stored picture with its strength, or its ControlNet") {
    ExperimentRig rig;
    ExperimentSettings settings = small_settings(1);
    settings.image_strength = 0.4;
    add_img2img(rig, settings);
    std::filesystem::remove(rig.folder.path() / "start.png");
    settings.controlnet = ControlNet::Depth;
    add_img2img(rig, settings);
    rig.run_all();
    const auto calls = rig.stand_in.calls();
    REQUIRE(calls.size() == 2);
    CHECK(std::stoi(calls[0].fields.at("init_image_file")) > 50);
    CHECK(calls[0].fields.at("image_strength") == "0.4");
    CHECK(calls[1].fields.at("controlnet") == "depth");
    CHECK(rig.answer("SELECT GROUP_CONCAT(mode) FROM configs") == "img2img,img2img");
}

TEST_CASE("without leave a failed image to image call stays failed") {
    ExperimentRig rig;
    add_img2img(rig, small_settings(1));
    rig.stand_in.fail_calls({CallFault::Refused});
    rig.run_all();
    CHECK(rig.stand_in.calls().size() == 1);
    CHECK(rig.count("failed") == 1);
}

TEST_CASE("with leave text to image stands in, and the picture says so and counts apart") {
    ExperimentRig rig;
    ExperimentSettings settings = small_settings(2);
    settings.fallback_to_text2img = true;
    add_img2img(rig, settings);
    rig.stand_in.fail_calls({CallFault::Refused});
    rig.run_all();
    const auto calls = rig.stand_in.calls();
    REQUIRE(calls.size() == 3);
    CHECK(calls[0].fields.contains("init_image_file"));
    CHECK_FALSE(calls[1].fields.contains("init_image_file"));
    CHECK_FALSE(calls[1].fields.contains("image_strength"));
    CHECK(calls[1].fields.at("seed") == calls[0].fields.at("seed"));
    CHECK(rig.answer("SELECT GROUP_CONCAT(mode) FROM (SELECT mode FROM configs ORDER BY mode)") ==
          "fallback,img2img");
    CHECK(rig.answer("SELECT COUNT(*) FROM images WHERE file_path LIKE '%mode=fallback%'") == "1");
    CHECK(rig.answer("SELECT COUNT(*) FROM configs WHERE mode = 'fallback' AND image_strength IS NULL") ==
          "1");
    const RunSummary run = rig.overview().runs.at(0);
    CHECK(run.planned == 2);
    CHECK(run.fallbacks == 1);
    CHECK(run.calls.failed == 0);
    CHECK(run.calls.completed == 2);
}

TEST_CASE("an init image that is gone is never left out silently") {
    ExperimentRig rig;
    add_img2img(rig, small_settings(1));
    std::filesystem::remove_all(rig.folder.path() / "assets");
    rig.run_all();
    CHECK(rig.stand_in.calls().empty());
    CHECK(rig.count("failed") == 1);
    CHECK(rig.answer("SELECT error_message FROM jobs").find("init image") != std::string::npos);
}

TEST_CASE("a missing token is said before anything is sent") {
    ExperimentRig rig;
    rig.add_run(small_settings(1));
    providers::SinkInService service(rig.http, {SinkInHttp::url(), ""});
    ExperimentRunner runner({rig.calls, rig.pictures, service, rig.keeper}, {}, [](const RunnerNews&) {});
    REQUIRE(runner.run_next());
    static_cast<void>(runner.turn(rig.now, {}));
    CHECK(rig.stand_in.calls().empty());
    CHECK(rig.answer("SELECT error_message FROM jobs").find("SINKIN_ACCESS_TOKEN") != std::string::npos);
}

TEST_CASE("an answer that cannot be saved is told with the addresses of its pictures") {
    ExperimentRig rig;
    rig.add_run(small_settings(1));
    rig.sql().exec("CREATE TRIGGER full BEFORE INSERT ON images BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    const auto why = rig.run_all();
    REQUIRE(why);
    CHECK(why->message.find("http://sinkin.test/pictures/1-0.png") != std::string::npos);
    CHECK(rig.count("running") == 1);
    rig.sql().exec("DROP TRIGGER full");
    REQUIRE(rig.runner.recover());
    CHECK(rig.count("indeterminate") == 1);
    CHECK(rig.stand_in.calls().size() == 1);
}
