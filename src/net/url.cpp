#include "net/url.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <charconv>
#include <memory>

#include "core/text.h"

namespace proofsheet::net {
namespace {

using Handle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part_of(const Handle& handle, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(handle.get(), part, &text, 0) != CURLUE_OK || text == nullptr) return {};
    std::string copy(text);
    curl_free(text);
    return copy;
}

std::uint16_t port_of(std::string_view scheme) {
    return scheme == "https" || scheme == "wss" ? 443 : 80;
}

bool is_known(std::string_view scheme) {
    return scheme == "http" || scheme == "https" || scheme == "ws" || scheme == "wss";
}

Error not_an_address(std::string_view why) {
    return Error{ErrorKind::InvalidInput,
                 fmt::format("This is no address of a server ({}): write it as http://host:port.", why)};
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
    const Handle handle(curl_url(), &curl_url_cleanup);
    const std::string copy(text);
    if (copy.find('\0') != std::string::npos) return not_an_address("it holds a zero byte");
    // The parser is told to accept schemes that this libcurl cannot speak, such as ws.
    if (curl_url_set(handle.get(), CURLUPART_URL, copy.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return not_an_address("it cannot be read");
    Url url;
    url.scheme = ascii_lower(part_of(handle, CURLUPART_SCHEME));
    if (!is_known(url.scheme)) return not_an_address("it does not begin with http or https");
    if (!part_of(handle, CURLUPART_USER).empty() || !part_of(handle, CURLUPART_PASSWORD).empty())
        return not_an_address("it holds a user name or a password");
    url.host = part_of(handle, CURLUPART_HOST);
    if (url.host.empty()) return not_an_address("it names no host");
    url.port = port_of(url.scheme);
    const std::string port = part_of(handle, CURLUPART_PORT);
    std::from_chars(port.data(), port.data() + port.size(), url.port);
    url.path = part_of(handle, CURLUPART_PATH);
    if (url.path.empty()) url.path = "/";
    url.query = part_of(handle, CURLUPART_QUERY);
    return url;
}

std::string shown(const Url& url) {
    const std::string port = url.port == port_of(url.scheme) ? "" : fmt::format(":{}", url.port);
    return to_display(
        fmt::format("{}://{}{}{}", url.scheme, url.host, port, url.path == "/" ? "" : url.path));
}

bool is_loopback(const Url& url) {
    const std::string host = ascii_lower(url.host);
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    std::string out;
    for (const char c : text) {
        if (kPlain.find(c) != std::string_view::npos)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

}  // namespace proofsheet::net
