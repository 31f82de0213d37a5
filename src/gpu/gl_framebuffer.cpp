#include "gpu/gl_framebuffer.h"

#include <fmt/format.h>
#include <glad/gl.h>

#include <algorithm>
#include <utility>

namespace proofsheet::gpu {
namespace {

Error size_error(SizePx size) {
    GLint largest = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
    return {ErrorKind::Unsupported, fmt::format("A picture of {} x {} pixels cannot be drawn here: the "
                                                "driver allows 1 to {} on a side, as far as "
                                                "there is memory.",
                                                size.width, size.height, largest)};
}

}  // namespace

Result<GlFramebuffer> GlFramebuffer::create(SizePx size) {
    std::optional<GlTexture> colour = GlTexture::create(size);
    if (!colour) return size_error(size);
    GLuint name = 0;
    glGenFramebuffers(1, &name);
    GlFramebuffer result(std::move(*colour), name);
    glBindFramebuffer(GL_FRAMEBUFFER, name);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, result.colour_.name(), 0);
    if (glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE) return result;
    return Error{ErrorKind::Unsupported, "The driver cannot draw into memory (incomplete framebuffer)."};
}

GlFramebuffer::GlFramebuffer(GlTexture colour, unsigned name) : colour_(std::move(colour)), name_(name) {}

GlFramebuffer::GlFramebuffer(GlFramebuffer&& other) noexcept
    : colour_(std::move(other.colour_)), name_(std::exchange(other.name_, 0)) {}

GlFramebuffer& GlFramebuffer::operator=(GlFramebuffer&& other) noexcept {
    std::swap(colour_, other.colour_);
    std::swap(name_, other.name_);
    return *this;
}

GlFramebuffer::~GlFramebuffer() {
    if (name_ != 0) glDeleteFramebuffers(1, &name_);
}

void GlFramebuffer::bind() const {
    glBindFramebuffer(GL_FRAMEBUFFER, name_);
    glViewport(0, 0, size().width, size().height);
}

image::Pixels GlFramebuffer::read_pixels() const {
    image::Pixels pixels(size());
    glBindFramebuffer(GL_READ_FRAMEBUFFER, name_);
    glPixelStorei(GL_PACK_ALIGNMENT, 4);
    glReadPixels(0, 0, size().width, size().height, GL_RGBA, GL_UNSIGNED_BYTE, pixels.bytes().data());
    const std::size_t stride = static_cast<std::size_t>(size().width) * 4;
    for (int top = 0, bottom = size().height - 1; top < bottom; ++top, --bottom)
        std::swap_ranges(pixels.row(top), pixels.row(top) + stride, pixels.row(bottom));
    return pixels;
}

}  // namespace proofsheet::gpu
