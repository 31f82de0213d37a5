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

bool is_one_line(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

}  // namespace proofsheet::net
