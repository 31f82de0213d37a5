#pragma once

#include <doctest/doctest.h>
#include <glad/gl.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "gpu/compare_renderer.h"
#include "gpu/gl_framebuffer.h"
#include "gpu/gl_map_texture.h"
#include "gpu/gl_texture_uploader.h"
#include "image/reduce.h"
#include "shell/egl_context.h"

namespace proofsheet::test {

/// What the framebuffer holds before a drawing.
constexpr image::Rgb8 kGround{30, 60, 90};

inline int channel(image::Rgb8 colour, int c) {
    return c == 0 ? colour.red : c == 1 ? colour.green : colour.blue;
}

inline image::Rgb8 colour_at(const image::Pixels& pixels, int x, int y) {
    const std::uint8_t* at = pixels.row(y) + std::ptrdiff_t{4} * x;
    return {at[0], at[1], at[2]};
}

inline void set_pixel(image::Pixels& pixels, int x, int y, image::Rgb8 colour) {
    std::uint8_t* at = pixels.row(y) + std::ptrdiff_t{4} * x;
    for (int c = 0; c < 3; ++c) at[c] = static_cast<std::uint8_t>(channel(colour, c));
    at[3] = 255;
}

/// An opaque picture whose pixels are `make(x, y)`.
template <typename Make>
image::Pixels painted(SizePx size, const Make& make) {
    image::Pixels pixels(size);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) set_pixel(pixels, x, y, make(x, y));
    return pixels;
}

/// Every value of every channel occurs, in no order that hides a mirrored or shifted picture.
inline image::Pixels noise(SizePx size, std::uint32_t seed) {
    const auto next = [&seed] {
        return static_cast<std::uint8_t>((seed = seed * 1664525 + 1013904223) >> 24);
    };
    return painted(size, [&](int, int) { return image::Rgb8{next(), next(), next()}; });
}

inline image::Pixels copy_of(const image::Pixels& pixels) {
    image::Pixels result(pixels.size());
    std::ranges::copy(pixels.bytes(), result.bytes().begin());
    return result;
}

/// The largest difference of a channel between the screen and `expected(x, y)`, over a part of the screen.
template <typename Expected>
int largest_difference(const image::Pixels& screen, const gpu::ScreenPart& part, const Expected& expected) {
    int largest = 0;
    for (int y = part.y; y < part.y + part.height; ++y)
        for (int x = part.x; x < part.x + part.width; ++x)
            for (int c = 0; c < 3; ++c)
                largest = std::max(
                    largest, std::abs(channel(colour_at(screen, x, y), c) - channel(expected(x, y), c)));
    return largest;
}

/// An encoded value as a level.
inline std::uint8_t level(double value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

class CompareFixture {
public:
    CompareFixture() = default;
    ~CompareFixture() { CHECK(glGetError() == GL_NO_ERROR); }
    CompareFixture(const CompareFixture&) = delete;
    CompareFixture& operator=(const CompareFixture&) = delete;

    cache::TextureHandle upload(const image::Pixels& picture) {
        const cache::TextureHandle texture = uploader.create(picture.size());
        REQUIRE(texture != 0);
        uploader.upload(texture, 0, 0, picture.size().height, picture.bytes());
        int mip = 0;
        for (const image::Pixels& smaller : image::make_mip_chain(picture))
            uploader.upload(texture, ++mip, 0, smaller.size().height, smaller.bytes());
        return texture;
    }
    gpu::PlacedTexture place(const image::Pixels& picture, const gpu::ScreenRect& content) {
        return {upload(picture), picture.size(), content};
    }
    gpu::PlacedTexture place_at(const image::Pixels& picture, int x, int y) {
        const SizePx size = picture.size();
        return place(picture, {double(x), double(y), double(size.width), double(size.height)});
    }
    /// Two pictures at 1:1 over the whole of a framebuffer of their size.
    gpu::CompareDraw over(const image::Pixels& first, const image::Pixels& second, image::CompareMode mode) {
        gpu::CompareDraw draw;
        draw.look.mode = mode;
        draw.framebuffer = first.size();
        draw.area = {0, 0, first.size().width, first.size().height};
        draw.pictures = {place_at(first, 0, 0), place_at(second, 0, 0)};
        return draw;
    }
    /// One picture over a framebuffer of another size.
    gpu::CompareDraw alone(const image::Pixels& picture, SizePx screen, const gpu::ScreenRect& content) {
        gpu::CompareDraw draw;
        draw.framebuffer = screen;
        draw.area = {0, 0, screen.width, screen.height};
        draw.pictures[0] = place(picture, content);
        return draw;
    }

    image::Pixels render(const gpu::CompareDraw& draw) {
        auto framebuffer = gpu::GlFramebuffer::create(draw.framebuffer);
        REQUIRE(framebuffer);
        framebuffer->bind();
        glClearColor(kGround.red / 255.0f, kGround.green / 255.0f, kGround.blue / 255.0f, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        const Status status = renderer.draw(draw);
        REQUIRE_MESSAGE(status, (status ? std::string() : status.error().message));
        return framebuffer->read_pixels();
    }

    shell::EglContext context = std::move(*shell::EglContext::create());
    gpu::GlTextureUploader uploader;
    gpu::CompareRenderer renderer;
};

}  // namespace proofsheet::test
