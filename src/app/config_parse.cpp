#include "app/config_parse.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <span>
#include <string>

#include "app/state.h"
#include "app/yaml_scalar.h"
#include "core/file_bytes.h"
#include "core/text.h"

namespace proofsheet::app {
namespace {

constexpr std::size_t kMostNotices = 100;
constexpr std::size_t kMostListItems = 1000;

/// What reading a value needs beside the value.
struct Reader {
    Config& config;
    std::vector<ConfigNotice>& notices;
    std::string file;
    std::filesystem::path base;
    std::filesystem::path home;

    void report(NoticeKind kind, const YAML::Mark& mark, std::string message) {
        if (notices.size() > kMostNotices) return;
        if (notices.size() == kMostNotices) message = "More follows that is wrong; mend what is listed first";
        notices.push_back({kind, file, mark.line + 1, std::move(message)});
    }
};

/// Reads one value; false when it is not what the rule allows.
using ReadValue = bool (*)(const YAML::Node& value, Reader& reader);

struct KeyRule {
    std::string_view name;
    std::string_view allowed;
    ReadValue read;
};

struct Section {
    std::string_view name;
    std::span<const KeyRule> keys;
};

bool has_control_characters(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

std::optional<std::string> read_text(const YAML::Node& value) {
    if (!value.IsScalar()) return std::nullopt;
    return value.Scalar();
}

template <typename T>
std::optional<T> read_number(const YAML::Node& value, T lowest, T highest) {
    if (!value.IsScalar()) return std::nullopt;
    const std::string& text = value.Scalar();
    T number{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    // Written so that "nan" fails as well.
    const bool in_range = number >= lowest && number <= highest;
    if (code != std::errc() || end != text.data() + text.size() || !in_range) return std::nullopt;
    return number;
}

std::optional<std::filesystem::path> read_path(const YAML::Node& value, const Reader& reader) {
    const auto text = read_text(value);
    if (!text || text->empty() || text->find('\0') != std::string::npos) return std::nullopt;
    return resolve_path(*text, reader.base, reader.home);
}

/// An http or https address without user, query and fragment; the slash at its end is dropped.
std::optional<std::string> read_url(const YAML::Node& value) {
    auto text = read_text(value);
    if (!text || text->size() > 2048 || has_control_characters(*text)) return std::nullopt;
    const std::string lower = ascii_lower(*text);
    const std::size_t scheme = lower.starts_with("http://") ? 7 : lower.starts_with("https://") ? 8 : 0;
    if (scheme == 0 || text->find_first_of(" @?#\"<>\\", scheme) != std::string::npos) return std::nullopt;
    while (text->size() > scheme && text->back() == '/') text->pop_back();
    const bool has_host = text->size() > scheme && (*text)[scheme] != '/' && (*text)[scheme] != ':';
    return has_host ? text : std::nullopt;
}

template <typename Target>
bool assign(Target& target, auto read) {
    if (!read) return false;
    target = std::move(*read);
    return true;
}

bool read_checkpoint_dirs(const YAML::Node& value, Reader& reader) {
    if (!value.IsSequence() || value.size() > kMostListItems) return false;
    reader.config.checkpoint_dirs.clear();
    for (const YAML::Node& item : value) {
        if (auto path = read_path(item, reader))
            reader.config.checkpoint_dirs.push_back(std::move(*path));
        else
            reader.report(NoticeKind::Warning, item.Mark(),
                          "An entry of checkpoint_dirs must be one folder; it is left out");
    }
    return true;
}

bool read_host(const YAML::Node& value, Reader& reader) {
    const auto text = read_text(value);
    const bool fits = text && !text->empty() && text->size() <= 253 && !has_control_characters(*text) &&
                      text->find_first_of(" /@?#\"<>\\[]") == std::string::npos;
    if (fits) reader.config.comfyui.host = *text;
    return fits;
}

std::optional<Secret> read_secret(const YAML::Node& value) {
    const auto text = read_text(value);
    return text ? parse_secret(*text) : std::nullopt;
}

bool read_theme(const YAML::Node& value, Reader& reader) {
    const auto text = read_text(value);
    ThemeChoice& theme = reader.config.ui.theme;
    if (text == "system")
        theme = ThemeChoice::System;
    else if (text == "dark")
        theme = ThemeChoice::Dark;
    else if (text == "light")
        theme = ThemeChoice::Light;
    else
        return false;
    return true;
}

bool read_ignored(const YAML::Node& value, Reader& reader) {
    reader.report(NoticeKind::Info, value.Mark(), "Accepted and ignored: this version serves no pages");
    return true;
}

constexpr int kMostMemoryMb = 1'000'000;
constexpr double kMostCredits = 1e9;
constexpr std::string_view kAFolder = "one folder";
constexpr std::string_view kAnAddress =
    "an address such as https://host:8188/path, without user name and query";
constexpr std::string_view kAToken = "one line of text";
constexpr std::string_view kMemory = "a whole number of MiB from 64 to 1000000";
constexpr std::string_view kDiskSpace = "a whole number of MiB from 0 to 1000000";
constexpr std::string_view kCredits = "a number of credits from 0 to 1000000000";

constexpr KeyRule kRootKeys[] = {
    {"checkpoint_dirs", "a list of at most 1000 folders", read_checkpoint_dirs},
    {"sample_dir", kAFolder,
     [](const YAML::Node& v, Reader& r) { return assign(r.config.sample_dir, read_path(v, r)); }},
    {"db_path", "one file name",
     [](const YAML::Node& v, Reader& r) { return assign(r.config.db_path, read_path(v, r)); }},
    {"workflow_dir", kAFolder,
     [](const YAML::Node& v, Reader& r) { return assign(r.config.workflow_dir, read_path(v, r)); }},
    {"image_dir", kAFolder,
     [](const YAML::Node& v, Reader& r) { return assign(r.config.image_dir, read_path(v, r)); }},
    {"asset_dir", kAFolder,
     [](const YAML::Node& v, Reader& r) { return assign(r.config.asset_dir, read_path(v, r)); }},
    {"decode_threads", "a whole number from 0 (one for each core) to 256",
     [](const YAML::Node& v, Reader& r) { return assign(r.config.decode_threads, read_number(v, 0, 256)); }},
    {"port", "", read_ignored},
    {"ip_address", "", read_ignored},
};

constexpr KeyRule kComfyUiKeys[] = {
    {"host", "a host name or an IP address", read_host},
    {"port", "a whole number from 1 to 65535",
     [](const YAML::Node& v, Reader& r) { return assign(r.config.comfyui.port, read_number(v, 1, 65535)); }},
    {"url", kAnAddress,
     [](const YAML::Node& v, Reader& r) { return assign(r.config.comfyui.url, read_url(v)); }},
    {"token", kAToken,
     [](const YAML::Node& v, Reader& r) { return assign(r.config.comfyui.token, read_secret(v)); }},
};

constexpr KeyRule kSinkInKeys[] = {
    {"url", kAnAddress,
     [](const YAML::Node& v, Reader& r) { return assign(r.config.sinkin.url, read_url(v)); }},
    {"token", kAToken,
     [](const YAML::Node& v, Reader& r) { return assign(r.config.sinkin.token, read_secret(v)); }},
};

constexpr KeyRule kMemoryKeys[] = {
    {"gpu_mb", kMemory,
     [](const YAML::Node& v, Reader& r) {
         return assign(r.config.memory.gpu_mb, read_number(v, 64, kMostMemoryMb));
     }},
    {"cpu_mb", kMemory,
     [](const YAML::Node& v, Reader& r) {
         return assign(r.config.memory.cpu_mb, read_number(v, 64, kMostMemoryMb));
     }},
    {"proxy_mb", kDiskSpace,
     [](const YAML::Node& v, Reader& r) {
         return assign(r.config.memory.proxy_mb, read_number(v, 0, kMostMemoryMb));
     }},
};

constexpr KeyRule kUiKeys[] = {
    {"scale", "a number from 0.5 to 4",
     [](const YAML::Node& v, Reader& r) { return assign(r.config.ui.scale, read_number(v, 0.5, 4.0)); }},
    {"theme", "system, dark or light", read_theme},
};

constexpr KeyRule kBudgetKeys[] = {
    {"session", kCredits,
     [](const YAML::Node& v, Reader& r) {
         return assign(r.config.budget.session, read_number(v, 0.0, kMostCredits));
     }},
    {"day", kCredits,
     [](const YAML::Node& v, Reader& r) {
         return assign(r.config.budget.day, read_number(v, 0.0, kMostCredits));
     }},
};

constexpr Section kSections[] = {{"comfyui", kComfyUiKeys},
                                 {"sinkin", kSinkInKeys},
                                 {"memory", kMemoryKeys},
                                 {"ui", kUiKeys},
                                 {"budget", kBudgetKeys}};
constexpr std::string_view kBindings = "keys";

std::string full_name(std::string_view section, std::string_view key) {
    return section.empty() ? std::string(key) : fmt::format("{}.{}", section, key);
}

/// Names of keys hold no digits, so a token that slipped into the place of a key is not repeated.
bool looks_like_a_key(std::string_view text) {
    return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '.';
    });
}

std::string allowed_keys(const Section& section) {
    std::vector<std::string_view> names;
    for (const KeyRule& rule : section.keys) names.push_back(rule.name);
    if (section.name.empty()) {
        for (const Section& each : kSections) names.push_back(each.name);
        names.push_back(kBindings);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

void report_unknown(const YAML::Node& key, const Section& section, Reader& reader) {
    const bool shown = key.IsScalar() && looks_like_a_key(key.Scalar());
    const std::string name = shown ? fmt::format("Unknown key '{}'", full_name(section.name, key.Scalar()))
                                   : std::string("Unknown key");
    reader.report(NoticeKind::Warning, key.Mark(),
                  fmt::format("{}; allowed here: {}", name, allowed_keys(section)));
}

/// Calls `visit(key, value)` for every key that is a text and comes for the first time. An empty value is not
/// a setting.
template <typename Visit>
void for_each_setting(const YAML::Node& map, Reader& reader, Visit visit) {
    std::set<std::string> seen;
    for (const auto& entry : map) {
        const YAML::Node& key = entry.first;
        const bool first = !key.IsScalar() || seen.insert(key.Scalar()).second;
        if (!first)
            reader.report(NoticeKind::Warning, key.Mark(), "This key came before; the first one counts");
        else
            visit(key, entry.second);
    }
}

void read_setting(const YAML::Node& key, const YAML::Node& value, const Section& section, Reader& reader) {
    const std::string name = key.IsScalar() ? key.Scalar() : std::string();
    for (const KeyRule& rule : section.keys) {
        if (rule.name != name) continue;
        if (value.IsNull() || rule.read(value, reader)) return;
        reader.report(
            NoticeKind::Warning, key.Mark(),
            fmt::format("{} must be {}; its default is used", full_name(section.name, name), rule.allowed));
        return;
    }
    report_unknown(key, section, reader);
}

bool is_map_or_report(const YAML::Node& key, const YAML::Node& value, Reader& reader) {
    if (value.IsMap()) return true;
    if (!value.IsNull())
        reader.report(NoticeKind::Warning, key.Mark(),
                      fmt::format("{} must hold indented lines of the form 'key: value'", key.Scalar()));
    return false;
}

void read_bindings(const YAML::Node& key, const YAML::Node& map, Reader& reader) {
    if (!is_map_or_report(key, map, reader)) return;
    for_each_setting(map, reader, [&](const YAML::Node& action, const YAML::Node& chord) {
        const bool fits = action.IsScalar() && chord.IsScalar() && !chord.Scalar().empty() &&
                          action.Scalar().size() <= 64 && chord.Scalar().size() <= 64;
        if (fits)
            reader.config.keys.push_back({action.Scalar(), chord.Scalar(), action.Mark().line + 1});
        else
            reader.report(NoticeKind::Warning, action.Mark(),
                          "An entry of keys must be 'action: chord', such as 'score.1: Ctrl+1'");
    });
}

void read_root(const YAML::Node& root, Reader& reader) {
    const Section top{"", kRootKeys};
    for_each_setting(root, reader, [&](const YAML::Node& key, const YAML::Node& value) {
        const std::string name = key.IsScalar() ? key.Scalar() : std::string();
        if (name == kBindings) return read_bindings(key, value, reader);
        for (const Section& section : kSections) {
            if (section.name != name) continue;
            if (!is_map_or_report(key, value, reader)) return;
            for_each_setting(value, reader, [&](const YAML::Node& inner_key, const YAML::Node& inner_value) {
                read_setting(inner_key, inner_value, section, reader);
            });
            return;
        }
        read_setting(key, value, top, reader);
    });
}

void read_document(std::string_view text, Reader& reader) {
    if (text.size() > kLargestConfigBytes) {
        reader.notices.push_back({NoticeKind::Warning, reader.file, 0,
                                  "Larger than 1 MiB, which no configuration needs; the defaults are used"});
        return;
    }
    const YAML::Node root = YAML::Load(std::string(text));
    if (root.IsMap())
        read_root(root, reader);
    else if (!root.IsNull())
        reader.report(NoticeKind::Warning, root.Mark(),
                      "Lines of the form 'key: value' are expected; the defaults are used");
}

/// Why the YAML library refused the text. Some of its messages quote the file after a colon; that could be a
/// token.
std::string reason(const YAML::Exception& broken) {
    if (broken.msg == YAML::ErrorMsg::BAD_FILE) return "nested too deeply";
    return broken.msg.substr(0, broken.msg.find(':'));
}

}  // namespace

ParsedConfig parse_config(std::string_view text, const std::filesystem::path& file,
                          const std::filesystem::path& home) {
    ParsedConfig parsed;
    Reader reader{parsed.config, parsed.notices, display_path(file), file.parent_path(), home};
    try {
        read_document(text, reader);
    } catch (const YAML::Exception& broken) {
        reader.report(NoticeKind::Warning, broken.mark,
                      fmt::format("Not YAML ({}); the defaults are used", reason(broken)));
    }
    return parsed;
}

std::optional<Secret> parse_secret(std::string_view token) {
    while (!token.empty() && is_space(token.front())) token.remove_prefix(1);
    while (!token.empty() && is_space(token.back())) token.remove_suffix(1);
    if (token.size() > 4096 || has_control_characters(token)) return std::nullopt;
    return Secret(std::string(token));
}

std::filesystem::path resolve_path(const std::filesystem::path& path, const std::filesystem::path& base,
                                   const std::filesystem::path& home) {
    const std::string& text = path.native();
    const bool under_home = !home.empty() && (text == "~" || text.starts_with("~/"));
    const std::size_t rest = under_home ? std::min(text.find_first_not_of('/', 1), text.size()) : 0;
    const auto resolved = ((under_home ? home : base) / text.substr(rest)).lexically_normal();
    return resolved.has_filename() || !resolved.has_relative_path() ? resolved : resolved.parent_path();
}

}  // namespace proofsheet::app
