#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/config_load.h"
#include "core/size.h"

namespace proofsheet::shell {

/// The whole application drawn into a framebuffer, driven by a script instead of hands.
struct OffscreenOptions {
    SizePx size;
    std::string script;  ///< file name, "-" for standard input; empty ends once all is shown
    /// Each frame advances the application's clock by this much; nullopt follows the real clock.
    std::optional<std::chrono::duration<double, std::milli>> fixed_dt;
};

/// What the command line decided before anything is drawn.
struct LaunchOptions {
    std::function<app::LoadedConfig()> reload;  ///< reads the configuration again; any thread
    app::LoadedConfig configuration;            ///< its folders are those of the demo when that was asked for
    std::vector<std::filesystem::path>
        open;  ///< absolute, all exist; empty shows what the configuration names
    std::optional<OffscreenOptions> offscreen;  ///< nullopt opens a window
    std::optional<double> scale;                ///< 1 is 100 %; wins over the configuration
    std::optional<std::filesystem::path> frame_log;
    std::chrono::steady_clock::time_point started;  ///< of the process
};

/// Runs the application to its end on the calling thread and gives the exit status: 0, or 1 when it could not
/// start or the script failed. Log lines go to spdlog's default logger, which the caller has set up.
int run_application(const LaunchOptions& options);

}  // namespace proofsheet::shell
