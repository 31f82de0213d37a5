#include <doctest/doctest.h>
#include <glad/gl.h>

#include <vector>

#include "gpu/gl_framebuffer.h"
#include "gpu/gl_texture_uploader.h"
#include "image/reduce.h"
#include "shell/egl_context.h"

using namespace proofsheet;

namespace {

image::Pixels ramp(SizePx size) {
    image::Pixels pixels(size);
    int value = 0;
    for (std::uint8_t& byte : pixels.bytes()) byte = static_cast<std::uint8_t>((value += 37) & 0xFF);
    return pixels;
}

std::vector<std::uint8_t> read_level(cache::TextureHandle texture, int level, SizePx size) {
    std::vector<std::uint8_t> bytes(size.rgba_bytes());
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(texture));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glGetTexImage(GL_TEXTURE_2D, level, GL_RGBA, GL_UNSIGNED_BYTE, bytes.data());
    return bytes;
}

}  // namespace

TEST_CASE("every level of a texture comes back as it was uploaded, in bands and at odd sizes") {
    auto context = shell::EglContext::create();
    REQUIRE(context);
    gpu::GlTextureUploader uploader;
    for (const SizePx size : {SizePx{64, 64}, SizePx{33, 7}, SizePx{1, 5}}) {
        const image::Pixels picture = ramp(size);
        const auto mips = image::make_mip_chain(picture);
        const cache::TextureHandle texture = uploader.create(size);
        REQUIRE(texture != 0);
        const int half = (size.height + 1) / 2;
        const std::size_t split = static_cast<std::size_t>(half) * size.width * 4;
        uploader.upload(texture, 0, 0, half, picture.bytes().first(split));
        if (size.height > half)
            uploader.upload(texture, 0, half, size.height - half, picture.bytes().subspan(split));
        const auto back = read_level(texture, 0, size);
        CHECK(std::equal(back.begin(), back.end(), picture.bytes().begin()));
        for (std::size_t level = 0; level < mips.size(); ++level) {
            uploader.upload(texture, static_cast<int>(level) + 1, 0, mips[level].size().height,
                            mips[level].bytes());
            const auto small = read_level(texture, static_cast<int>(level) + 1, mips[level].size());
            CHECK(std::equal(small.begin(), small.end(), mips[level].bytes().begin()));
        }
        uploader.destroy(texture);
    }
    CHECK(glGetError() == GL_NO_ERROR);
}

TEST_CASE("what the driver cannot hold is refused, not crashed over") {
    auto context = shell::EglContext::create();
    REQUIRE(context);
    gpu::GlTextureUploader uploader;
    CHECK(uploader.create({1 << 20, 4}) == 0);
    CHECK(uploader.create({0, 4}) == 0);
    CHECK_FALSE(gpu::GlFramebuffer::create({1 << 20, 4}));
}
