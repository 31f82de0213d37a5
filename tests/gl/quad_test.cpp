#include <doctest/doctest.h>
#include <glad/gl.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "cache/mip_size.h"
#include "cache/texture_cache.h"
#include "gpu/gl_framebuffer.h"
#include "gpu/gl_program.h"
#include "gpu/gl_texture_uploader.h"
#include "image/reduce.h"
#include "shell/egl_context.h"

using namespace proofsheet;

namespace {

// One triangle that covers the viewport; texture rows run top to bottom.
constexpr const char* kCover = R"(#version 330 core
out vec2 at;
void main() {
    vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0;
    at = vec2(corner.x, 1.0 - corner.y);
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
})";
constexpr const char* kTexture = R"(#version 330 core
uniform sampler2D picture;
in vec2 at;
out vec4 colour;
void main() { colour = texture(picture, at); })";

struct QuadFixture {
    shell::EglContext context = std::move(*shell::EglContext::create());
    gpu::GlProgram program = std::move(*gpu::GlProgram::create(kCover, kTexture));
    gpu::GlTextureUploader uploader;
    GLuint vertices = 0;

    QuadFixture() { glGenVertexArrays(1, &vertices); }
    ~QuadFixture() {
        glDeleteVertexArrays(1, &vertices);
        CHECK(glGetError() == GL_NO_ERROR);
    }

    cache::TextureHandle upload(const std::vector<image::Pixels>& levels) {
        const cache::TextureHandle texture = uploader.create(levels.front().size());
        REQUIRE(texture != 0);
        for (std::size_t level = 0; level < levels.size(); ++level)
            uploader.upload(texture, static_cast<int>(level), 0, levels[level].size().height,
                            levels[level].bytes());
        return texture;
    }
    /// The texture drawn over a framebuffer of this size.
    image::Pixels draw(cache::TextureHandle texture, SizePx size) {
        auto framebuffer = gpu::GlFramebuffer::create(size);
        REQUIRE(framebuffer);
        framebuffer->bind();
        glClearColor(1, 0, 1, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        glBindVertexArray(vertices);
        glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(texture));
        program.use();
        glUniform1i(program.uniform("picture"), 0);
        glDrawArrays(GL_TRIANGLES, 0, 3);
        return framebuffer->read_pixels();
    }
};

/// Every value of every channel occurs, in no order that hides a mirrored picture.
image::Pixels all_values(SizePx size) {
    image::Pixels pixels(size);
    std::uint32_t value = 1;
    for (std::uint8_t& byte : pixels.bytes())
        byte = static_cast<std::uint8_t>((value = value * 1664525 + 1013904223) >> 24);
    return pixels;
}

image::Pixels plain(SizePx size, std::uint8_t value) {
    image::Pixels pixels(size);
    std::ranges::fill(pixels.bytes(), value);
    return pixels;
}

std::vector<image::Pixels> with_mips(image::Pixels picture) {
    std::vector<image::Pixels> levels = image::make_mip_chain(picture);
    levels.insert(levels.begin(), std::move(picture));
    return levels;
}

bool is_plain(const image::Pixels& pixels, std::uint8_t value) {
    return std::ranges::all_of(pixels.bytes(), [value](std::uint8_t byte) { return byte == value; });
}

/// One picture, whatever is asked for.
class OnePicture final : public cache::PictureSource {
public:
    Result<cache::LoadedPicture> load(const cache::PictureKey&, std::stop_token) override {
        return cache::LoadedPicture{with_mips(all_values({61, 47})), {61, 47}};
    }
};

}  // namespace

TEST_CASE_FIXTURE(QuadFixture, "a picture drawn 1:1 keeps every value, mid-tones and alpha included") {
    for (const SizePx size : {SizePx{256, 64}, SizePx{33, 7}, SizePx{1, 5}}) {
        const auto levels = with_mips(all_values(size));
        const auto texture = upload(levels);
        CHECK(std::ranges::equal(draw(texture, size).bytes(), levels.front().bytes()));
        uploader.destroy(texture);
    }
}

TEST_CASE_FIXTURE(QuadFixture,
                  "drawn at a half or a quarter it shows the levels that were uploaded, not others") {
    std::vector<image::Pixels> levels;
    for (int level = 0; level < cache::mip_level_count({64, 64}); ++level)
        levels.push_back(
            plain(cache::mip_level_size({64, 64}, level), static_cast<std::uint8_t>(10 + 30 * level)));
    const auto texture = upload(levels);
    CHECK(is_plain(draw(texture, {64, 64}), 10));
    CHECK(is_plain(draw(texture, {32, 32}), 40));
    CHECK(is_plain(draw(texture, {16, 16}), 70));
    CHECK(is_plain(draw(texture, {1, 1}), 190));
}

