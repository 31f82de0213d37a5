#pragma once

#include <memory>

#include "net/http_client.h"

namespace proofsheet::net {

/// libcurl, HTTP/1.1. A new connection for every request: libcurl sends a request again by itself when a
/// connection that it had kept turns out to be dead, and nothing here may be sent twice. Proxies of the
/// environment (`https_proxy`, ...) are used except for this machine. Sends neither Origin nor cookies.
class CurlHttpClient : public HttpClient {
public:
    CurlHttpClient();
    Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override;
};

std::unique_ptr<HttpClient> make_http_client();

}  // namespace proofsheet::net
