#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace proofsheet::net {

/// The parts of an http, https, ws or wss address.
struct Url {
    std::string scheme;      ///< lower case
    std::string host;        ///< a name, an IPv4 address, or an IPv6 address in brackets
    std::uint16_t port = 0;  ///< that of the scheme where none was written
    std::string path;        ///< begins with a slash, percent-encoded as it came
    std::string query;       ///< without `?`
    bool operator==(const Url&) const = default;
};

/// Errors: InvalidInput (no address, another scheme, a user name or password inside: tokens have their own
/// field).
Result<Url> parse_url(std::string_view text);

/// The address for people: scheme, host, port where it is not that of the scheme, path. Never the query.
std::string shown(const Url& url);

/// True for this machine: "localhost", 127.x.x.x, [::1].
bool is_loopback(const Url& url);

/// Everything but letters, digits and -._~ as %XX, so that the text can be a value in a query or one piece of
/// a path.
std::string percent_encode(std::string_view text);

}  // namespace proofsheet::net
