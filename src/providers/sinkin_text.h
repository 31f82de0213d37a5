#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace proofsheet::providers {

/// Takes an access token out of texts that are shown or stored: as it is, as JSON and as a form would write
/// it. A token shorter than four bytes is not looked for.
class TokenScrubber {
public:
    explicit TokenScrubber(std::string token) : token_(std::move(token)) {}
    std::string scrubbed(std::string text) const;

private:
    std::string token_;
};

/// A Retry-After header: seconds, or an HTTP date. Nothing for anything else.
std::optional<std::chrono::seconds> retry_after_from(std::string_view header,
                                                     std::chrono::system_clock::time_point now);

}  // namespace proofsheet::providers
