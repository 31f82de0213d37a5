#include "shell/system_theme.h"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "core/file_bytes.h"
#include "core/text.h"

namespace proofsheet::shell {
namespace {

constexpr std::uint64_t kLargestSettings = 1 << 20;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

std::string lower_text_of(const std::filesystem::path& file) {
    const auto bytes = read_file(file, kLargestSettings);
    if (!bytes) return {};
    return ascii_lower({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
}

/// The value behind `key=` at the start of a line.
std::optional<std::string> setting(const std::string& text, const std::string& key) {
    for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + 1)) {
        if (at > 0 && text[at - 1] != '\n') continue;
        const std::size_t equals = text.find_first_not_of(' ', at + key.size());
        if (equals == std::string::npos || text[equals] != '=') continue;
        const std::size_t end = std::min(text.find('\n', equals), text.size());
        return text.substr(equals + 1, end - equals - 1);
    }
    return std::nullopt;
}

std::optional<bool> from_gtk(const std::filesystem::path& file) {
    const std::string text = lower_text_of(file);
    if (const auto prefers = setting(text, "gtk-application-prefer-dark-theme"))
        return prefers->find('1') != std::string::npos || prefers->find("true") != std::string::npos;
    if (const auto name = setting(text, "gtk-theme-name")) return name->find("dark") != std::string::npos;
    return std::nullopt;
}

}  // namespace

bool system_prefers_dark() {
    const std::string theme = ascii_lower(variable("GTK_THEME"));
    if (!theme.empty()) return theme.find("dark") != std::string::npos;
    std::filesystem::path config = variable("XDG_CONFIG_HOME");
    if (config.empty()) config = std::filesystem::path(variable("HOME")) / ".config";
    for (const char* version : {"gtk-4.0", "gtk-3.0"})
        if (const auto dark = from_gtk(config / version / "settings.ini")) return *dark;
    if (const auto scheme = setting(lower_text_of(config / "kdeglobals"), "colorscheme"))
        return scheme->find("dark") != std::string::npos;
    return true;
}

}  // namespace proofsheet::shell
