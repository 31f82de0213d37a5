#include <fmt/format.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <exception>
#include <utility>

#include "net/url.h"
#include "net/web_socket.h"

namespace proofsheet::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using PlainStream = websocket::stream<beast::tcp_stream>;
using SecureStream = websocket::stream<asio::ssl::stream<beast::tcp_stream>>;

/// Half of it without a message: a ping; all of it without anything: the connection is dead.
constexpr std::chrono::seconds kIdle{60};
constexpr std::chrono::seconds kWriteTimeout{20};

/// One asynchronous step that the calling thread waits for.
class Step {
public:
    void start() { result_.reset(); }
    void finish(error_code code) { result_ = code; }
    bool finished() const { return result_.has_value(); }

    /// Turns the context until the step is done, the time is over or a stop is asked for.
    bool run(asio::io_context& io, Clock::time_point end, const std::stop_token& stop) {
        io.restart();
        const std::stop_callback wake(stop, [&] { io.stop(); });
        io.poll();  // what is there already counts even when there is no time to wait
        while (!result_ && Clock::now() < end && !io.stopped()) io.run_one_until(end);
        return result_.has_value();
    }
    error_code code() const { return *result_; }

private:
    std::optional<error_code> result_;
};

Error network(std::string message) {
    return {ErrorKind::Network, std::move(message)};
}

/// The context comes first and goes last: what is still pending when the stream goes is dropped with it.
template <typename Stream>
class BeastWebSocket : public WebSocket {
public:
    template <typename... Arguments>
    explicit BeastWebSocket(Url url, Arguments&... arguments)
        : url_(std::move(url)), stream_(io_, arguments...) {}

    Status open(const WebSocketRequest& request, const std::stop_token& stop);
    Result<std::optional<WebSocketMessage>> read(std::chrono::milliseconds timeout,
                                                 std::stop_token stop) override;
    Status write_text(std::string_view text, std::stop_token stop) override;

private:
    Status reach(Clock::time_point end, const std::stop_token& stop);
    Status secure(Clock::time_point end, const std::stop_token& stop);
    Status shake_hands(Clock::time_point end, const std::stop_token& stop);
    void set_options(const WebSocketRequest& request);
    /// Waits for the step of opening that has begun.
    Status wait_for_step(Clock::time_point end, const std::stop_token& stop, std::string_view what);
    Error ended(error_code code);

    Url url_;
    asio::io_context io_;
    Stream stream_;
    asio::ip::tcp::resolver resolver_{io_};
    asio::ip::tcp::resolver::results_type addresses_;
    websocket::response_type response_;
    beast::flat_buffer buffer_;
    std::string sent_;
    Step step_;
    Step reading_;
    bool read_pending_ = false;
    std::optional<Error> over_;
};

template <typename Stream>
Status BeastWebSocket<Stream>::wait_for_step(Clock::time_point end, const std::stop_token& stop,
                                             std::string_view what) {
    if (!step_.run(io_, end, stop)) {
        if (stop.stop_requested())
            return Error{ErrorKind::Cancelled, fmt::format("Stopped before {} was reached.", shown(url_))};
        return network(fmt::format("{} could not be reached in time.", shown(url_)));
    }
    if (!step_.code()) return {};
    return network(fmt::format("{} {}: {}.", shown(url_), what, step_.code().message()));
}

template <typename Stream>
Status BeastWebSocket<Stream>::reach(Clock::time_point end, const std::stop_token& stop) {
    std::string host = url_.host;
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    step_.start();
    resolver_.async_resolve(host, std::to_string(url_.port), [this](error_code code, auto addresses) {
        addresses_ = std::move(addresses);
        step_.finish(code);
    });
    if (auto resolved = wait_for_step(end, stop, "has an unknown host name"); !resolved) return resolved;
    step_.start();
    beast::get_lowest_layer(stream_).async_connect(addresses_,
                                                   [this](error_code code, auto&&) { step_.finish(code); });
    return wait_for_step(end, stop, "does not answer");
}

template <typename Stream>
Status BeastWebSocket<Stream>::secure(Clock::time_point end, const std::stop_token& stop) {
    if constexpr (std::is_same_v<Stream, SecureStream>) {
        auto& tls = stream_.next_layer();
        // What the macro SSL_set_tlsext_host_name does, without its old-style cast.
        SSL_ctrl(tls.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 url_.host.data());
        tls.set_verify_callback(asio::ssl::host_name_verification(url_.host));
        step_.start();
        tls.async_handshake(asio::ssl::stream_base::client, [this](error_code code) { step_.finish(code); });
        return wait_for_step(end, stop, "has no secure connection for us");
    }
    return {};
}

template <typename Stream>
void BeastWebSocket<Stream>::set_options(const WebSocketRequest& request) {
    websocket::stream_base::timeout times{};
    times.handshake_timeout = request.timeout;
    times.idle_timeout = kIdle;
    times.keep_alive_pings = true;
    stream_.set_option(times);
    stream_.set_option(
        websocket::stream_base::decorator([headers = request.headers](websocket::request_type& sent) {
            sent.set(http::field::user_agent, "Proofsheet");
            for (const HttpHeader& header : headers) sent.set(header.name, header.value);
        }));
    stream_.read_message_max(static_cast<std::size_t>(request.most_bytes));
}

