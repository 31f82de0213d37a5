#include "shell/launch.h"

#include <fmt/format.h>
#include <glad/gl.h>
#include <spdlog/spdlog.h>

#include <iostream>
#include <iterator>

#include "core/file_bytes.h"
#include "shell/application.h"
#include "shell/egl_context.h"
#include "shell/glfw_platform.h"
#include "shell/offscreen_platform.h"
#include "shell/script_driver.h"
#include "shell/system_theme.h"
#include "shell/window_place_file.h"

namespace proofsheet::shell {
namespace {

constexpr std::uint64_t kLargestScript = 16 << 20;

Result<std::string> read_script(const std::string& name) {
    if (name == "-")
        return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
    const auto bytes = read_file(name, kLargestScript);
    if (!bytes) return bytes.error();
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

Result<FrameLog> open_log(const LaunchOptions& options) {
    if (!options.frame_log) return FrameLog(options.started);
    return FrameLog::open(*options.frame_log, options.started);
}

/// The script's failure as "FILE:LINE: why".
Status play(ScriptDriver& driver, const OffscreenOptions& offscreen) {
    if (offscreen.script.empty()) return driver.wait_ready(60);
    const auto text = read_script(offscreen.script);
    if (!text) return text.error();
    const auto lines = parse_script(*text);
    Status done = lines ? driver.run(*lines) : Status(lines.error());
    if (done) return done;
    Error error = done.error();
    error.message =
        fmt::format("{}:{}", offscreen.script == "-" ? "<stdin>" : offscreen.script, error.message);
    return error;
}

Status run_offscreen(const LaunchOptions& options, FrameLog& log) {
    const OffscreenOptions& offscreen = *options.offscreen;
    Result<EglContext> context = EglContext::create();
    if (!context) return context.error();
    Result<gpu::GlFramebuffer> framebuffer = gpu::GlFramebuffer::create(offscreen.size);
    if (!framebuffer) return framebuffer.error();
    const double scale = options.scale.value_or(options.configuration.config.ui.scale.value_or(1.0));
    OffscreenPlatform platform(std::move(*framebuffer), offscreen.size, static_cast<float>(scale));
    Application application(platform, options.configuration, options.reload, log);
    application.open(options.open);
    ScriptDriver driver(application, platform, DriverClock(offscreen.fixed_dt));
    return play(driver, offscreen);
}

Status run_window(const LaunchOptions& options, FrameLog& log) {
    const std::filesystem::path place_file = options.configuration.config.data_dir / "window.json";
    const auto scale = options.scale ? options.scale : options.configuration.config.ui.scale;
    auto platform = GlfwPlatform::open(read_window_place(place_file), scale);
    if (!platform) return platform.error();
    GlfwPlatform& window = **platform;
    if (gladLoadGL(&GlfwPlatform::find_function) == 0)
        return Error{ErrorKind::Unsupported,
                     "OpenGL 3.3 cannot be loaded. Install a graphics driver, for example the package "
                     "libgl1-mesa-dri"};
    {
        Application application(window, options.configuration, options.reload, log);
        application.prefer_dark(system_prefers_dark());
        application.open(options.open);
        const auto start = std::chrono::steady_clock::now();
        while (!application.quit()) {
            const auto now = [&] { return app::Millis(std::chrono::steady_clock::now() - start); };
            application.turn(now());
            const auto next = application.next_turn_in(now());
            if (next)
                window.wait(std::chrono::ceil<std::chrono::milliseconds>(*next));
            else
                window.wait(std::nullopt);
        }
    }
    write_window_place(place_file, window.place());
    return {};
}

}  // namespace

int run_application(const LaunchOptions& options) {
    Result<FrameLog> log = open_log(options);
    const Status done = !log                ? Status(log.error())
                        : options.offscreen ? run_offscreen(options, *log)
                                            : run_window(options, *log);
    if (done) return 0;
    fmt::print(stderr, "{}\n", done.error().message);
    return 1;
}

}  // namespace proofsheet::shell
