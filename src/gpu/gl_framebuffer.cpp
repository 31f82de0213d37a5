#include "gpu/gl_framebuffer.h"

#include <fmt/format.h>
#include <glad/gl.h>

#include <algorithm>
#include <utility>

namespace proofsheet::gpu {

Result<GlFramebuffer> GlFramebuffer::create(SizePx size) {
    GLint largest = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
    if (size.width < 1 || size.height < 1 || size.longest() > largest)
        return Error{ErrorKind::Unsupported, fmt::format("A picture of {} x {} pixels cannot be drawn here; the driver allows 1 to {} on a side", size.width, size.height, largest)};
    GLuint texture = 0;
    glGenTextures(1, &texture);
    glBindTexture(GL_TEXTURE_2D, texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, size.width, size.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glBindTexture(GL_TEXTURE_2D, 0);
    GLuint framebuffer = 0;
    glGenFramebuffers(1, &framebuffer);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
    const bool complete = glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
    GlFramebuffer result(size, framebuffer, texture);
    if (!complete) return Error{ErrorKind::Unsupported, "The driver cannot draw into memory (incomplete framebuffer)"};
    return result;
}

GlFramebuffer::GlFramebuffer(GlFramebuffer&& other) noexcept
    : size_(other.size_), framebuffer_(std::exchange(other.framebuffer_, 0)), texture_(std::exchange(other.texture_, 0)) {}

GlFramebuffer& GlFramebuffer::operator=(GlFramebuffer&& other) noexcept {
    std::swap(size_, other.size_);
    std::swap(framebuffer_, other.framebuffer_);
    std::swap(texture_, other.texture_);
    return *this;
}

GlFramebuffer::~GlFramebuffer() {
    if (framebuffer_ != 0) glDeleteFramebuffers(1, &framebuffer_);
    if (texture_ != 0) glDeleteTextures(1, &texture_);
}

void GlFramebuffer::bind() const {
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glViewport(0, 0, size_.width, size_.height);
}

image::Pixels GlFramebuffer::read_pixels() const {
    image::Pixels pixels(size_);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, size_.width, size_.height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.bytes().data());
    const std::size_t stride = static_cast<std::size_t>(size_.width) * 4;
    for (int top = 0, bottom = size_.height - 1; top < bottom; ++top, --bottom)
        std::swap_ranges(pixels.row(top), pixels.row(top) + stride, pixels.row(bottom));
    return pixels;
}

}  // namespace proofsheet::gpu
