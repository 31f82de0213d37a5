#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/file_bytes.h"
#include "image/decode.h"
#include "image/encode.h"
#include "shell/egl_context.h"
#include "shell/script_driver.h"
#include "shell/state_dump.h"
#include "support/temp_folder.h"

namespace proofsheet::test {

/// Makes the picture of a cell (0 to `seeds` x 2) at a checkpoint (from 1).
using PaintCell = std::function<image::Pixels(int checkpoint, int cell)>;

/// Square pictures of noise, each with pixels of its own.
inline PaintCell noise_of(int side) {
    return [side](int checkpoint, int cell) {
        image::Pixels pixels({side, side});
        std::uint32_t noise = static_cast<std::uint32_t>(checkpoint * 977 + cell * 131 + 7);
        for (std::uint8_t& byte : pixels.bytes()) {
            noise = noise * 1664525u + 1013904223u;
            byte = static_cast<std::uint8_t>(64 + ((noise >> 24) & 0x3F) + checkpoint * 8);
        }
        for (std::size_t i = 3; i < pixels.bytes().size(); i += 4) pixels.bytes()[i] = 255;
        return pixels;
    };
}

/// The whole application in a framebuffer, on a run that the test writes.
class Offscreen {
public:
    /// `checkpoints` x 2 prompts x 2 seeds, square pictures of `side` pixels, each with pixels of its own.
    Offscreen(int checkpoints, int side, int gpu_mb = 512)
        : Offscreen(checkpoints, 2, noise_of(side), app::Millis{16}, gpu_mb) {}

    /// `checkpoints` x 2 prompts x `seeds`; each frame takes `step` of the application's clock.
    Offscreen(int checkpoints, int seeds, const PaintCell& paint, app::Millis step = app::Millis{16},
              int gpu_mb = 512)
        : step_(step) {
        write_run(checkpoints, seeds, paint);
        configuration_.config.checkpoint_dirs = {folder_.path() / "checkpoints"};
        configuration_.config.sample_dir = samples();
        configuration_.config.data_dir = folder_.path() / "data";
        configuration_.config.db_path = database();
        configuration_.config.memory.gpu_mb = gpu_mb;
        configuration_.config.decode_threads = 2;
        start(step_);
    }

    /// Ends the application, if there is one, and starts it again on the same folders. Without a fixed step
    /// its clock is the real one, and it draws as a window does.
    void start(std::optional<app::Millis> fixed_step) {
        driver_.reset();
        application_.reset();
        log_.reset();
        log_ = std::make_unique<shell::FrameLog>(
            *shell::FrameLog::open(log_file(), std::chrono::steady_clock::now()));
        application_ = std::make_unique<shell::Application>(
            platform_, configuration_, [loaded = configuration_] { return loaded; }, *log_);
        driver_ =
            std::make_unique<shell::ScriptDriver>(*application_, platform_, shell::DriverClock(fixed_step));
    }
    void restart() { start(step_); }

    /// Makes all pictures older, so that they do not count as just written.
    void age_pictures() const {
        const auto earlier = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path() / "samples"))
            if (entry.is_regular_file()) std::filesystem::last_write_time(entry.path(), earlier);
    }
    std::filesystem::path proxies() const { return folder_.path() / "data" / "proxies"; }
    std::filesystem::path database() const { return folder_.path() / "data" / "experiments.db"; }
    std::filesystem::path samples() const { return folder_.path() / "samples"; }

    void run(const std::string& script) {
        const auto lines = shell::parse_script(script);
        REQUIRE(lines);
        const Status done = driver_->run(*lines);
        REQUIRE_MESSAGE(done, done.error().message);
    }
    nlohmann::ordered_json state() const { return shell::dump_state(*application_); }
    image::Pixels screen() const { return platform_.read_pixels(); }
    const shell::Application& application() const { return *application_; }

    /// The pixels of a sample file.
    image::Pixels file(const std::string& relative) const {
        const auto bytes = read_file(folder_.path() / "samples" / relative, 1 << 28);
        REQUIRE(bytes);
        auto pixels = image::decode(*bytes);
        REQUIRE(pixels);
        return std::move(*pixels);
    }
    /// The frames that were logged so far, as JSON objects.
    std::vector<nlohmann::json> frames() {
        log_.reset();
        const auto bytes = read_file(log_file(), 1 << 28);
        std::vector<nlohmann::json> frames;
        std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        while (!text.empty()) {
            const std::size_t end = text.find('\n');
            frames.push_back(nlohmann::json::parse(text.substr(0, end)));
            text.remove_prefix(end + 1);
        }
        return frames;
    }

private:
    std::filesystem::path log_file() const { return folder_.path() / "frames.jsonl"; }

    void write_run(int checkpoints, int seeds, const PaintCell& paint) {
        const std::string header = "{}";
        for (int c = 1; c <= checkpoints; ++c) {
            const std::string name = "test-step" + std::string(8 - std::to_string(c * 100).size(), '0') +
                                     std::to_string(c * 100) + ".safetensors";
            std::string bytes(8, '\0');
            bytes[0] = static_cast<char>(header.size());
            bytes += header;
            std::filesystem::create_directories(folder_.path() / "checkpoints");
            std::filesystem::create_directories(folder_.path() / "samples" / name);
            REQUIRE(write_file_atomically(folder_.path() / "checkpoints" / name,
                                          std::as_bytes(std::span(bytes))));
            for (int cell = 0; cell < 2 * seeds; ++cell) {
                const auto png = image::encode_png(paint(c, cell), {}, 1);
                REQUIRE(png);
                const std::string file = "prompt_name=p" + std::to_string(cell / seeds) +
                                         "&seed=" + std::to_string(cell % seeds) + "&_00001_.png";
                REQUIRE(write_file_atomically(folder_.path() / "samples" / name / file, *png));
            }
        }
    }

    TempFolder folder_;
    app::LoadedConfig configuration_;
    app::Millis step_;
    shell::EglContext context_ = std::move(*shell::EglContext::create());
    shell::OffscreenPlatform platform_{std::move(*gpu::GlFramebuffer::create({1200, 800})), {1200, 800}, 1};
    std::unique_ptr<shell::FrameLog> log_;
    std::unique_ptr<shell::Application> application_;
    std::unique_ptr<shell::ScriptDriver> driver_;
};

}  // namespace proofsheet::test
