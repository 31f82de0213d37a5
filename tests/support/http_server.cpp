#include "support/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "core/text.h"

namespace proofsheet::test {
namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// A socket bound to a port; 0 takes a free one.
int bound_socket(int port = 0) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const sockaddr_in address = loopback(port);
    if (descriptor < 0 ||
        ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("no port on the loopback interface");
    return descriptor;
}

int port_of(int descriptor) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// Adds what has arrived to `buffer`; false at the end of the connection.
bool read_more(int descriptor, std::string& buffer) {
    char chunk[16384];
    const ssize_t count = ::recv(descriptor, chunk, sizeof chunk, 0);
    if (count <= 0) return false;
    buffer.append(chunk, static_cast<std::size_t>(count));
    return true;
}

ServedRequest parse_head(std::string_view head) {
    ServedRequest request;
    const auto next_line = [&] {
        const auto end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
        return line;
    };
    const std::string_view first = next_line();
    const auto blank = first.find(' ');
    request.method = first.substr(0, blank);
    request.target = first.substr(blank + 1, first.rfind(' ') - blank - 1);
    while (!head.empty()) {
        const std::string_view line = next_line();
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        const auto value = line.find_first_not_of(' ', colon + 1);
        request.headers.push_back({std::string(line.substr(0, colon)),
                                   value == std::string_view::npos ? "" : std::string(line.substr(value))});
    }
    return request;
}

/// The next request of a connection; what follows it stays in `buffer`.
std::optional<ServedRequest> read_request(int descriptor, std::string& buffer) {
    std::size_t end = 0;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos)
        if (!read_more(descriptor, buffer)) return std::nullopt;
    ServedRequest request = parse_head(std::string_view(buffer).substr(0, end));
    buffer.erase(0, end + 4);
    if (request.header("Expect")) write_all(descriptor, "HTTP/1.1 100 Continue\r\n\r\n");
    const std::size_t length = std::stoul(request.header("Content-Length").value_or("0"));
    while (buffer.size() < length)
        if (!read_more(descriptor, buffer)) return std::nullopt;
    request.body = buffer.substr(0, length);
    buffer.erase(0, length);
    return request;
}

std::string head_of(const ServedAnswer& answer) {
    std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " Served\r\n";
    for (const auto& header : answer.headers) head += header.name + ": " + header.value + "\r\n";
    if (answer.status != 101) {
        head += "Content-Type: " + answer.content_type + "\r\n";
        head += "Content-Length: " + std::to_string(answer.body.size()) + "\r\n";
    }
    return head + "\r\n";
}

}  // namespace

std::optional<std::string> ServedRequest::header(std::string_view name) const {
    for (const auto& header : headers)
        if (ascii_lower(header.name) == ascii_lower(name)) return header.value;
    return std::nullopt;
}

std::string ServedRequest::query(std::string_view name) const {
    auto at = target.find('?');
    while (at != std::string::npos) {
        const auto end = target.find('&', at + 1);
        const std::string pair = target.substr(at + 1, end == std::string::npos ? end : end - at - 1);
        const auto equals = pair.find('=');
        if (equals != std::string::npos && pair.substr(0, equals) == name)
            return percent_decode(pair.substr(equals + 1));
        at = end;
    }
    return {};
}

ServedSocket::ServedSocket(int descriptor, std::string already_read)
    : descriptor_(descriptor), already_read_(std::move(already_read)) {}

std::optional<std::string> ServedSocket::read(std::size_t count) {
    while (already_read_.size() < count)
        if (!read_more(descriptor_, already_read_)) return std::nullopt;
    std::string bytes = already_read_.substr(0, count);
    already_read_.erase(0, count);
    return bytes;
}

bool ServedSocket::write(std::string_view bytes) {
    return write_all(descriptor_, bytes);
}

void ServedSocket::shut() {
    ::shutdown(descriptor_, SHUT_RDWR);
}

struct HttpServer::Impl {
    Handler handler;
    int listener;
    int port;
    mutable std::mutex mutex;
    std::condition_variable_any ended;
    std::vector<ServedRequest> requests;
    std::set<int> open;
    std::stop_source stop;
    struct Connection {
        std::atomic<bool> over = false;
        std::jthread thread;  ///< ends before `over` goes
    };
    std::list<Connection> connections;
    std::jthread acceptor;

    Impl(Handler wanted, int wanted_port)
        : handler(std::move(wanted)), listener(bound_socket(wanted_port)), port(port_of(listener)) {
        ::listen(listener, 64);
        acceptor = std::jthread([this] { accept_all(); });
    }

    ~Impl() {
        stop.request_stop();
        ended.notify_all();
        ::shutdown(listener, SHUT_RDWR);
        acceptor.join();
        drop();
        connections.clear();
        ::close(listener);
    }

    void drop() {
        const std::lock_guard lock(mutex);
        for (const int descriptor : open) ::shutdown(descriptor, SHUT_RDWR);
    }

    void accept_all() {
        while (!stop.stop_requested()) {
            const int descriptor = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (descriptor < 0) return;
            const int on = 1;
            ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            {
                const std::lock_guard lock(mutex);
                open.insert(descriptor);
            }
            connections.remove_if([](const Connection& each) { return each.over.load(); });
            Connection& connection = connections.emplace_back();
            connection.thread = std::jthread([this, descriptor, &connection] {
                serve(descriptor);
                const std::lock_guard lock(mutex);
                open.erase(descriptor);
                ::close(descriptor);
                connection.over = true;
            });
        }
    }

    void sleep_until_end() {
        std::unique_lock lock(mutex);
        ended.wait(lock, [this] { return stop.stop_requested(); });
    }

    void serve(int descriptor) {
        std::string buffer;
        while (auto request = read_request(descriptor, buffer)) {
            {
                const std::lock_guard lock(mutex);
                requests.push_back(*request);
            }
            const ServedAnswer answer = handler(*request);
            if (!send_answer(descriptor, answer, buffer) || request->header("Connection") == "close") break;
        }
        ::shutdown(descriptor, SHUT_RDWR);
    }

    /// False when the connection is to end.
    bool send_answer(int descriptor, const ServedAnswer& answer, std::string& buffer) {
        if (answer.delay.count() > 0) {
            std::unique_lock lock(mutex);
            ended.wait_for(lock, answer.delay, [this] { return stop.stop_requested(); });
        }
        if (answer.cut == Cut::Hang) sleep_until_end();
        if (answer.cut == Cut::Hang || answer.cut == Cut::Refuse) return false;
        if (!write_all(descriptor, head_of(answer))) return false;
        if (answer.upgraded) {
            ServedSocket socket(descriptor, std::move(buffer));
            answer.upgraded(socket);
            return false;
        }
        const bool whole = answer.cut == Cut::None;
        const std::string_view body(answer.body);
        if (!write_all(descriptor, whole ? body : body.substr(0, body.size() / 2))) return false;
        if (answer.cut == Cut::Stall) sleep_until_end();
        return whole;
    }
};

HttpServer::HttpServer(Handler handler, int port) : impl_(std::make_unique<Impl>(std::move(handler), port)) {}
HttpServer::~HttpServer() = default;
int HttpServer::port() const {
    return impl_->port;
}
std::string HttpServer::url() const {
    return "http://127.0.0.1:" + std::to_string(port());
}

std::vector<ServedRequest> HttpServer::requests() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->requests;
}

void HttpServer::drop_connections() {
    impl_->drop();
}

int unused_port() {
    const int descriptor = bound_socket();
    const int port = port_of(descriptor);
    ::close(descriptor);
    return port;
}

std::string percent_decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

}  // namespace proofsheet::test
