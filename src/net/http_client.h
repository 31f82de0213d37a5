#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace proofsheet::net {

enum class HttpMethod : std::uint8_t { Get, Post };

struct HttpHeader {
    std::string name;
    std::string value;
};

/// One field of a multipart/form-data body; with a `file_name` it is sent as a file.
struct FormPart {
    std::string name;
    std::string value;
    std::string file_name = {};
    std::string mime_type = {};
};

struct HttpRequest {
    HttpMethod method = HttpMethod::Get;
    std::string url;
    std::vector<HttpHeader> headers = {};
    std::string body = {};
    std::vector<FormPart> form = {};  ///< makes the body multipart/form-data; `body` is not sent then
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds timeout{60'000};           ///< of the whole exchange
    std::uint64_t most_bytes = std::uint64_t{64} << 20;  ///< of the answer's body
};

struct HttpResponse {
    int status = 0;
    std::vector<HttpHeader> headers = {};  ///< as they came; names are compared without regard to case
    std::string body = {};
};

/// The first header of that name, empty when there is none.
std::string header_of(const HttpResponse& response, std::string_view name);

/// True when a name or a value of a header cannot smuggle in another line: no line break, no zero byte.
bool is_one_line(std::string_view text);

/// Asks servers over http and https. Implementations: libcurl, fakes in tests. Any thread may call it; each
/// call blocks until the answer is complete. Redirects are answers, they are not followed.
class HttpClient {
public:
    virtual ~HttpClient() = default;
    /// Any complete answer is a success, whatever its status.
    /// Errors: Network (the request was certainly not accepted: unknown host, refused, TLS), Indeterminate
    /// (it may have been accepted, but no complete answer came), Unsupported (the answer is larger than
    /// `most_bytes`), InvalidInput (no http or https address), Cancelled (before anything was sent; later it
    /// is Indeterminate). Messages hold neither headers nor bodies nor what follows `?` in the address.
    virtual Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) = 0;
};

}  // namespace proofsheet::net
