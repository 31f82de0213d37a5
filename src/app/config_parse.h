#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>
#include <vector>

#include "app/config.h"

namespace proofsheet::app {

/// A longer text is refused before it is parsed.
constexpr std::size_t kLargestConfigBytes = std::size_t{1} << 20;

struct ParsedConfig {
    Config config;  ///< what is not set keeps its default; folders are absolute when `file` is
    std::vector<ConfigNotice> notices;
};

/// Reads the text of a config.yaml. Pure. `file` gives relative folders their base and notices their name,
/// `home` stands for `~`. Never fails: what is unknown, of the wrong type or out of range becomes a notice
/// that says what is allowed, and everything else applies; text that is not YAML gives one notice and the
/// defaults.
ParsedConfig parse_config(std::string_view text, const std::filesystem::path& file,
                          const std::filesystem::path& home);

/// `token` as a Secret when it fits into one line of a request; surrounding white space is dropped.
/// nullopt when it holds control characters or is longer than 4096 bytes.
std::optional<Secret> parse_secret(std::string_view token);

/// `~` and `~/x` under `home`, relative names under `base`, without `.` and `..` parts.
std::filesystem::path resolve_path(const std::filesystem::path& path, const std::filesystem::path& base,
                                   const std::filesystem::path& home);

}  // namespace proofsheet::app
