#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "net/http_client.h"

namespace proofsheet::net {

enum class MessageKind : std::uint8_t { Text, Binary };

struct WebSocketMessage {
    MessageKind kind = MessageKind::Text;
    std::string data;
    bool operator==(const WebSocketMessage&) const = default;
};

/// An open connection. One thread at a time uses it; that thread does all its work, answers pings and sends
/// them. The destructor ends the connection without waiting.
class WebSocket {
public:
    virtual ~WebSocket() = default;

    /// The next message; nothing when none came within `timeout`. Errors: Network (the connection is over, or
    /// the other side has not even answered a ping for a minute), Unsupported (a message is larger than
    /// allowed; the connection is over), Cancelled (asked to stop; the connection goes on). After any other
    /// error every call fails.
    virtual Result<std::optional<WebSocketMessage>> read(std::chrono::milliseconds timeout,
                                                         std::stop_token stop) = 0;

    /// Sends a text message. Errors: Network (it may have arrived), Cancelled. The connection is over then.
    virtual Status write_text(std::string_view text, std::stop_token stop) = 0;
};

struct WebSocketRequest {
    std::string url;  ///< ws or wss; http and https are taken for them
    std::vector<HttpHeader> headers = {};
    std::chrono::milliseconds timeout{10'000};          ///< until the connection stands
    std::uint64_t most_bytes = std::uint64_t{1} << 30;  ///< of one message
};

/// Opens WebSockets. Implementations: Boost.Beast, fakes in tests. Any thread.
class WebSocketConnector {
public:
    virtual ~WebSocketConnector() = default;
    /// Sends no Origin and offers no compression; proxies are not used.
    /// Errors: Network, InvalidInput (no such address, a header with a line break), Cancelled. Messages hold
    /// neither headers nor what follows `?` in the address.
    virtual Result<std::unique_ptr<WebSocket>> connect(const WebSocketRequest& request,
                                                       std::stop_token stop) = 0;
};

std::unique_ptr<WebSocketConnector> make_web_socket_connector();

}  // namespace proofsheet::net