TEST_CASE_FIXTURE(QuadFixture,
                  "a fine checkerboard drawn small has the brightness of its light, not of its numbers") {
    image::Pixels board(SizePx{64, 64});
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 64; ++x)
            for (int c = 0; c < 4; ++c)
                board.row(y)[x * 4 + c] = static_cast<std::uint8_t>(c == 3 || (x + y) % 2 == 0 ? 255 : 0);
    const image::Pixels small = draw(upload(with_mips(std::move(board))), {32, 32});
    for (int i = 0; i < 32 * 32; ++i) CHECK(std::abs(small.bytes()[std::size_t(i) * 4] - 188) <= 1);
}

TEST_CASE_FIXTURE(QuadFixture, "magnified it is smooth and its edge does not show the opposite one") {
    image::Pixels pair(SizePx{2, 1});
    std::ranges::fill(pair.bytes().first(4), std::uint8_t{0});
    std::ranges::fill(pair.bytes().last(4), std::uint8_t{255});
    const image::Pixels large = draw(upload(with_mips(std::move(pair))), {64, 1});
    CHECK(large.bytes().front() == 0);
    CHECK(large.bytes().back() == 255);
    CHECK(std::abs(large.row(0)[32 * 4] - 128) < 8);
}

TEST_CASE_FIXTURE(QuadFixture, "what does not fit the texture changes nothing") {
    const auto levels = with_mips(plain({8, 8}, 77));
    const auto texture = upload(levels);
    const image::Pixels other = plain({8, 8}, 1);
    uploader.upload(texture, 0, 1, 8, other.bytes());
    uploader.upload(texture, 0, -1, 8, other.bytes());
    uploader.upload(texture, 0, 0, 7, other.bytes());
    uploader.upload(texture, 4, 0, 1, other.bytes().first(4));
    uploader.upload(texture, -1, 0, 8, other.bytes());
    uploader.upload(texture + 100, 0, 0, 8, other.bytes());
    CHECK(is_plain(draw(texture, {8, 8}), 77));
}

TEST_CASE_FIXTURE(QuadFixture, "rows are read from top to bottom") {
    auto framebuffer = std::move(*gpu::GlFramebuffer::create({4, 4}));
    framebuffer.bind();
    glClearColor(0, 0, 0, 0);
    glClear(GL_COLOR_BUFFER_BIT);
    glEnable(GL_SCISSOR_TEST);
    glScissor(0, 3, 4, 1);
    glClearColor(1, 1, 1, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glDisable(GL_SCISSOR_TEST);
    const image::Pixels pixels = framebuffer.read_pixels();
    CHECK(pixels.row(0)[0] == 255);
    CHECK(pixels.row(1)[0] == 0);
    CHECK(pixels.row(3)[0] == 0);
}

TEST_CASE_FIXTURE(QuadFixture, "a picture that goes through the cache in single rows arrives whole") {
    {
        cache::TextureCache cache(std::make_shared<OnePicture>(), uploader, {.upload_bytes_per_frame = 300},
                                  0);
        const cache::PictureKey key{"picture", {}, cache::Level::Full};
        cache::CachedTexture answer;
        for (int frame = 0; frame < 500 && answer.texture == 0; ++frame) {
            cache.begin_frame();
            answer = cache.want(key, {cache::Priority::Visible, 0});
            cache.end_frame();
            while (cache.run_one()) {
            }
        }
        REQUIRE(answer.texture != 0);
        CHECK(std::ranges::equal(draw(answer.texture, {61, 47}).bytes(), all_values({61, 47}).bytes()));
    }
}

TEST_CASE_FIXTURE(QuadFixture, "a shader that is wrong is an error with the driver's words") {
    const auto broken =
        gpu::GlProgram::create(kCover, "#version 330 core\nvoid main() { colour = vec4(1); }");
    REQUIRE_FALSE(broken.has_value());
    CHECK(broken.error().message.find("fragment shader") != std::string::npos);
    CHECK(broken.error().message.find("colour") != std::string::npos);
    CHECK_FALSE(gpu::GlProgram::create(
        kCover, "#version 330 core\nin vec3 at;\nout vec4 c;\nvoid main() { c = at.xyzz; }"));
    CHECK(program.uniform("nothing of that name") == -1);
}
