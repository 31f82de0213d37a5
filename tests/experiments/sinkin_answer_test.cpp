#include "providers/sinkin_answer.h"

#include <doctest/doctest.h>

using namespace proofsheet;
using namespace proofsheet::jobs;
using namespace proofsheet::providers;

namespace {

const TokenScrubber kScrubber("secret-token");

CallOutcome judged(int status, const std::string& body, CallKind kind = CallKind::Inference) {
    return judge_answer({status, {}, body}, kind, kScrubber);
}

template <typename T>
bool is(const CallOutcome& outcome) {
    return std::holds_alternative<T>(outcome);
}

constexpr const char* kGood =
    R"({"error_code":0,"images":["https://a/1.png"],"credit_cost":2.2,"inf_id":"x"})";

}  // namespace

TEST_CASE("a good answer counts whatever the HTTP status says") {
    for (const int status : {200, 201, 400, 500, 503}) {
        CAPTURE(status);
        const CallOutcome outcome = judged(status, kGood);
        REQUIRE(is<ServiceAnswer>(outcome));
        const auto& answer = std::get<ServiceAnswer>(outcome);
        CHECK(answer.urls == std::vector<std::string>{"https://a/1.png"});
        CHECK(answer.cost == Credits{2'200'000});
        CHECK(answer.inf_id == "x");
    }
}

TEST_CASE("an upscale names one picture as output") {
    const CallOutcome outcome =
        judged(200, R"({"error_code":0,"output":"https://a/2.png","credit_cost":6})", CallKind::Upscale);
    REQUIRE(is<ServiceAnswer>(outcome));
    CHECK(std::get<ServiceAnswer>(outcome).urls.size() == 1);
}

TEST_CASE("error_code 1 is a refusal with its message, also inside HTTP 200") {
    for (const int status : {200, 401, 500}) {
        const CallOutcome outcome = judged(status, R"({"error_code":1,"message":"Not enough credits"})");
        REQUIRE(is<ServiceRefusal>(outcome));
        CHECK(std::get<ServiceRefusal>(outcome).message == "SinkIn says: Not enough credits");
    }
    CHECK(is<ServiceRefusal>(judged(200, R"({"error_code":7})")));
}

TEST_CASE("only what cannot have been made is said not to have been") {
    CHECK(is<NotAccepted>(judged(429, "slow down")));
    CHECK(is<NotAccepted>(judged(503, "<html>")));
    CHECK(is<NotAccepted>(judged(429, R"({"error_code":1,"message":"slow down"})")));
    CHECK(is<ServiceRefusal>(judged(302, "")));
    CHECK(is<ServiceRefusal>(judged(404, "<html>")));
    for (const int status : {408, 500, 502, 504, 200, 204, 0}) {
        CAPTURE(status);
        CHECK(is<OutcomeUnknown>(judged(status, "<html>")));
    }
}

TEST_CASE("JSON that says neither success nor failure leaves the outcome unknown") {
    for (const char* body : {"{}", "[]", "null", "\"x\"", R"({"error_code":"0"})", R"({"error_code":0})",
                             R"({"error_code":0,"images":[]})", R"({"error_code":0,"images":[1,null]})",
                             R"({"error_code":0,"images":{"a":1}})", R"({"error_code":0,"images":[""]})"}) {
        CAPTURE(body);
        CHECK(is<OutcomeUnknown>(judged(200, body)));
    }
}

TEST_CASE("odd costs are no costs, and no answer names more pictures than are taken") {
    for (const char* cost : {"-1", "\"2\"", "1e300", "null", "2000000"}) {
        CAPTURE(cost);
        const CallOutcome outcome = judged(
            200, std::string(R"({"error_code":0,"images":["https://a/1"],"credit_cost":)") + cost + "}");
        REQUIRE(is<ServiceAnswer>(outcome));
        CHECK(!std::get<ServiceAnswer>(outcome).cost);
    }
    std::string many = R"({"error_code":0,"images":["https://a/0")";
    for (int i = 0; i < 100; ++i) many += ",\"https://a/1\"";
    CHECK(std::get<ServiceAnswer>(judged(200, many + "]}")).urls.size() == kMostUrls);
}

TEST_CASE("a token that the service sends back is taken out of everything that is kept") {
    const std::string body = R"({"error_code":1,"message":"bad secret-token","echo":"secret-token"})";
    const auto refusal = std::get<ServiceRefusal>(judged(200, body));
    CHECK(refusal.message == "SinkIn says: bad (hidden)");
    CHECK(refusal.raw.find("secret-token") == std::string::npos);
    const TokenScrubber odd("a\"b/ü c");
    CHECK(odd.scrubbed("x a\"b/ü c y") == "x (hidden) y");
    CHECK(odd.scrubbed("a\\\"b/\\u00fc c") == "(hidden)");
    CHECK(odd.scrubbed("a%22b%2F%C3%BC%20c") == "(hidden)");
    const auto unknown = std::get<OutcomeUnknown>(judged(200, "<html>secret-token"));
    CHECK(unknown.raw.find("secret-token") == std::string::npos);
}

TEST_CASE("what a client says decides whether a call may have been made") {
    const auto of = [](ErrorKind kind) { return judge_failure({kind, "why"}, kScrubber); };
    CHECK(is<NotAccepted>(of(ErrorKind::Network)));
    CHECK(is<NotAccepted>(of(ErrorKind::Cancelled)));
    CHECK(is<OutcomeUnknown>(of(ErrorKind::Indeterminate)));
    CHECK(is<OutcomeUnknown>(of(ErrorKind::Unsupported)));
    CHECK(is<ServiceRefusal>(of(ErrorKind::InvalidInput)));
}

TEST_CASE("Retry-After is seconds or a date") {
    using namespace std::chrono_literals;
    const auto now = std::chrono::system_clock::from_time_t(784111777);  // Sun, 06 Nov 1994 08:49:37 GMT
    CHECK(retry_after_from("120", now) == 120s);
    CHECK(retry_after_from("Sun, 06 Nov 1994 08:50:07 GMT", now) == 30s);
    CHECK(retry_after_from("Sun, 06 Nov 1994 08:00:00 GMT", now) == 0s);
    for (const char* text : {"", "soon", "-5", "1.5", "12x"}) CHECK(!retry_after_from(text, now));
}

TEST_CASE("models have a title or a name, an id or a link, and anything else besides") {
    const net::HttpResponse response{200, {}, R"({"error_code":0,"models":[
        {"id":"a","title":"First","civitai_model_id":1,"tags":["x",2]},
        {"link":"https://sinkin.ai/m/b","name":"Second","civitai_model_id":"1"},
        {"title":"nobody"}, 7, null],"loras":[{"id":"l","name":"Light"}],"video_models":{}})"};
    const auto models = read_models(response, kScrubber);
    REQUIRE(models);
    REQUIRE(models->models.size() == 2);
    CHECK(models->models[0].name == "First");
    CHECK(models->models[0].tags == std::vector<std::string>{"x"});
    CHECK(models->models[1].id == "b");
    CHECK(models->models[1].name == "Second");
    CHECK(models->loras.at(0).name == "Light");
    CHECK(!read_models({200, {}, R"({"error_code":1,"message":"no"})"}, kScrubber));
    CHECK(!read_models({200, {}, "<html>"}, kScrubber));
}
