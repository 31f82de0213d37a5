#include <doctest/doctest.h>

#include <latch>
#include <thread>

#include "net/web_socket.h"
#include "support/web_socket_server.h"

using namespace proofsheet;
using namespace proofsheet::net;
using namespace proofsheet::test;
using namespace std::chrono_literals;

namespace {

struct Talk {
    explicit Talk(std::function<void(ServedWebSocket&)> talk)
        : server([talk](const ServedRequest& request) { return web_socket_answer(request, talk); }) {}

    std::unique_ptr<WebSocket> connect(std::uint64_t most_bytes = 1 << 20) {
        auto socket = make_web_socket_connector()->connect(
            {.url = server.url() + "/ws?clientId=me", .most_bytes = most_bytes}, {});
        REQUIRE(socket);
        return std::move(*socket);
    }
    HttpServer server;
};

/// The next message, waited for as long as it takes.
WebSocketMessage next(WebSocket& socket) {
    const auto message = socket.read(20s, {});
    REQUIRE(message);
    REQUIRE(message->has_value());
    return **message;
}

void wait_for_end(ServedWebSocket& socket) {
    while (socket.receive()) {
    }
}

}  // namespace

TEST_CASE("text and binary messages arrive whole and in order") {
    Talk talk([](ServedWebSocket& socket) {
        socket.send_text("hello");
        socket.send_binary(std::string("\0\1\2", 3));
        socket.send_text(std::string(300'000, 'x'));
        wait_for_end(socket);
    });
    const auto socket = talk.connect();
    CHECK(next(*socket) == WebSocketMessage{MessageKind::Text, "hello"});
    CHECK(next(*socket) == WebSocketMessage{MessageKind::Binary, std::string("\0\1\2", 3)});
    CHECK(next(*socket).data.size() == 300'000);
}

TEST_CASE("the handshake carries the path, the query and the token, and neither Origin nor compression") {
    HttpServer server([](const ServedRequest& request) { return web_socket_answer(request, wait_for_end); });
    REQUIRE(make_web_socket_connector()->connect(
        {.url = server.url() + "/prefix/ws?clientId=a-b", .headers = {{"Authorization", "Bearer abc"}}}, {}));
    const ServedRequest seen = server.requests().at(0);
    CHECK(seen.target == "/prefix/ws?clientId=a-b");
    CHECK(seen.header("authorization") == "Bearer abc");
    CHECK(seen.header("host") == "127.0.0.1:" + std::to_string(server.port()));
    CHECK_FALSE(seen.header("origin"));
    CHECK_FALSE(seen.header("sec-websocket-extensions"));
}

TEST_CASE("text is sent, and pings of the server are answered while it reads") {
    std::latch sent(1);
    Talk talk([&](ServedWebSocket& socket) {
        const auto message = socket.receive();
        socket.send_ping();
        socket.send_text("you said " + message->data);
        static_cast<void>(socket.receive());  // ends with the connection, or with what comes after the pong
        CHECK(socket.pongs == 1);
        sent.count_down();
    });
    {
        const auto socket = talk.connect();
        REQUIRE(socket->write_text("first", {}));
        CHECK(next(*socket).data == "you said first");
        REQUIRE(socket->write_text("second", {}));
        sent.wait();
    }
}

TEST_CASE("no message in time is no error, and the next read gets it") {
    std::latch go(1);
    Talk talk([&](ServedWebSocket& socket) {
        go.wait();
        socket.send_text("late");
        wait_for_end(socket);
    });
    const auto socket = talk.connect();
    const auto nothing = socket->read(1ms, {});
    REQUIRE(nothing);
    CHECK_FALSE(nothing->has_value());
    go.count_down();
    CHECK(next(*socket).data == "late");
}

TEST_CASE("a stop ends the wait and leaves the connection open") {
    std::latch go(1);
    Talk talk([&](ServedWebSocket& socket) {
        go.wait();
        socket.send_text("still here");
        wait_for_end(socket);
    });
    const auto socket = talk.connect();
    std::stop_source stop;
    std::jthread stopper([&] { stop.request_stop(); });
    const auto stopped = socket->read(20s, stop.get_token());
    REQUIRE_FALSE(stopped);
    CHECK(stopped.error().kind == ErrorKind::Cancelled);
    go.count_down();
    CHECK(next(*socket).data == "still here");
}

TEST_CASE("a connection that ends says so, once and ever after") {
    Talk talk([](ServedWebSocket& socket) { socket.shut(); });
    const auto socket = talk.connect();
    for (int i = 0; i < 2; ++i) {
        const auto over = socket->read(20s, {});
        REQUIRE_FALSE(over);
        CHECK(over.error().kind == ErrorKind::Network);
    }
    CHECK_FALSE(socket->write_text("x", {}));
}

TEST_CASE("a message larger than allowed ends the connection") {
    Talk talk([](ServedWebSocket& socket) {
        socket.send_text(std::string(1001, 'x'));
        wait_for_end(socket);
    });
    const auto socket = talk.connect(1000);
    const auto over = socket->read(20s, {});
    REQUIRE_FALSE(over);
    CHECK(over.error().kind == ErrorKind::Unsupported);
}

TEST_CASE("bytes that are no WebSocket frames end the connection") {
    Talk talk([](ServedWebSocket& socket) {
        socket.send_raw(std::string(64, '\xFF'));
        wait_for_end(socket);
    });
    const auto socket = talk.connect();
    CHECK_FALSE(socket->read(20s, {}));
}

TEST_CASE("a server that refuses the WebSocket is named with its status") {
    HttpServer server([](const ServedRequest&) { return ServedAnswer{.status = 403}; });
    const auto socket =
        make_web_socket_connector()->connect({.url = server.url() + "/ws?clientId=secret"}, {});
    REQUIRE_FALSE(socket);
    CHECK(socket.error().kind == ErrorKind::Network);
    CHECK(socket.error().message == server.url() + "/ws refused the WebSocket (HTTP 403).");
}

TEST_CASE("what cannot be reached, spoken to or named opens no WebSocket") {
    HttpServer server([](const ServedRequest&) { return ServedAnswer{.body = {}, .cut = Cut::Hang}; });
    const auto connector = make_web_socket_connector();
    const auto kind = [&](const WebSocketRequest& request) {
        const auto socket = connector->connect(request, {});
        REQUIRE_FALSE(socket);
        return socket.error().kind;
    };
    CHECK(kind({.url = "ws://127.0.0.1:" + std::to_string(unused_port())}) == ErrorKind::Network);
    CHECK(kind({.url = server.url(), .timeout = 100ms}) == ErrorKind::Network);
    CHECK(kind({.url = "wss://127.0.0.1:" + std::to_string(server.port()), .timeout = 2s}) ==
          ErrorKind::Network);
    CHECK(kind({.url = "ftp://127.0.0.1"}) == ErrorKind::InvalidInput);
    CHECK(kind({.url = server.url(), .headers = {{"Authorization", "a\r\nb"}}}) == ErrorKind::InvalidInput);
}

TEST_CASE("a stop ends the opening") {
    std::latch asked(1);
    HttpServer server([&](const ServedRequest&) {
        asked.count_down();
        return ServedAnswer{.body = {}, .cut = Cut::Hang};
    });
    std::stop_source stop;
    std::jthread stopper([&] {
        asked.wait();
        stop.request_stop();
    });
    const auto socket = make_web_socket_connector()->connect({.url = server.url()}, stop.get_token());
    REQUIRE_FALSE(socket);
    CHECK(socket.error().kind == ErrorKind::Cancelled);
}
