#include "gpu/gl_map_texture.h"

#include <glad/gl.h>

#include <utility>

#include "gpu/gl_errors.h"

namespace proofsheet::gpu {
namespace {

bool fits(SizePx size, std::size_t values) {
    GLint largest = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
    return size.width >= 1 && size.height >= 1 && size.longest() <= largest &&
           values == static_cast<std::size_t>(size.area());
}

}  // namespace

std::optional<GlMapTexture> GlMapTexture::create(SizePx size, std::span<const float> values) {
    if (!fits(size, values.size())) return std::nullopt;
    forget_gl_errors();
    GLuint name = 0;
    glGenTextures(1, &name);
    GlMapTexture texture(name, size);
    GLint bound_before = 0;
    glGetIntegerv(GL_TEXTURE_BINDING_2D, &bound_before);
    glBindTexture(GL_TEXTURE_2D, name);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, size.width, size.height, 0, GL_RED, GL_FLOAT, values.data());
    glGenerateMipmap(GL_TEXTURE_2D);
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(bound_before));
    if (glGetError() != GL_NO_ERROR) return std::nullopt;
    return texture;
}

GlMapTexture::~GlMapTexture() {
    if (name_ != 0) glDeleteTextures(1, &name_);
}

GlMapTexture::GlMapTexture(GlMapTexture&& other) noexcept
    : name_(std::exchange(other.name_, 0)), size_(other.size_) {}

GlMapTexture& GlMapTexture::operator=(GlMapTexture&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(size_, other.size_);
    return *this;
}

}  // namespace proofsheet::gpu
