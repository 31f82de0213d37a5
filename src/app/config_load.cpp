#include "app/config_load.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

#include "app/config_parse.h"
#include "core/file_bytes.h"

namespace proofsheet::app {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

std::string home_of_account() {
    const struct passwd* account = ::getpwuid(::getuid());
    return account == nullptr || account->pw_dir == nullptr ? std::string() : std::string(account->pw_dir);
}

/// A folder of the XDG base directory specification: relative values of the variable are to be ignored.
fs::path xdg_folder(const std::string& value, const fs::path& home, const char* below_home,
                    const fs::path& working_dir) {
    if (fs::path(value).is_absolute()) return fs::path(value) / "proofsheet";
    return (home.is_absolute() ? home / below_home : working_dir) / "proofsheet";
}

/// A file that may hold the configuration. One that somebody named must be there.
struct Candidate {
    fs::path file;
    bool named = false;
};

std::vector<Candidate> candidates(const ConfigRequest& request, const Environment& environment,
                                  const fs::path& user_file) {
    const auto resolve = [&](const fs::path& path) {
        return resolve_path(path, request.working_dir, environment.home);
    };
    if (request.config_file) return {{resolve(*request.config_file), true}};
    if (!environment.config_path.empty()) return {{resolve(environment.config_path), true}};
    return {{request.working_dir / "config.yaml", false}, {user_file, false}};
}

void read_first(const std::vector<Candidate>& files, const Environment& environment, LoadedConfig& loaded) {
    for (const Candidate& candidate : files) {
        const auto bytes = read_file(candidate.file, kLargestConfigBytes);
        if (!bytes && bytes.error().kind == ErrorKind::NotFound && !candidate.named) continue;
        loaded.settings_file = candidate.file;
        if (!bytes) {
            loaded.notices.push_back(
                {NoticeKind::Warning, "", 0,
                 "No configuration was read, the defaults are used. " + bytes.error().message});
            return;
        }
        const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        ParsedConfig parsed = parse_config(text, candidate.file, environment.home);
        loaded.config = std::move(parsed.config);
        loaded.notices = std::move(parsed.notices);
        loaded.file = candidate.file;
        return;
    }
}

void apply_token(const Secret& from_environment, const ConfigOverride& place, Secret& token,
                 LoadedConfig& loaded) {
    const auto parsed = parse_secret(from_environment.reveal());
    if (!parsed)
        loaded.notices.push_back(
            {NoticeKind::Warning, "", 0, place.by + " must be one line of text; it is not used"});
    if (!parsed || parsed->empty()) return;
    token = *parsed;
    loaded.overrides.push_back(place);
}

void apply_request(const ConfigRequest& request, LoadedConfig& loaded) {
    Config& config = loaded.config;
    if (!request.checkpoint_dirs.empty()) {
        config.checkpoint_dirs.clear();
        loaded.overrides.push_back({"checkpoint_dirs", "--checkpoints"});
    }
    if (request.sample_dir) loaded.overrides.push_back({"sample_dir", "--samples"});
    for (const fs::path& folder : request.checkpoint_dirs)
        config.checkpoint_dirs.push_back(resolve_path(folder, request.working_dir, {}));
    if (request.sample_dir) config.sample_dir = resolve_path(*request.sample_dir, request.working_dir, {});
}

void set_if_empty(fs::path& path, const fs::path& value) {
    if (path.empty()) path = value;
}

}  // namespace

Environment read_environment() {
    Environment environment;
    environment.home = variable("HOME");
    if (environment.home.empty()) environment.home = home_of_account();
    environment.config_path = variable("CONFIG_PATH");
    environment.xdg_config_home = variable("XDG_CONFIG_HOME");
    environment.xdg_data_home = variable("XDG_DATA_HOME");
    environment.sinkin_token = Secret(variable("SINKIN_ACCESS_TOKEN"));
    environment.comfyui_token = Secret(variable("COMFYUI_TOKEN"));
    return environment;
}

LoadedConfig load_config(const ConfigRequest& request, const Environment& environment) {
    LoadedConfig loaded;
    const fs::path user_file =
        xdg_folder(environment.xdg_config_home, environment.home, ".config", request.working_dir) /
        "config.yaml";
    loaded.settings_file = user_file;
    read_first(candidates(request, environment, user_file), environment, loaded);

    Config& config = loaded.config;
    apply_token(environment.sinkin_token, {"sinkin.token", "SINKIN_ACCESS_TOKEN"}, config.sinkin.token,
                loaded);
    apply_token(environment.comfyui_token, {"comfyui.token", "COMFYUI_TOKEN"}, config.comfyui.token, loaded);
    apply_request(request, loaded);
    config.data_dir = request.data_dir ? resolve_path(*request.data_dir, request.working_dir, {})
                                       : xdg_folder(environment.xdg_data_home, environment.home,
                                                    ".local/share", request.working_dir);
    set_if_empty(config.db_path, config.data_dir / "experiments.db");
    set_if_empty(config.workflow_dir, config.data_dir / "workflows");
    set_if_empty(config.image_dir, config.data_dir / "images");
    set_if_empty(config.asset_dir, config.data_dir / "assets");
    return loaded;
}

}  // namespace proofsheet::app
