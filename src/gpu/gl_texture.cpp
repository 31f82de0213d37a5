#include "gpu/gl_texture.h"

#include <glad/gl.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "gpu/gl_errors.h"

namespace proofsheet::gpu {
namespace {

void set_parameters(int levels) {
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, levels - 1);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, levels > 1 ? GL_LINEAR_MIPMAP_LINEAR : GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
}

}  // namespace

std::optional<GlTexture> GlTexture::create_with_levels(SizePx size) {
    return allocate(size, std::bit_width(static_cast<unsigned>(std::max(size.longest(), 0))));
}

std::optional<GlTexture> GlTexture::create(SizePx size) {
    return allocate(size, 1);
}

std::optional<GlTexture> GlTexture::allocate(SizePx size, int levels) {
    GLint largest = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
    if (size.width < 1 || size.height < 1 || size.longest() > largest) return std::nullopt;
    forget_gl_errors();
    GLuint name = 0;
    glGenTextures(1, &name);
    GlTexture texture(name, size, levels);
    glBindTexture(GL_TEXTURE_2D, name);
    // Before the levels: told later, Mesa allocates once by a guess and then again, which takes fifteen times
    // as long.
    set_parameters(levels);
    for (int level = 0; level < levels; ++level) {
        const SizePx of_level = texture.level_size(level);
        glTexImage2D(GL_TEXTURE_2D, level, GL_RGBA8, of_level.width, of_level.height, 0, GL_RGBA,
                     GL_UNSIGNED_BYTE, nullptr);
    }
    glBindTexture(GL_TEXTURE_2D, 0);
    if (glGetError() != GL_NO_ERROR) return std::nullopt;
    return texture;
}

GlTexture::~GlTexture() {
    if (name_ != 0) glDeleteTextures(1, &name_);
}

GlTexture::GlTexture(GlTexture&& other) noexcept
    : name_(std::exchange(other.name_, 0)), size_(other.size_), levels_(other.levels_) {}

GlTexture& GlTexture::operator=(GlTexture&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(size_, other.size_);
    std::swap(levels_, other.levels_);
    return *this;
}

SizePx GlTexture::level_size(int level) const {
    return {std::max(1, size_.width >> level), std::max(1, size_.height >> level)};
}

// Straight from memory: through a pixel buffer object the same bytes took 2 to 8 times as long on llvmpipe.
void GlTexture::upload(int level, int first_row, int rows, std::span<const std::uint8_t> rgba) const {
    if (level < 0 || level >= levels_ || rows <= 0 || first_row < 0) return;
    const SizePx size = level_size(level);
    const bool in_shape = rgba.size() == SizePx{size.width, rows}.rgba_bytes();
    if (!in_shape || first_row > size.height - rows) return;
    glBindTexture(GL_TEXTURE_2D, name_);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexSubImage2D(GL_TEXTURE_2D, level, 0, first_row, size.width, rows, GL_RGBA, GL_UNSIGNED_BYTE,
                    rgba.data());
    glBindTexture(GL_TEXTURE_2D, 0);
}

}  // namespace proofsheet::gpu
