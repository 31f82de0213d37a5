#include "support/web_socket_server.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

namespace proofsheet::test {
namespace {

std::string accept_key(const std::string& key) {
    const std::string joined = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char digest[SHA_DIGEST_LENGTH];
    SHA1(reinterpret_cast<const unsigned char*>(joined.data()), joined.size(), digest);
    unsigned char text[64];
    const int length = EVP_EncodeBlock(text, digest, SHA_DIGEST_LENGTH);
    return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(length)};
}

std::uint64_t from_big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

}  // namespace

std::string big_endian(std::uint64_t value, int bytes) {
    std::string out;
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i));
    return out;
}

bool ServedWebSocket::send_raw(std::string_view bytes) {
    const std::lock_guard lock(writing_);
    return socket_.write(bytes);
}

bool ServedWebSocket::send(int opcode, std::string_view payload) {
    std::string frame(1, static_cast<char>(0x80 | opcode));
    if (payload.size() < 126)
        frame += static_cast<char>(payload.size());
    else if (payload.size() < 65536)
        frame += static_cast<char>(126) + big_endian(payload.size(), 2);
    else
        frame += static_cast<char>(127) + big_endian(payload.size(), 8);
    frame += payload;
    return send_raw(frame);
}

std::optional<net::WebSocketMessage> ServedWebSocket::receive() {
    while (const auto head = socket_.read(2)) {
        const int opcode = (*head)[0] & 0x0F;
        std::uint64_t length = static_cast<unsigned char>((*head)[1]) & 0x7F;
        if (length >= 126) {
            const auto longer = socket_.read(length == 126 ? 2 : 8);
            if (!longer) return std::nullopt;
            length = from_big_endian(*longer);
        }
        const auto mask = socket_.read(4);
        auto payload = mask ? socket_.read(length) : std::nullopt;
        if (!payload) return std::nullopt;
        for (std::size_t i = 0; i < payload->size(); ++i)
            (*payload)[i] = static_cast<char>((*payload)[i] ^ (*mask)[i % 4]);
        if (opcode == 0x1) return net::WebSocketMessage{net::MessageKind::Text, std::move(*payload)};
        if (opcode == 0x2) return net::WebSocketMessage{net::MessageKind::Binary, std::move(*payload)};
        if (opcode == 0x8) return std::nullopt;
        if (opcode == 0x9) ++pings, send(0xA, *payload);
        if (opcode == 0xA) ++pongs;
    }
    return std::nullopt;
}

ServedAnswer web_socket_answer(const ServedRequest& request, std::function<void(ServedWebSocket&)> talk) {
    ServedAnswer answer{.status = 101};
    answer.headers = {{"Upgrade", "websocket"},
                      {"Connection", "Upgrade"},
                      {"Sec-WebSocket-Accept", accept_key(request.header("Sec-WebSocket-Key").value_or(""))}};
    answer.upgraded = [talk = std::move(talk)](ServedSocket& bare) {
        ServedWebSocket socket(bare);
        talk(socket);
    };
    return answer;
}

}  // namespace proofsheet::test
