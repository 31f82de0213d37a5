#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace proofsheet::app {

enum class ThemeChoice;

/// An access token. It has no formatter and no stream operator, so that it cannot reach a log or an error
/// text by accident; only who sends it asks for `reveal`.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}

    bool empty() const { return value_.empty(); }
    const std::string& reveal() const { return value_; }
    /// What may be shown: "(hidden)", or "(not set)".
    std::string to_string() const { return value_.empty() ? "(not set)" : "(hidden)"; }
    bool operator==(const Secret&) const = default;

private:
    std::string value_;
};

struct ComfyUiConfig {
    std::optional<std::string> host;
    std::optional<int> port;
    std::optional<std::string> url;  ///< wins over host and port; no slash at the end
    Secret token;
    bool operator==(const ComfyUiConfig&) const = default;
};

/// Where ComfyUI answers, without a slash at the end; nullopt when the configuration names no address.
std::optional<std::string> base_url(const ComfyUiConfig& comfyui);

struct SinkInConfig {
    std::string url = "https://sinkin.ai/api";
    Secret token;
    bool operator==(const SinkInConfig&) const = default;
};

/// Upper bounds in MiB.
struct MemoryConfig {
    int gpu_mb = 2048;    ///< textures
    int cpu_mb = 1024;    ///< decoded pictures
    int proxy_mb = 4096;  ///< reduced pictures on the disk; 0 keeps none
    bool operator==(const MemoryConfig&) const = default;
};

struct UiConfig {
    std::optional<double> scale;  ///< 1 is 100 %; nullopt follows the display
    ThemeChoice theme{};          ///< follows the system unless set
    bool operator==(const UiConfig&) const = default;
};

/// One rebound key. Which actions and chords exist is known where keys are dispatched; `line` is for its
/// complaints.
struct KeyBinding {
    std::string action;
    std::string chord;
    int line = 0;
    bool operator==(const KeyBinding&) const = default;
};

/// Credits that may be spent; nullopt is no limit.
struct BudgetConfig {
    std::optional<double> session;
    std::optional<double> day;
    bool operator==(const BudgetConfig&) const = default;
};

/// What the user set, complete with defaults. All folders are absolute once `load_config` made it.
struct Config {
    std::vector<std::filesystem::path> checkpoint_dirs;
    std::filesystem::path sample_dir;    ///< empty when none is set
    std::filesystem::path data_dir;      ///< database, proxies, demo
    std::filesystem::path db_path;       ///< data_dir/experiments.db unless set
    std::filesystem::path workflow_dir;  ///< data_dir/workflows unless set
    std::filesystem::path image_dir;     ///< data_dir/images unless set
    std::filesystem::path asset_dir;     ///< data_dir/assets unless set
    ComfyUiConfig comfyui;
    SinkInConfig sinkin;
    MemoryConfig memory;
    int decode_threads = 0;  ///< 0 is one for each core
    UiConfig ui;
    std::vector<KeyBinding> keys;
    BudgetConfig budget;
    bool operator==(const Config&) const = default;
};

enum class NoticeKind { Info, Warning };

/// Something about a configuration that its owner should read. Never holds a value of the file, so never a
/// secret.
struct ConfigNotice {
    NoticeKind kind = NoticeKind::Warning;
    std::string file;  ///< for display; empty for what comes from the environment
    int line = 0;      ///< from 1; 0 when no line is to blame
    std::string message;
    bool operator==(const ConfigNotice&) const = default;
};

/// "FILE:LINE: message", or as much of it as there is.
std::string to_text(const ConfigNotice& notice);

}  // namespace proofsheet::app
