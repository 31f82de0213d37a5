#include "app/settings_form.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/config_parse.h"
#include "app/state.h"
#include "core/text.h"

namespace proofsheet::app {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kSpace);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

/// The lines of a text that are not blank, trimmed.
std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        if (!line.empty()) lines.emplace_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string joined_paths(const std::vector<std::filesystem::path>& paths) {
    std::string lines;
    for (const std::filesystem::path& path : paths) lines += (lines.empty() ? "" : "\n") + path.native();
    return lines;
}

template <typename T>
std::string number_text(const std::optional<T>& number) {
    return number ? fmt::format("{}", *number) : std::string();
}

std::string_view name_of_theme(ThemeChoice theme) {
    if (theme == ThemeChoice::System) return "system";
    return theme == ThemeChoice::Dark ? "dark" : "light";
}

std::string bindings_text(const std::vector<KeyBinding>& bindings) {
    std::string lines;
    for (const KeyBinding& binding : bindings)
        lines += fmt::format("{}{}: {}", lines.empty() ? "" : "\n", binding.action, binding.chord);
    return lines;
}

SetEntries entries_of(std::string_view text) {
    SetEntries entries;
    for (const std::string& line : lines_of(text)) {
        const std::size_t colon = line.find(':');
        const std::string_view rest =
            colon == line.npos ? std::string_view() : std::string_view(line).substr(colon + 1);
        entries.entries.emplace_back(trimmed(std::string_view(line).substr(0, colon)), trimmed(rest));
    }
    return entries;
}

struct FieldReader {
    std::string_view key;
    std::string (*text)(const Config& config);
};

constexpr FieldReader kReaders[] = {
    {"checkpoint_dirs", [](const Config& c) { return joined_paths(c.checkpoint_dirs); }},
    {"sample_dir", [](const Config& c) { return c.sample_dir.native(); }},
    {"workflow_dir", [](const Config& c) { return c.workflow_dir.native(); }},
    {"image_dir", [](const Config& c) { return c.image_dir.native(); }},
    {"asset_dir", [](const Config& c) { return c.asset_dir.native(); }},
    {"db_path", [](const Config& c) { return c.db_path.native(); }},
    {"ui.theme", [](const Config& c) { return std::string(name_of_theme(c.ui.theme)); }},
    {"ui.scale", [](const Config& c) { return number_text(c.ui.scale); }},
    {"memory.gpu_mb", [](const Config& c) { return fmt::format("{}", c.memory.gpu_mb); }},
    {"memory.cpu_mb", [](const Config& c) { return fmt::format("{}", c.memory.cpu_mb); }},
    {"memory.proxy_mb", [](const Config& c) { return fmt::format("{}", c.memory.proxy_mb); }},
    {"decode_threads", [](const Config& c) { return fmt::format("{}", c.decode_threads); }},
    {"comfyui.url", [](const Config& c) { return c.comfyui.url.value_or(""); }},
    {"comfyui.host", [](const Config& c) { return c.comfyui.host.value_or(""); }},
    {"comfyui.port", [](const Config& c) { return number_text(c.comfyui.port); }},
    {"sinkin.url", [](const Config& c) { return c.sinkin.url; }},
    {"budget.session", [](const Config& c) { return number_text(c.budget.session); }},
    {"budget.day", [](const Config& c) { return number_text(c.budget.day); }},
    {"keys", [](const Config& c) { return bindings_text(c.keys); }},
};

bool is_secret(std::string_view key) {
    const Setting* setting = find_setting(key);
    return setting != nullptr && setting->kind == SettingKind::Secret;
}

SettingField make_field(const Setting& setting, std::string_view file_text, const Config& in_file,
                        const LoadedConfig& loaded) {
    SettingField field;
    field.setting = &setting;
    field.hint = setting.default_text;
    field.overridden_by = overridden_by(loaded, setting.key);
    const auto written = text_in_config(file_text, setting.key);
    field.is_set = written.has_value();
    if (setting.kind == SettingKind::Secret) {
        field.hint = secret_text(in_file, setting.key);
    } else if (setting.kind == SettingKind::Bindings) {
        field.text = field_text(in_file, setting.key);
        field.is_set = !field.text.empty();
    } else {
        field.text = written.value_or("");
    }
    return field;
}

}  // namespace

std::vector<const Setting*> find_settings(std::string_view query) {
    std::vector<std::string> words;
    for (const std::string& line : lines_of(ascii_lower(query)))
        for (std::size_t at = 0; at < line.size();) {
            const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
            if (end > at) words.push_back(line.substr(at, end - at));
            at = end + 1;
        }
    std::vector<const Setting*> found;
    for (const Setting& setting : settings()) {
        const std::string all = ascii_lower(
            fmt::format("{}\n{}\n{}\n{}", setting.key, setting.section, setting.title, setting.help));
        const bool fits = std::all_of(words.begin(), words.end(),
                                      [&](const std::string& word) { return all.find(word) != all.npos; });
        if (fits) found.push_back(&setting);
    }
    return found;
}

std::string field_text(const Config& config, std::string_view key) {
    for (const FieldReader& reader : kReaders)
        if (reader.key == key) return reader.text(config);
    return {};
}

std::string secret_text(const Config& config, std::string_view key) {
    if (!is_secret(key)) return {};
    return key == "sinkin.token" ? config.sinkin.token.to_string() : config.comfyui.token.to_string();
}

std::optional<std::string> check_field(std::string_view key, std::string_view text) {
    return check_edit(to_edit(key, text));
}

ConfigEdit to_edit(std::string_view key, std::string_view text) {
    const Setting* setting = find_setting(key);
    const SettingKind kind = setting == nullptr ? SettingKind::Text : setting->kind;
    text = trimmed(text);
    ConfigEdit edit{std::string(key), RemoveKey{}};
    if (text.empty()) return edit;
    if (kind == SettingKind::FolderList)
        edit.change = SetList{lines_of(text)};
    else if (kind == SettingKind::Bindings)
        edit.change = entries_of(text);
    else if (kind == SettingKind::WholeNumber || kind == SettingKind::Decimal)
        edit.change = SetNumber{std::string(text)};
    else
        edit.change = SetText{std::string(text)};
    return edit;
}

bool needs_restart(std::string_view key) {
    const Setting* setting = find_setting(key);
    return setting != nullptr && setting->takes_effect == TakesEffect::AtNextStart;
}

std::string overridden_by(const LoadedConfig& loaded, std::string_view key) {
    for (const ConfigOverride& each : loaded.overrides)
        if (each.key == key) return each.by;
    return {};
}

std::vector<SettingField> make_fields(std::string_view file_text, const LoadedConfig& loaded) {
    const Config in_file = parse_config(file_text, {}, {}).config;
    std::vector<SettingField> fields;
    for (const Setting& setting : settings())
        fields.push_back(make_field(setting, file_text, in_file, loaded));
    return fields;
}

}  // namespace proofsheet::app
