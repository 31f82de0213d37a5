#include "providers/sinkin_service.h"

#include <nlohmann/json.hpp>

#include "experiment_rig.h"
#include "jobs/experiment_json.h"
#include "net/curl_http_client.h"

using namespace proofsheet;
using namespace proofsheet::jobs;
using namespace proofsheet::test;

namespace {

CallConfig full_call() {
    CallConfig call;
    call.model_id = "yBG2r9O";
    call.version = "v7";
    call.prompt = "a \"harbour\" & ümläut\nat dawn";
    call.negative_prompt = "blurry";
    call.use_default_neg = false;
    call.width = 640;
    call.height = 128;
    call.steps = 12;
    call.scale = 5.1;
    call.scheduler = "KLMS";
    call.num_images = 2;
    call.seed = 4294967295;
    call.lora = "film";
    call.lora_scale = 0.5;
    return call;
}

/// The service over a socket.
struct SocketFixture {
    SinkInServer server{{kTestToken, 64}};
    net::CurlHttpClient http;
    providers::SinkInService service{http, {server.url(), kTestToken}};

    CallOutcome send(CallFault fault) {
        server.service().fail_calls({fault});
        return service.send(full_call(), std::nullopt, {});
    }
};

}  // namespace

TEST_CASE_FIXTURE(SocketFixture, "a call says everything that was chosen, and the token in the form only") {
    const CallOutcome outcome = service.send(full_call(), std::nullopt, {});
    REQUIRE(std::holds_alternative<ServiceAnswer>(outcome));
    CHECK(std::get<ServiceAnswer>(outcome).urls.size() == 2);
    CHECK(std::get<ServiceAnswer>(outcome).cost == server.service().charged());
    const auto calls = server.service().calls();
    REQUIRE(calls.size() == 1);
    const std::map<std::string, std::string> expected{{"model_id", "yBG2r9O"},
                                                      {"version", "v7"},
                                                      {"prompt", full_call().prompt},
                                                      {"negative_prompt", "blurry"},
                                                      {"width", "640"},
                                                      {"height", "128"},
                                                      {"use_default_neg", "false"},
                                                      {"steps", "12"},
                                                      {"scale", "5.1"},
                                                      {"num_images", "2"},
                                                      {"seed", "4294967295"},
                                                      {"scheduler", "KLMS"},
                                                      {"lora", "film"},
                                                      {"lora_scale", "0.5"}};
    CHECK(calls[0].fields == expected);
    const auto payload = nlohmann::json::parse(service.payload_of(full_call()));
    CHECK(payload.get<std::map<std::string, std::string>>() == expected);
}

TEST_CASE_FIXTURE(SocketFixture, "a picture can be made again from what is stored") {
    const auto first = service.send(full_call(), std::nullopt, {});
    const auto second = service.send(*call_from_json(call_to_json(full_call())), std::nullopt, {});
    const auto picture = [&](const CallOutcome& outcome) {
        return http.send({net::HttpMethod::Get, std::get<ServiceAnswer>(outcome).urls[0]}, {})->body;
    };
    CHECK(picture(first) == picture(second));
}

TEST_CASE_FIXTURE(SocketFixture, "over a real connection each way to fail is told apart") {
    CHECK(std::holds_alternative<ServiceRefusal>(send(CallFault::Refused)));
    CHECK(std::holds_alternative<OutcomeUnknown>(send(CallFault::BrokenBefore)));
    CHECK(std::holds_alternative<OutcomeUnknown>(send(CallFault::BrokenAfter)));
    CHECK(std::holds_alternative<OutcomeUnknown>(send(CallFault::HalfAnswer)));
    CHECK(std::holds_alternative<NotAccepted>(send(CallFault::TooManyRequests)));
    CHECK(std::holds_alternative<NotAccepted>(send(CallFault::Unavailable)));
    CHECK(std::holds_alternative<OutcomeUnknown>(send(CallFault::Html)));
    CHECK(std::holds_alternative<OutcomeUnknown>(send(CallFault::HugeBody)));
    CHECK(std::holds_alternative<ServiceRefusal>(send(CallFault::Redirect)));
    CHECK(std::holds_alternative<ServiceAnswer>(send(CallFault::WrongContentType)));
    CHECK(std::get<NotAccepted>(send(CallFault::TooManyRequests)).retry_after == std::chrono::seconds(1));
    // One connection each: nothing was sent a second time.
    CHECK(server.service().calls().size() == 11);
}

TEST_CASE("where nothing listens nothing was accepted") {
    net::CurlHttpClient http;
    providers::SinkInService service(
        http, {"http://127.0.0.1:" + std::to_string(unused_port()) + "/api", kTestToken});
    CHECK(std::holds_alternative<NotAccepted>(service.send(full_call(), std::nullopt, {})));
}

TEST_CASE_FIXTURE(SocketFixture, "a wrong token is refused, and what is kept of that does not hold it") {
    providers::SinkInService wrong(http, {server.url(), "wrong-token-987"});
    const auto refusal = std::get<ServiceRefusal>(wrong.send(full_call(), std::nullopt, {}));
    CHECK(refusal.message.find("Invalid access token") != std::string::npos);
    CHECK(refusal.message.find("wrong-token-987") == std::string::npos);
    CHECK(refusal.raw.find("wrong-token-987") == std::string::npos);
    CHECK(wrong.models({}).error().message.find("wrong-token-987") == std::string::npos);
}

TEST_CASE("the stand-in checks fields and ranges") {
    SinkInStandIn stand_in({kTestToken, 64});
    SinkInHttp http(stand_in);
    providers::SinkInService service(http, {SinkInHttp::url(), kTestToken});
    const auto refused = [&](auto change) {
        CallConfig call = full_call();
        change(call);
        return std::holds_alternative<ServiceRefusal>(service.send(call, std::nullopt, {}));
    };
    CHECK_FALSE(refused([](CallConfig&) {}));
    CHECK(refused([](CallConfig& call) { call.width = 120; }));
    CHECK(refused([](CallConfig& call) { call.height = 514; }));
    CHECK(refused([](CallConfig& call) { call.steps = 51; }));
    CHECK(refused([](CallConfig& call) { call.scale = 0.5; }));
    CHECK(refused([](CallConfig& call) { call.scheduler = "Euler"; }));
    CHECK(refused([](CallConfig& call) { call.prompt.clear(); }));
    CHECK(refused([](CallConfig& call) { call.seed = 4294967296; }));
    CHECK(stand_in.charged() == price_of_inference(640, 128, 12, 2));
}