template <typename Stream>
Status BeastWebSocket<Stream>::shake_hands(Clock::time_point end, const std::stop_token& stop) {
    const std::string target = url_.query.empty() ? url_.path : url_.path + "?" + url_.query;
    const std::string host = fmt::format("{}:{}", url_.host, url_.port);
    step_.start();
    stream_.async_handshake(response_, host, target, [this](error_code code) { step_.finish(code); });
    auto done = wait_for_step(end, stop, "opened no WebSocket");
    if (!done && step_.finished() && step_.code() == websocket::error::upgrade_declined)
        return network(
            fmt::format("{} refused the WebSocket (HTTP {}).", shown(url_), response_.result_int()));
    return done;
}

template <typename Stream>
Status BeastWebSocket<Stream>::open(const WebSocketRequest& request, const std::stop_token& stop) {
    const auto end = Clock::now() + request.timeout;
    beast::get_lowest_layer(stream_).expires_never();
    if (auto reached = reach(end, stop); !reached) return reached;
    if (auto secured = secure(end, stop); !secured) return secured;
    set_options(request);
    return shake_hands(end, stop);
}

template <typename Stream>
Error BeastWebSocket<Stream>::ended(error_code code) {
    if (code == websocket::error::message_too_big)
        over_ = Error{ErrorKind::Unsupported,
                      fmt::format("A message of {} is larger than allowed.", shown(url_))};
    else if (code == beast::error::timeout)
        over_ = network(fmt::format("{} does not answer any more.", shown(url_)));
    else
        over_ = network(fmt::format("The connection to {} ended.", shown(url_)));
    return *over_;
}

template <typename Stream>
Result<std::optional<WebSocketMessage>> BeastWebSocket<Stream>::read(std::chrono::milliseconds timeout,
                                                                     std::stop_token stop) {
    if (over_) return *over_;
    if (!read_pending_) {
        buffer_.clear();
        reading_.start();
        read_pending_ = true;
        stream_.async_read(buffer_, [this](error_code code, std::size_t) { reading_.finish(code); });
    }
    if (!reading_.finished() && !reading_.run(io_, Clock::now() + timeout, stop)) {
        if (stop.stop_requested()) return Error{ErrorKind::Cancelled, "Stopped."};
        return std::optional<WebSocketMessage>();
    }
    read_pending_ = false;
    if (reading_.code()) return ended(reading_.code());
    WebSocketMessage message;
    message.kind = stream_.got_text() ? MessageKind::Text : MessageKind::Binary;
    message.data = beast::buffers_to_string(buffer_.data());
    return std::optional(std::move(message));
}

template <typename Stream>
Status BeastWebSocket<Stream>::write_text(std::string_view text, std::stop_token stop) {
    if (over_) return *over_;
    sent_ = text;
    stream_.text(true);
    step_.start();
    stream_.async_write(asio::buffer(sent_), [this](error_code code, std::size_t) { step_.finish(code); });
    if (step_.run(io_, Clock::now() + kWriteTimeout, stop))
        return step_.code() ? Status(ended(step_.code())) : Status();
    // Half a message may have left, so nothing more can follow it.
    const Error timed_out = ended(beast::error::timeout);
    return stop.stop_requested() ? Error{ErrorKind::Cancelled, "Stopped."} : timed_out;
}

class BeastConnector : public WebSocketConnector {
public:
    Result<std::unique_ptr<WebSocket>> connect(const WebSocketRequest& request,
                                               std::stop_token stop) override {
        auto url = parse_url(request.url);
        if (!url) return url.error();
        const bool one_line = std::all_of(
            request.headers.begin(), request.headers.end(),
            [](const HttpHeader& header) { return is_one_line(header.name) && is_one_line(header.value); });
        if (!one_line)
            return Error{ErrorKind::InvalidInput,
                         fmt::format("A header for {} holds a line break: check the token in the settings.",
                                     shown(*url))};
        try {
            return url->scheme == "wss" || url->scheme == "https" ? secure(*url, request, stop)
                                                                  : opened<PlainStream>(*url, request, stop);
        } catch (const std::exception& thrown) {
            return network(fmt::format("{} could not be reached: {}.", shown(*url), thrown.what()));
        }
    }

private:
    template <typename Stream, typename... Arguments>
    static Result<std::unique_ptr<WebSocket>> opened(const Url& url, const WebSocketRequest& request,
                                                     const std::stop_token& stop, Arguments&... arguments) {
        auto socket = std::make_unique<BeastWebSocket<Stream>>(url, arguments...);
        if (auto done = socket->open(request, stop); !done) return done.error();
        return std::unique_ptr<WebSocket>(std::move(socket));
    }

    Result<std::unique_ptr<WebSocket>> secure(const Url& url, const WebSocketRequest& request,
                                              const std::stop_token& stop) {
        asio::ssl::context context(asio::ssl::context::tls_client);
        context.set_default_verify_paths();
        context.set_verify_mode(asio::ssl::verify_peer);
        return opened<SecureStream>(url, request, stop, context);
    }
};

}  // namespace

std::unique_ptr<WebSocketConnector> make_web_socket_connector() {
    return std::make_unique<BeastConnector>();
}

}  // namespace proofsheet::net
