#include <doctest/doctest.h>

#include "net/url.h"

using namespace proofsheet;
using namespace proofsheet::net;

TEST_CASE("an address is taken apart into scheme, host, port and path") {
    const auto url = parse_url("HTTPS://example.org/comfy/view?filename=a&b");
    REQUIRE(url);
    CHECK(*url == Url{"https", "example.org", 443, "/comfy/view", "filename=a&b"});
    CHECK(parse_url("ws://127.0.0.1:8188")->port == 8188);
    CHECK(parse_url("ws://127.0.0.1:8188")->path == "/");
    CHECK(parse_url("http://[::1]:81/x")->host == "[::1]");
}

TEST_CASE("an address is shown without what follows the question mark") {
    CHECK(shown(*parse_url("http://localhost:8188/ws?clientId=secret")) == "http://localhost:8188/ws");
    CHECK(shown(*parse_url("https://example.org/")) == "https://example.org");
}

TEST_CASE("what is no address of a web server is refused") {
    for (const char* text :
         {"", "127.0.0.1:8188", "ftp://example.org", "file:///etc/passwd", "http://", "http://a b/"}) {
        CAPTURE(text);
        const auto url = parse_url(text);
        REQUIRE_FALSE(url);
        CHECK(url.error().kind == ErrorKind::InvalidInput);
    }
}

TEST_CASE("an address with a password inside is refused and not repeated") {
    const auto url = parse_url("http://me:hunter2@example.org/");
    REQUIRE_FALSE(url);
    CHECK(url.error().message.find("hunter2") == std::string::npos);
}

TEST_CASE("only this machine is loopback") {
    CHECK(is_loopback(*parse_url("http://LocalHost:1/")));
    CHECK(is_loopback(*parse_url("http://127.0.0.1/")));
    CHECK(is_loopback(*parse_url("http://[::1]/")));
    CHECK_FALSE(is_loopback(*parse_url("http://192.168.1.2/")));
    CHECK_FALSE(is_loopback(*parse_url("http://localhost.example.org/")));
}

TEST_CASE("everything that has a meaning in a query is percent-encoded") {
    CHECK(percent_encode("a b&c=d+e%f#g?h/i\\j~.png") == "a%20b%26c%3Dd%2Be%25f%23g%3Fh%2Fi%5Cj~.png");
    CHECK(percent_encode("\xC3\xA4") == "%C3%A4");
}
