#include "providers/sinkin_text.h"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <nlohmann/json.hpp>

#include "net/url.h"

namespace proofsheet::providers {
namespace {

constexpr std::size_t kShortestToken = 4;
constexpr std::string_view kHidden = "(hidden)";

void replace_all(std::string& text, const std::string& part) {
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + kHidden.size()))
        text.replace(at, part.size(), kHidden);
}

std::string as_json(const std::string& text) {
    const std::string quoted =
        nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

std::string TokenScrubber::scrubbed(std::string text) const {
    if (token_.size() < kShortestToken) return text;
    for (const std::string& form : {token_, as_json(token_), net::percent_encode(token_)})
        replace_all(text, form);
    return text;
}

std::optional<std::chrono::seconds> retry_after_from(std::string_view header,
                                                     std::chrono::system_clock::time_point now) {
    constexpr std::int64_t kMost = 1'000'000;
    std::int64_t seconds = 0;
    const auto read = std::from_chars(header.data(), header.data() + header.size(), seconds);
    if (read.ec == std::errc() && read.ptr == header.data() + header.size() && seconds >= 0)
        return std::chrono::seconds(std::min(seconds, kMost));
    std::tm utc{};
    if (::strptime(std::string(header).c_str(), "%a, %d %b %Y %H:%M:%S GMT", &utc) == nullptr)
        return std::nullopt;
    const std::int64_t wait = ::timegm(&utc) - std::chrono::system_clock::to_time_t(now);
    return std::chrono::seconds(std::clamp<std::int64_t>(wait, 0, kMost));
}

}  // namespace proofsheet::providers
