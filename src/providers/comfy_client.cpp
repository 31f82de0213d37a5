#include "providers/comfy_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

#include "net/url.h"
#include "providers/comfy_explain.h"
#include "providers/comfy_json.h"

namespace proofsheet::providers {
namespace {

constexpr std::uint64_t kMostJsonBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kMostPictureBytes = std::uint64_t{512} << 20;
constexpr std::uint64_t kMostMessageBytes = std::uint64_t{1} << 30;
constexpr int kRecentPrompts = 200;

Error refused(std::string message) {
    return {ErrorKind::InvalidInput, std::move(message)};
}

/// What a status other than 2xx means. `where` is the address of the server.
Error status_error(const std::string& where, int status) {
    switch (status) {
        case 401:
            return refused(
                fmt::format("ComfyUI at {} wants another token (HTTP 401): check comfyui.token.", where));
        case 403:
            return refused(
                fmt::format("ComfyUI at {} refuses us (HTTP 403): check comfyui.token, and what stands in "
                            "front of the server.",
                            where));
        case 404:
            return {ErrorKind::NotFound, fmt::format("ComfyUI at {} does not have it (HTTP 404).", where)};
        case 413:
            return refused(fmt::format(
                "The workflow is larger than ComfyUI at {} takes (HTTP 413): start it with a larger "
                "--max-upload-size.",
                where));
        case 429:
        case 502:
        case 503:
            return {ErrorKind::Network,
                    fmt::format("ComfyUI at {} is not ready (HTTP {}): it may be starting.", where, status)};
        case 504:
            return {ErrorKind::Indeterminate,
                    fmt::format("ComfyUI at {} did not answer in time (HTTP 504).", where)};
        case 500:
            return refused(
                fmt::format("ComfyUI at {} stumbled over the request (HTTP 500): its log says why.", where));
        default:
            break;
    }
    return refused(fmt::format("ComfyUI at {} answered with HTTP {}: check the address.", where, status));
}

bool is_web_page(const net::HttpResponse& answer) {
    if (header_of(answer, "content-type").find("text/html") != std::string::npos) return true;
    const auto first = answer.body.find_first_not_of(" \t\r\n");
    return first != std::string::npos && answer.body[first] == '<';
}

std::string quoted(const std::string& text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The server's own ids are texts of our making or of its answer: never more than one piece of a path.
std::string route_of(std::string_view route, const std::string& id) {
    return fmt::format("{}/{}", route, net::percent_encode(id));
}

std::string without_dot(std::string sentence) {
    while (sentence.ends_with('.')) sentence.pop_back();
    return sentence;
}

}  // namespace

std::string service_name(const ComfyServerInfo& server) {
    return server.version.empty() ? "ComfyUI" : "ComfyUI " + server.version;
}

Result<ComfyServerInfo> parse_comfy_server(std::string_view text) {
    const auto json = image::parse_json(text);
    const Json& system = json ? member(*json, "system") : no_json();
    if (!system.is_object()) return refused("What answers there is no ComfyUI: check the address.");
    const auto bytes = [](const Json& value) {
        return value.is_number_unsigned() ? value.get<std::uint64_t>() : std::uint64_t{0};
    };
    const Json& device = element(member(*json, "devices"), 0);
    ComfyServerInfo server;
    server.version = sentence_of(text_of(member(system, "comfyui_version")), 40);
    server.device = sentence_of(text_of(member(device, "name")), 120);
    server.memory_bytes = bytes(member(device, "vram_total"));
    server.memory_free_bytes = bytes(member(device, "vram_free"));
    return server;
}

ComfyClient::ComfyClient(net::HttpClient& http, net::WebSocketConnector& sockets, ComfyAddress address,
                         std::string token, ComfyTimes times)
    : http_(http), sockets_(sockets), address_(std::move(address)), token_(std::move(token)), times_(times) {}

net::HttpRequest ComfyClient::request(net::HttpMethod method, const std::string& route) const {
    net::HttpRequest request{.method = method, .url = address_.http + route};
    if (!token_.empty()) request.headers.push_back({"Authorization", "Bearer " + token_});
    if (method == net::HttpMethod::Post) request.headers.push_back({"Content-Type", "application/json"});
    request.connect_timeout = times_.connect;
    request.timeout = times_.request;
    request.most_bytes = kMostJsonBytes;
    return request;
}

Result<std::string> ComfyClient::body_of(Result<net::HttpResponse> answer) const {
    if (!answer) return answer.error();
    if (answer->status < 200 || answer->status >= 300) return status_error(address_.http, answer->status);
    if (is_web_page(*answer))
        return refused(
            fmt::format("{} answers with a web page instead of ComfyUI's data: check the address; a login "
                        "page may stand in front.",
                        address_.http));
    return std::move(answer->body);
}

Result<std::string> ComfyClient::get(const std::string& route, std::stop_token stop) const {
    return body_of(http_.send(request(net::HttpMethod::Get, route), std::move(stop)));
}

Status ComfyClient::post(const std::string& route, std::string body, std::stop_token stop) const {
    net::HttpRequest wanted = request(net::HttpMethod::Post, route);
    wanted.body = std::move(body);
    const auto answer = body_of(http_.send(wanted, std::move(stop)));
    return answer ? Status() : Status(answer.error());
}

Result<ComfyServerInfo> ComfyClient::server(std::stop_token stop) const {
    const auto body = get("/system_stats", std::move(stop));
    return body ? parse_comfy_server(*body) : Result<ComfyServerInfo>(body.error());
}

Result<std::string> ComfyClient::object_info(const std::string& node, std::stop_token stop) const {
    return get(route_of("/object_info", node), std::move(stop));
}

Result<ComfyQueue> ComfyClient::queue(std::stop_token stop) const {
    const auto body = get("/queue", std::move(stop));
    return body ? parse_comfy_queue(*body) : Result<ComfyQueue>(body.error());
}

Result<std::optional<ComfyHistoryEntry>> ComfyClient::history(const std::string& prompt_id,
                                                              std::stop_token stop) const {
    const auto body = get(route_of("/history", prompt_id), std::move(stop));
    if (!body) return body.error();
    auto entries = parse_comfy_history(*body);
    if (!entries) return entries.error();
    const auto found = std::ranges::find(*entries, prompt_id, &ComfyHistoryEntry::prompt_id);
    if (found == entries->end()) return std::optional<ComfyHistoryEntry>();
    return std::optional(std::move(*found));
}

Result<std::vector<ComfyHistoryEntry>> ComfyClient::recent_history(std::stop_token stop) const {
    const auto body = get(fmt::format("/history?max_items={}", kRecentPrompts), std::move(stop));
    return body ? parse_comfy_history(*body) : Result<std::vector<ComfyHistoryEntry>>(body.error());
}

Result<ComfySubmitted> ComfyClient::submit(const std::string& graph, const std::string& attempt_id,
                                           const std::string& client_id, std::stop_token stop) const {
    net::HttpRequest wanted = request(net::HttpMethod::Post, "/prompt");
    wanted.body = fmt::format(
        R"({{"prompt":{},"client_id":{},"prompt_id":{},"extra_data":{{"preview_method":"auto","proofsheet":{{"attempt_id":{}}}}}}})",
        graph, quoted(client_id), quoted(attempt_id), quoted(attempt_id));
    auto answer = http_.send(wanted, std::move(stop));
    if (!answer) return answer.error();
    const bool explained = answer->status == 400 || answer->status == 200;
    const std::string reason = explained ? without_dot(explain_refusal(answer->body)) : std::string();
    if (answer->status == 400 && !reason.empty())
        return refused(fmt::format("ComfyUI refused the workflow: {}.", reason));
    const auto body = body_of(std::move(answer));
    if (!body) return body.error();
    const auto json = image::parse_json(*body);
    const std::string id = json ? text_of(member(*json, "prompt_id")) : std::string();
    if (!id.empty()) return ComfySubmitted{id, reason};
    return Error{
        ErrorKind::Indeterminate,
        fmt::format("ComfyUI at {} answered in a way that does not tell whether it took the workflow.",
                    address_.http)};
}

Result<std::string> ComfyClient::view(const ComfyFile& file, std::stop_token stop) const {
    net::HttpRequest wanted =
        request(net::HttpMethod::Get,
                fmt::format("/view?filename={}&subfolder={}&type={}", net::percent_encode(file.filename),
                            net::percent_encode(file.subfolder), net::percent_encode(file.type)));
    wanted.timeout = times_.download;
    wanted.most_bytes = kMostPictureBytes;
    return body_of(http_.send(wanted, std::move(stop)));
}

Status ComfyClient::remove_from_queue(const std::string& prompt_id, std::stop_token stop) const {
    return post("/queue", fmt::format(R"({{"delete":[{}]}})", quoted(prompt_id)), std::move(stop));
}

Status ComfyClient::interrupt(const std::string& prompt_id, std::stop_token stop) const {
    return post("/interrupt", fmt::format(R"({{"prompt_id":{}}})", quoted(prompt_id)), std::move(stop));
}

Result<std::unique_ptr<net::WebSocket>> ComfyClient::listen(const std::string& client_id,
                                                            std::stop_token stop) const {
    net::WebSocketRequest wanted{.url = address_.ws + "/ws?clientId=" + net::percent_encode(client_id)};
    if (!token_.empty()) wanted.headers.push_back({"Authorization", "Bearer " + token_});
    wanted.timeout = times_.connect;
    wanted.most_bytes = kMostMessageBytes;
    auto socket = sockets_.connect(wanted, stop);
    if (!socket) return socket;
    // Must be the first message of a connection; servers before 0.3.45 ignore it.
    const auto sent = (*socket)->write_text(
        R"({"type":"feature_flags","data":{"supports_preview_metadata":true}})", std::move(stop));
    if (!sent) return sent.error();
    return socket;
}

ComfyClient ComfyClient::hurried() const {
    ComfyClient copy = *this;
    copy.times_.connect = std::min(times_.connect, times_.stopping);
    copy.times_.request = std::min(times_.request, times_.stopping);
    return copy;
}

std::string new_comfy_client_id() {
    std::random_device random;
    std::string id;
    for (int i = 0; i < 4; ++i) id += fmt::format("{:08x}", random());
    return id;
}

}  // namespace proofsheet::providers
