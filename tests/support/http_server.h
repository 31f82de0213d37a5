#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "net/http_client.h"

/// A server on the loopback interface for tests: HTTP/1.1, one thread for each connection, in this process.
namespace proofsheet::test {

struct ServedRequest {
    std::string method;
    std::string target;  ///< path and query, as they came
    std::vector<net::HttpHeader> headers;
    std::string body;

    std::string path() const { return target.substr(0, target.find('?')); }
    /// The value of a header, whatever its case; nothing when it was not sent.
    std::optional<std::string> header(std::string_view name) const;
    /// The decoded value of a query parameter, empty when there is none.
    std::string query(std::string_view name) const;
};

/// What becomes of the connection before the answer is complete.
enum class Cut {
    None,
    Refuse,  ///< closed without a byte of answer
    Hang,    ///< no answer until the server ends
    Body,    ///< closed after half of the body
    Stall,   ///< half of the body, then nothing until the server ends
};

/// The bare connection of an answer with status 101, until the function ends. All calls block.
class ServedSocket {
public:
    ServedSocket(int descriptor, std::string already_read);

    /// Exactly `count` bytes. Nothing: the peer is gone or the server ends.
    std::optional<std::string> read(std::size_t count);
    /// False: the peer is gone. Any thread, but one write at a time.
    bool write(std::string_view bytes);
    /// Ends it at once; a `read` in another thread returns. Any thread.
    void shut();

private:
    int descriptor_;
    std::string already_read_;
};

struct ServedAnswer {
    int status = 200;
    std::string body = {};
    std::string content_type = "application/json";
    std::vector<net::HttpHeader> headers = {};
    Cut cut = Cut::None;
    std::chrono::milliseconds delay{0};  ///< before the first byte
    std::function<void(ServedSocket&)> upgraded =
        {};  ///< takes the connection over after the head of the answer
};

/// Answers on 127.0.0.1 until its end, which stops all connections and joins their threads.
class HttpServer {
public:
    /// Called on the connection's thread, several at once.
    using Handler = std::function<ServedAnswer(const ServedRequest&)>;

    /// Port 0: any that is free.
    explicit HttpServer(Handler handler, int port = 0);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    int port() const;
    std::string url() const;  ///< http://127.0.0.1:PORT
    /// All requests so far, in order of arrival.
    std::vector<ServedRequest> requests() const;
    /// Ends all open connections; new ones are welcome.
    void drop_connections();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// A port on 127.0.0.1 where nothing listens.
int unused_port();

/// "%41b" -> "Ab"; "+" is a blank.
std::string percent_decode(std::string_view text);

}  // namespace proofsheet::test
