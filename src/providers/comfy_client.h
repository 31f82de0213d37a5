#pragma once

#include <chrono>
#include <compare>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "net/http_client.h"
#include "net/web_socket.h"
#include "providers/comfy_address.h"
#include "providers/comfy_history.h"

namespace proofsheet::providers {

/// How long ComfyUI may take. While it loads a model its answers stall for seconds; one that stands still is
/// told from that only by time.
struct ComfyTimes {
    std::chrono::milliseconds connect{10'000};
    std::chrono::milliseconds request{60'000};
    std::chrono::milliseconds download{300'000};
    std::chrono::milliseconds poll{1500};       ///< between looks while no event comes
    std::chrono::milliseconds quick_poll{250};  ///< once events said that a prompt ended
    std::chrono::milliseconds patience{
        120'000};                               ///< of no answer at all, before a running prompt is given up
    std::chrono::milliseconds stopping{5'000};  ///< for what is asked after a stop
};

/// What a server says about itself.
struct ComfyServerInfo {
    std::string version;             ///< "0.33.0"; empty before 2024-08-30, when servers did not say
    std::string device;              ///< such as "cuda:0 NVIDIA GeForce RTX 4090"; empty when there is none
    std::uint64_t memory_bytes = 0;  ///< of that device
    std::uint64_t memory_free_bytes = 0;
    bool operator==(const ComfyServerInfo&) const = default;
};

/// A graph that a server took.
struct ComfySubmitted {
    std::string prompt_id;  ///< what the server knows it by
    std::string complaint;  ///< not empty: it runs only a part of the graph, because of this
    bool operator==(const ComfySubmitted&) const = default;
};

/// "ComfyUI 0.33.0", or "ComfyUI" where the version is unknown.
std::string service_name(const ComfyServerInfo& server);

/// The answer of `GET /system_stats`. Errors: InvalidInput when it is none.
Result<ComfyServerInfo> parse_comfy_server(std::string_view json);

/// The routes of one ComfyUI server, each a request and an answer. Any thread; each call blocks. Errors of
/// all: Network (nobody answers, or the server is overloaded), Indeterminate (it may have been accepted),
/// InvalidInput (refused, or this is no ComfyUI), NotFound, Unsupported (an answer beyond all size),
/// Cancelled. The token is sent and never shown.
class ComfyClient {
public:
    ComfyClient(net::HttpClient& http, net::WebSocketConnector& sockets, ComfyAddress address,
                std::string token, ComfyTimes times = {});

    Result<ComfyServerInfo> server(std::stop_token stop) const;
    /// The JSON text of `GET /object_info/NODE`, `{}` for a node that the server does not have.
    Result<std::string> object_info(const std::string& node, std::stop_token stop) const;
    Result<ComfyQueue> queue(std::stop_token stop) const;
    /// Nothing while it waits or runs, and when it is unknown.
    Result<std::optional<ComfyHistoryEntry>> history(const std::string& prompt_id,
                                                     std::stop_token stop) const;
    /// The newest prompts that ended.
    Result<std::vector<ComfyHistoryEntry>> recent_history(std::stop_token stop) const;
    /// Sends a graph (JSON text) and gives the id that the server knows it by. `attempt_id` is offered as
    /// that id; older servers make their own, and keep ours beside it.
    Result<ComfySubmitted> submit(const std::string& graph, const std::string& attempt_id,
                                  const std::string& client_id, std::stop_token stop) const;
    /// A file that a prompt wrote.
    Result<std::string> view(const ComfyFile& file, std::stop_token stop) const;
    /// Takes a prompt that waits out of the queue; without effect on one that runs.
    Status remove_from_queue(const std::string& prompt_id, std::stop_token stop) const;
    /// Interrupts the prompt. Servers before 0.3.57 interrupt whatever runs: call it only while it is ours.
    Status interrupt(const std::string& prompt_id, std::stop_token stop) const;
    /// Opens the WebSocket and asks for previews that name their prompt.
    Result<std::unique_ptr<net::WebSocket>> listen(const std::string& client_id, std::stop_token stop) const;

    /// The same server, asked with the short timeouts of a stop.
    ComfyClient hurried() const;
    const ComfyTimes& times() const { return times_; }
    const ComfyAddress& address() const { return address_; }

private:
    net::HttpRequest request(net::HttpMethod method, const std::string& route) const;
    Result<std::string> get(const std::string& route, std::stop_token stop) const;
    Status post(const std::string& route, std::string body, std::stop_token stop) const;
    /// The body of a good answer, or what the status says.
    Result<std::string> body_of(Result<net::HttpResponse> answer) const;

    net::HttpClient& http_;
    net::WebSocketConnector& sockets_;
    ComfyAddress address_;
    std::string token_;
    ComfyTimes times_;
};

/// A new random id for a connection.
std::string new_comfy_client_id();

}  // namespace proofsheet::providers
