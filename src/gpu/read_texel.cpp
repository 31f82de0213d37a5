#include "gpu/read_texel.h"

#include <glad/gl.h>

namespace proofsheet::gpu {

std::optional<std::array<std::uint8_t, 4>> read_texel(cache::TextureHandle texture, SizePx size, int x,
                                                      int y) {
    if (texture == 0 || x < 0 || y < 0 || x >= size.width || y >= size.height) return std::nullopt;
    GLint before = 0;
    glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &before);
    GLuint framebuffer = 0;
    glGenFramebuffers(1, &framebuffer);
    glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer);
    glFramebufferTexture2D(GL_READ_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D,
                           static_cast<GLuint>(texture), 0);
    std::optional<std::array<std::uint8_t, 4>> pixel;
    if (glCheckFramebufferStatus(GL_READ_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE) {
        pixel.emplace();
        glPixelStorei(GL_PACK_ALIGNMENT, 4);
        glReadPixels(x, y, 1, 1, GL_RGBA, GL_UNSIGNED_BYTE, pixel->data());
    }
    glBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<GLuint>(before));
    glDeleteFramebuffers(1, &framebuffer);
    return pixel;
}

}  // namespace proofsheet::gpu
