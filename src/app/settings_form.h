#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/config.h"
#include "app/config_edit.h"
#include "app/config_load.h"

namespace proofsheet::app {

enum class SettingKind {
    Text,
    Secret,  ///< a token: never shown, only replaced or removed
    Folder,
    File,
    FolderList,  ///< one folder a line
    WholeNumber,
    Decimal,
    Choice,
    Bindings,  ///< "action: chord" a line
};

enum class TakesEffect { AtOnce, AtNextStart };

/// The numbers that a field allows, both included.
struct NumberRange {
    double lowest = 0;
    double highest = 0;
};

/// One key of the configuration as the settings show it.
struct Setting {
    std::string_view key;      ///< as the file calls it: "comfyui.url"
    std::string_view section;  ///< heading; settings of one section follow each other
    std::string_view title;
    std::string_view help;  ///< what it does, one or two sentences
    SettingKind kind = SettingKind::Text;
    TakesEffect takes_effect = TakesEffect::AtOnce;
    std::string_view default_text;  ///< what applies when nothing is set, in words
    std::string_view unit;          ///< behind a number; empty for none
    NumberRange range;              ///< of numbers
    std::span<const std::string_view> choices;
};

/// All keys of the configuration, in the order of the screen.
std::span<const Setting> settings();
/// Null when the configuration has no such key.
const Setting* find_setting(std::string_view key);
/// Settings whose title, help, heading or key hold every word of the query, whatever the case; all of them
/// for an empty query.
std::vector<const Setting*> find_settings(std::string_view query);

/// What a field shows for a configuration; empty for what is not set and for secrets (see `secret_text`).
std::string field_text(const Config& config, std::string_view key);
/// "(hidden)" or "(not set)"; empty for keys that are no secrets.
std::string secret_text(const Config& config, std::string_view key);
/// Why the configuration would not take what was typed: the sentence of `parse_config`. nullopt when it
/// would.
std::optional<std::string> check_field(std::string_view key, std::string_view text);
/// What was typed as a change of the file; white space around it does not count. Empty text removes the key.
ConfigEdit to_edit(std::string_view key, std::string_view text);

bool needs_restart(std::string_view key);
/// The variable or option that wins over the file, empty when there is none.
std::string overridden_by(const LoadedConfig& loaded, std::string_view key);

/// A field as it opens.
struct SettingField {
    const Setting* setting = nullptr;
    std::string text;           ///< as the file writes it, "~" and relative names included; empty for secrets
    std::string hint;           ///< shown while the field is empty: the default, or that a secret is set
    bool is_set = false;        ///< the file says something under this key
    std::string overridden_by;  ///< see the function
};
/// The fields for the text of the configuration file; values that it does not allow are shown as they are.
std::vector<SettingField> make_fields(std::string_view file_text, const LoadedConfig& loaded);

}  // namespace proofsheet::app
