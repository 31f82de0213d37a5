#include "shell/offscreen_platform.h"

#include <glad/gl.h>

#include <utility>

namespace proofsheet::shell {

OffscreenPlatform::OffscreenPlatform(gpu::GlFramebuffer framebuffer, SizePx size, float scale)
    : framebuffer_(std::move(framebuffer)), size_(size), scale_(scale) {}

void OffscreenPlatform::post(ui::InputKind kind) {
    events_.push_back({std::move(kind), std::chrono::steady_clock::now()});
}

void OffscreenPlatform::resize(SizePx size) {
    Result<gpu::GlFramebuffer> framebuffer = gpu::GlFramebuffer::create(size);
    if (!framebuffer) return;
    framebuffer_ = std::move(*framebuffer);
    size_ = size;
    post(ui::Resized{});
}

image::Pixels OffscreenPlatform::read_pixels() const {
    image::Pixels pixels = framebuffer_.read_pixels();
    const auto bytes = pixels.bytes();
    for (std::size_t i = 3; i < bytes.size(); i += 4) bytes[i] = 255;
    return pixels;
}

std::vector<ui::InputEvent> OffscreenPlatform::take_events() {
    return std::exchange(events_, {});
}

void OffscreenPlatform::wait(std::optional<std::chrono::milliseconds> at_most) {
    signal_.wait(at_most);
}

void OffscreenPlatform::wake() {
    signal_.wake();
}

void OffscreenPlatform::begin_frame() {
    framebuffer_.bind();
}

void OffscreenPlatform::present() {
    glFinish();
}

}  // namespace proofsheet::shell
