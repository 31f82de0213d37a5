#include <doctest/doctest.h>

#include <latch>
#include <thread>

#include "net/curl_http_client.h"
#include "support/http_server.h"

using namespace proofsheet;
using namespace proofsheet::net;
using namespace proofsheet::test;
using namespace std::chrono_literals;

namespace {

ServedAnswer text_answer(std::string body, int status = 200) {
    return {.status = status, .body = std::move(body), .content_type = "text/plain"};
}

Result<HttpResponse> get(const std::string& url, std::stop_token stop = {}) {
    return make_http_client()->send({.url = url}, std::move(stop));
}

}  // namespace

TEST_CASE("an answer comes back whole, with status and headers, whatever the status") {
    HttpServer server([](const ServedRequest&) {
        return ServedAnswer{.status = 404, .body = std::string("a\0b", 3), .headers = {{"X-Kind", " odd "}}};
    });
    const auto answer = get(server.url() + "/missing?x=1");
    REQUIRE(answer);
    CHECK(answer->status == 404);
    CHECK(answer->body == std::string("a\0b", 3));
    CHECK(header_of(*answer, "x-kind") == "odd");
    CHECK(server.requests().at(0).target == "/missing?x=1");
}

TEST_CASE("a request carries its own headers and neither Origin nor Expect") {
    HttpServer server([](const ServedRequest&) { return text_answer("ok"); });
    const HttpRequest request{
        .method = HttpMethod::Post,
        .url = server.url() + "/prompt",
        .headers = {{"Authorization", "Bearer abc"}, {"Content-Type", "application/json"}},
        .body = std::string(3'000'000, 'x')};
    REQUIRE(make_http_client()->send(request, {}));
    const ServedRequest seen = server.requests().at(0);
    CHECK(seen.method == "POST");
    CHECK(seen.body.size() == 3'000'000);
    CHECK(seen.header("authorization") == "Bearer abc");
    CHECK(seen.header("content-type") == "application/json");
    CHECK_FALSE(seen.header("origin"));
    CHECK_FALSE(seen.header("expect"));
    CHECK_FALSE(seen.header("accept-encoding"));
}

TEST_CASE("an empty post is a post") {
    HttpServer server([](const ServedRequest&) { return text_answer("ok"); });
    REQUIRE(make_http_client()->send({.method = HttpMethod::Post, .url = server.url()}, {}));
    CHECK(server.requests().at(0).method == "POST");
    CHECK(server.requests().at(0).header("content-length") == "0");
    CHECK_FALSE(server.requests().at(0).header("content-type"));
}

TEST_CASE("a form is sent as multipart, files with their names, and every byte of a value") {
    HttpServer server([](const ServedRequest&) { return text_answer("ok"); });
    const HttpRequest request{.method = HttpMethod::Post,
                              .url = server.url(),
                              .form = {{.name = "prompt", .value = "a; b & @c\r\n\xC3\xA4"},
                                       {.name = "image",
                                        .value = std::string("\x89PNG\0!", 6),
                                        .file_name = "x y.png",
                                        .mime_type = "image/png"}}};
    REQUIRE(make_http_client()->send(request, {}));
    const ServedRequest seen = server.requests().at(0);
    CHECK(seen.header("content-type")->starts_with("multipart/form-data; boundary="));
    CHECK(seen.body.find("name=\"prompt\"\r\n\r\na; b & @c\r\n\xC3\xA4\r\n") != std::string::npos);
    CHECK(seen.body.find("name=\"image\"; filename=\"x y.png\"") != std::string::npos);
    CHECK(seen.body.find("Content-Type: image/png") != std::string::npos);
    CHECK(seen.body.find(std::string("\r\n\r\n\x89PNG\0!\r\n", 12)) != std::string::npos);
}

TEST_CASE("a redirect is an answer and is not followed") {
    HttpServer server([](const ServedRequest&) {
        return ServedAnswer{.status = 302, .headers = {{"Location", "/elsewhere"}}};
    });
    const auto answer = get(server.url());
    REQUIRE(answer);
    CHECK(answer->status == 302);
    CHECK(header_of(*answer, "location") == "/elsewhere");
    CHECK(server.requests().size() == 1);
}

TEST_CASE("where nothing listens nothing was accepted") {
    const auto answer = get("http://127.0.0.1:" + std::to_string(unused_port()) + "/x?token=secret");
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == ErrorKind::Network);
    CHECK(answer.error().message.find("Nothing answers at http://127.0.0.1:") == 0);
    CHECK(answer.error().message.find("secret") == std::string::npos);
}

