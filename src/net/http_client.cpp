#include "net/http_client.h"

#include <algorithm>

#include "core/text.h"

namespace proofsheet::net {

std::string header_of(const HttpResponse& response, std::string_view name) {
    const auto wanted = ascii_lower(name);
    const auto found =
        std::find_if(response.headers.begin(), response.headers.end(),
                     [&](const HttpHeader& header) { return ascii_lower(header.name) == wanted; });
    return found == response.headers.end() ? std::string() : found->value;
}

}  // namespace proofsheet::net
