#include "providers/comfy_address.h"

#include <fmt/format.h>

#include "net/url.h"

namespace proofsheet::providers {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The address that a server listens at for everybody is not one that everybody can reach it at.
std::string reachable(const std::string& host) {
    if (host == "0.0.0.0") return "127.0.0.1";
    return host == "[::]" ? "[::1]" : host;
}

}  // namespace

Result<ComfyAddress> parse_comfy_address(std::string_view text) {
    std::string written(trimmed(text));
    if (written.find("://") == std::string::npos) written = "http://" + written;
    const auto url = net::parse_url(written);
    if (!url) return with_context(url.error(), "The address of ComfyUI cannot be used");
    if (!url->query.empty())
        return Error{ErrorKind::InvalidInput,
                     "The address of ComfyUI holds a question mark: leave out what follows it."};
    const bool secure = url->scheme == "https" || url->scheme == "wss";
    std::string path = url->path;
    while (path.ends_with('/')) path.pop_back();
    const std::string rest = fmt::format("{}:{}{}", reachable(url->host), url->port, path);
    return ComfyAddress{(secure ? "https://" : "http://") + rest, (secure ? "wss://" : "ws://") + rest};
}

}  // namespace proofsheet::providers
