#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "net/web_socket.h"
#include "support/http_server.h"

namespace proofsheet::test {

/// The lowest `bytes` of a number, the highest first.
std::string big_endian(std::uint64_t value, int bytes);

/// The server's end of a WebSocket. Bytes are made by hand, so that tests can send what a library would not.
class ServedWebSocket {
public:
    explicit ServedWebSocket(ServedSocket& socket) : socket_(socket) {}

    /// The next text or binary message; pings are answered and counted. Nothing: the client is gone.
    std::optional<net::WebSocketMessage> receive();
    /// False: the client is gone. Any thread.
    bool send_text(std::string_view text) { return send(0x1, text); }
    bool send_binary(std::string_view bytes) { return send(0x2, bytes); }
    bool send_ping() { return send(0x9, "are you there"); }
    /// Bytes as they are, whatever they mean.
    bool send_raw(std::string_view bytes);
    /// Ends the connection without a word, as a crash does. Any thread.
    void shut() { socket_.shut(); }

    int pings = 0;
    int pongs = 0;

private:
    bool send(int opcode, std::string_view payload);

    ServedSocket& socket_;
    std::mutex writing_;
};

/// Answers an upgrade request; `talk` has the connection until it returns.
ServedAnswer web_socket_answer(const ServedRequest& request, std::function<void(ServedWebSocket&)> talk);

}  // namespace proofsheet::test