TEST_CASE("a host that nobody knows accepted nothing") {
    const auto answer = get("http://no-such-host.invalid/");
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == ErrorKind::Network);
}

TEST_CASE("a server without TLS accepted nothing of a secure request") {
    HttpServer server([](const ServedRequest&) { return text_answer("ok"); });
    const auto answer = make_http_client()->send(
        {.url = "https://127.0.0.1:" + std::to_string(server.port()), .timeout = 2s}, {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == ErrorKind::Network);
}

TEST_CASE("a request that left and was not answered whole may have been accepted, and is not sent twice") {
    Cut cut = Cut::None;
    SUBCASE("closed at once") {
        cut = Cut::Refuse;
    }
    SUBCASE("closed in the middle of the answer") {
        cut = Cut::Body;
    }
    SUBCASE("never answered") {
        cut = Cut::Hang;
    }
    SUBCASE("stalled in the middle of the answer") {
        cut = Cut::Stall;
    }
    HttpServer server([&](const ServedRequest&) {
        ServedAnswer answer = text_answer(std::string(1000, 'x'));
        answer.cut = cut;
        return answer;
    });
    const auto answer = make_http_client()->send({.method = HttpMethod::Post,
                                                  .url = server.url() + "/inference",
                                                  .headers = {{"Authorization", "Bearer hunter2"}},
                                                  .body = "hunter3",
                                                  .timeout = 300ms},
                                                 {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == ErrorKind::Indeterminate);
    CHECK(answer.error().message.find("hunter") == std::string::npos);
    CHECK(server.requests().size() == 1);
}

TEST_CASE("an answer larger than allowed is refused") {
    HttpServer server([](const ServedRequest&) { return text_answer(std::string(5000, 'x')); });
    const auto answer = make_http_client()->send({.url = server.url(), .most_bytes = 4999}, {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == ErrorKind::Unsupported);
    CHECK(make_http_client()->send({.url = server.url(), .most_bytes = 5000}, {}));
}

TEST_CASE("headers without end are refused") {
    HttpServer server([](const ServedRequest&) {
        ServedAnswer answer = text_answer("ok");
        answer.headers.assign(400, {"X-Long", std::string(1000, 'x')});
        return answer;
    });
    const auto answer = get(server.url());
    REQUIRE_FALSE(answer);
}

TEST_CASE("a stop before the start sends nothing") {
    HttpServer server([](const ServedRequest&) { return text_answer("ok"); });
    std::stop_source stop;
    stop.request_stop();
    const auto answer = get(server.url(), stop.get_token());
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == ErrorKind::Cancelled);
    CHECK(server.requests().empty());
}

TEST_CASE("a stop while the server thinks ends the wait and leaves the outcome open") {
    std::latch asked(1);
    HttpServer server([&](const ServedRequest&) {
        asked.count_down();
        return ServedAnswer{.cut = Cut::Hang};
    });
    std::stop_source stop;
    std::jthread stopper([&] {
        asked.wait();
        stop.request_stop();
    });
    const auto answer = get(server.url(), stop.get_token());
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == ErrorKind::Indeterminate);
}

TEST_CASE("a header that would smuggle in another line is refused before anything is sent") {
    HttpServer server([](const ServedRequest&) { return text_answer("ok"); });
    const auto answer = make_http_client()->send(
        {.url = server.url(), .headers = {{"Authorization", "Bearer hunter2\r\nX-Other: 1"}}}, {});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().kind == ErrorKind::InvalidInput);
    CHECK(answer.error().message.find("hunter2") == std::string::npos);
    CHECK(server.requests().empty());
}

TEST_CASE("only http and https are spoken") {
    for (const char* url : {"file:///etc/passwd", "ftp://127.0.0.1/", "ws://127.0.0.1/", ""}) {
        CAPTURE(url);
        const auto answer = get(url);
        REQUIRE_FALSE(answer);
        CHECK(answer.error().kind == ErrorKind::InvalidInput);
    }
}

TEST_CASE("several threads may ask at once") {
    HttpServer server([](const ServedRequest& request) { return text_answer(request.target); });
    const auto client = make_http_client();
    std::vector<std::string> bodies(8);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < bodies.size(); ++i)
            threads.emplace_back([&, i] {
                const auto answer = client->send({.url = server.url() + "/" + std::to_string(i)}, {});
                if (answer) bodies[i] = answer->body;
            });
    }
    for (std::size_t i = 0; i < bodies.size(); ++i) CHECK(bodies[i] == "/" + std::to_string(i));
}
