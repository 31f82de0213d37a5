#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/config.h"

namespace proofsheet::app {

/// What the configuration takes from the environment; empty texts are variables that are not set.
struct Environment {
    std::string home;             ///< HOME, else the home folder of the account
    std::string config_path;      ///< CONFIG_PATH
    std::string xdg_config_home;  ///< XDG_CONFIG_HOME
    std::string xdg_data_home;    ///< XDG_DATA_HOME
    Secret sinkin_token;          ///< SINKIN_ACCESS_TOKEN
    Secret comfyui_token;         ///< COMFYUI_TOKEN
};

/// Reads the environment of this process. Call it before other threads start.
Environment read_environment();

/// What the command line said; it wins over the file. Relative names are relative to `working_dir`.
struct ConfigRequest {
    std::optional<std::filesystem::path> config_file;
    std::optional<std::filesystem::path> data_dir;
    std::vector<std::filesystem::path> checkpoint_dirs;  ///< replace those of the file unless empty
    std::optional<std::filesystem::path> sample_dir;
    std::filesystem::path working_dir;  ///< absolute
};

/// A key whose value does not come from the file, whatever the file says.
struct ConfigOverride {
    std::string key;  ///< "sinkin.token"
    std::string by;   ///< the variable or option: "SINKIN_ACCESS_TOKEN", "--samples"
    bool operator==(const ConfigOverride&) const = default;
};

struct LoadedConfig {
    Config config;
    std::optional<std::filesystem::path>
        file;  ///< what was read; nullopt when there is no configuration file
    std::filesystem::path
        settings_file;  ///< what the Settings screen writes: `file`, else the one of the user
    std::vector<ConfigNotice> notices;
    std::vector<ConfigOverride> overrides;
};

/// Reads the first of `config_file`, CONFIG_PATH, ./config.yaml, $XDG_CONFIG_HOME/proofsheet/config.yaml and
/// fills in what it leaves open. The first two are not passed over when they are missing: that is a notice,
/// and defaults apply. Tokens of the environment win over those of the file. Never fails; see `notices`.
LoadedConfig load_config(const ConfigRequest& request, const Environment& environment);

}  // namespace proofsheet::app
