#include "store/names.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace proofsheet::store {
namespace {

constexpr std::size_t kLongestName = 200;

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n\v\f";
    const std::size_t first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool is_control(char byte) {
    return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F;
}

std::size_t characters_in(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

}  // namespace

Result<std::string> checked_preset_name(std::string_view given) {
    const std::string_view name = trimmed(given);
    if (name.empty()) return Error{ErrorKind::InvalidInput, "A preset needs a name. Type one"};
    if (!is_utf8(name) || std::any_of(name.begin(), name.end(), is_control))
        return Error{ErrorKind::InvalidInput,
                     "The name holds characters that cannot be shown. Type it again"};
    if (characters_in(name) > kLongestName)
        return Error{ErrorKind::InvalidInput,
                     fmt::format("The name is longer than {} characters. Shorten it", kLongestName)};
    return std::string(name);
}

}  // namespace proofsheet::store
