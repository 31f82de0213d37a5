#include "gpu/gl_texture_uploader.h"

#include <glad/gl.h>

#include <algorithm>
#include <bit>

namespace proofsheet::gpu {

cache::TextureHandle GlTextureUploader::create(SizePx size) {
    GLint largest = 0;
    glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
    if (size.width < 1 || size.height < 1 || size.longest() > largest) return 0;
    while (glGetError() != GL_NO_ERROR) {}
    GLuint texture = 0;
    glGenTextures(1, &texture);
    glBindTexture(GL_TEXTURE_2D, texture);
    const int levels = std::bit_width(static_cast<unsigned>(size.longest()));
    for (int level = 0; level < levels; ++level)
        glTexImage2D(GL_TEXTURE_2D, level, GL_RGBA8, std::max(1, size.width >> level), std::max(1, size.height >> level), 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, levels - 1);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glBindTexture(GL_TEXTURE_2D, 0);
    if (glGetError() == GL_NO_ERROR) return texture;
    glDeleteTextures(1, &texture);
    return 0;
}

void GlTextureUploader::upload(cache::TextureHandle texture, int mip_level, int first_row, int rows, std::span<const std::uint8_t> rgba) {
    if (rows <= 0) return;
    const auto width = static_cast<GLsizei>(rgba.size() / 4 / static_cast<std::size_t>(rows));
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(texture));
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexSubImage2D(GL_TEXTURE_2D, mip_level, 0, first_row, width, rows, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
    glBindTexture(GL_TEXTURE_2D, 0);
}

void GlTextureUploader::destroy(cache::TextureHandle texture) {
    const auto name = static_cast<GLuint>(texture);
    glDeleteTextures(1, &name);
}

}  // namespace proofsheet::gpu
