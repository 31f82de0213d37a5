#include "cli/launch_command.h"

#include <fmt/format.h>

#include "core/file_bytes.h"

namespace proofsheet::cli {
namespace {

std::optional<shell::OffscreenOptions> offscreen_options(const WindowOptions& window) {
    if (!window.offscreen) return std::nullopt;
    shell::OffscreenOptions offscreen;
    offscreen.size = *window.offscreen;
    offscreen.script = window.script.value_or("");
    if (window.fixed_dt_ms)
        offscreen.fixed_dt = std::chrono::duration<double, std::milli>(*window.fixed_dt_ms);
    return offscreen;
}

}  // namespace

Result<shell::LaunchOptions> launch_options(const Call& call, const app::LoadedConfig& configuration,
                                            const std::filesystem::path& working_dir) {
    shell::LaunchOptions options;
    options.configuration = configuration;
    options.offscreen = offscreen_options(call.window);
    options.scale = call.window.scale;
    options.frame_log = call.window.frame_log;
    const auto* open = std::get_if<OpenCall>(&call.command);
    if (open == nullptr) return options;
    for (const std::filesystem::path& given : open->paths) {
        const std::filesystem::path path = (working_dir / given).lexically_normal();
        std::error_code failure;
        if (!std::filesystem::exists(path, failure))
            return Error{ErrorKind::NotFound,
                         fmt::format("There is nothing to open at {}", display_path(path))};
        options.open.push_back(path);
    }
    return options;
}

}  // namespace proofsheet::cli
