#include <imgui.h>

#include <functional>
#include <memory>

#include "compare_fixture.h"
#include "shell/compare_bridge.h"
#include "shell/imgui_bridge.h"
#include "shell/offscreen_platform.h"

using namespace proofsheet;
using image::CompareMode;
using image::Rgb8;
using test::CompareFixture;

namespace {

constexpr SizePx kScreen{200, 120};

/// Everything that draws inside a frame may have set.
std::vector<GLint> state() {
    std::vector<GLint> values;
    const auto add = [&values](GLenum name, std::size_t count) {
        std::array<GLint, 4> found{};
        glGetIntegerv(name, found.data());
        values.insert(values.end(), found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count));
    };
    for (const GLenum name :
         {GL_CURRENT_PROGRAM, GL_VERTEX_ARRAY_BINDING, GL_ARRAY_BUFFER_BINDING, GL_ACTIVE_TEXTURE,
          GL_DRAW_FRAMEBUFFER_BINDING, GL_BLEND_SRC_RGB, GL_BLEND_DST_RGB, GL_BLEND_SRC_ALPHA,
          GL_BLEND_DST_ALPHA, GL_BLEND_EQUATION_RGB, GL_UNPACK_ALIGNMENT})
        add(name, 1);
    add(GL_SCISSOR_BOX, 4);
    add(GL_VIEWPORT, 4);
    for (const GLenum name : {GL_SCISSOR_TEST, GL_BLEND, GL_CULL_FACE, GL_DEPTH_TEST, GL_STENCIL_TEST})
        values.push_back(glIsEnabled(name));
    GLint unit = 0;
    glGetIntegerv(GL_ACTIVE_TEXTURE, &unit);
    for (GLenum i = 0; i < 4; ++i) {
        glActiveTexture(GL_TEXTURE0 + i);
        add(GL_TEXTURE_BINDING_2D, 1);
        add(GL_SAMPLER_BINDING, 1);
    }
    glActiveTexture(static_cast<GLenum>(unit));
    return values;
}

ui::ComparedPicture shown(const gpu::PlacedTexture& placed) {
    return {placed.texture,
            placed.size,
            {{placed.content.x, placed.content.y}, {placed.content.width, placed.content.height}}};
}

/// A pointer or an integer, depending on the version of the user interface library.
template <typename Id>
Id id_of(cache::TextureHandle handle) {
    if constexpr (std::is_pointer_v<Id>)
        return reinterpret_cast<Id>(static_cast<std::uintptr_t>(handle));
    else
        return static_cast<Id>(handle);
}

/// Frames of the user interface library with drawings of the canvas among them.
struct FrameFixture : CompareFixture {
    using Fill = std::function<void(ImDrawList&)>;

    shell::OffscreenPlatform platform{std::move(*gpu::GlFramebuffer::create(kScreen)), kScreen, 1};
    shell::ImguiBridge imgui{platform};
    shell::CompareBridge canvas;

    image::Pixels frame(const Fill& fill) {
        imgui.fonts(1, {});
        imgui.begin_frame(kScreen, 0.016f);
        canvas.begin_frame(kScreen);
        fill(*ImGui::GetBackgroundDrawList());
        imgui.end_frame();
        platform.begin_frame();
        imgui.render();
        platform.present();
        return platform.read_pixels();
    }

    ui::CompareView view(const image::Pixels& first, const image::Pixels& second, CompareMode mode) {
        ui::CompareView result;
        result.look.mode = mode;
        result.area = {{20, 10}, {100, 80}};
        result.pictures = {shown(place_at(first, 20, 10)), shown(place_at(second, 20, 10))};
        return result;
    }
};

bool same(const image::Pixels& one, const image::Pixels& other) {
    return std::ranges::equal(one.bytes(), other.bytes());
}

}  // namespace

TEST_CASE_FIXTURE(CompareFixture, "a drawing leaves the state of OpenGL as it was") {
    const image::Pixels picture = test::noise({40, 24}, 1);
    gpu::CompareDraw draw = over(picture, picture, CompareMode::Blend);
    draw.loupe = gpu::Loupe{.screen_x = 10, .screen_y = 10, .radius = 5};
    const auto framebuffer = gpu::GlFramebuffer::create(draw.framebuffer);
    REQUIRE(framebuffer);
    framebuffer->bind();
    GLuint vertices = 0, buffer = 0;
    std::array<GLuint, 2> samplers{};
    glGenVertexArrays(1, &vertices);
    glGenBuffers(1, &buffer);
    glGenSamplers(2, samplers.data());
    const auto program =
        gpu::GlProgram::create("#version 330 core\nvoid main() { gl_Position = vec4(0.0); }",
                               "#version 330 core\nout vec4 colour;\nvoid main() { colour = vec4(1.0); }");
    REQUIRE(program);
    for (const bool on : {true, false}) {
        program->use();
        glBindVertexArray(vertices);
        glBindBuffer(GL_ARRAY_BUFFER, buffer);
        glScissor(3, 4, 5, 6);
        (on ? glEnable : glDisable)(GL_SCISSOR_TEST);
        (on ? glEnable : glDisable)(GL_BLEND);
        glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
        for (GLuint i = 0; i < 2; ++i) {
            glBindSampler(i, samplers[i]);
            glActiveTexture(GL_TEXTURE0 + i);
            glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(draw.pictures[i].texture));
        }
        glActiveTexture(GL_TEXTURE0 + (on ? 1 : 3));
        const std::vector<GLint> before = state();
        REQUIRE(renderer.draw(draw));
        CHECK(state() == before);
    }
    glDeleteSamplers(2, samplers.data());
    glDeleteBuffers(1, &buffer);
    glDeleteVertexArrays(1, &vertices);
}

TEST_CASE_FIXTURE(FrameFixture, "what a draw list draws after a comparison looks as without it") {
    const image::Pixels first = test::noise({100, 80}, 2);
    const image::Pixels second = test::noise({100, 80}, 3);
    const cache::TextureHandle small = upload(test::noise({8, 8}, 4));
    const auto around = [&](ImDrawList& list) {
        list.AddRectFilled({125, 5}, {160, 40}, IM_COL32(200, 80, 20, 128));
        list.AddText({125, 45}, IM_COL32_WHITE, "after");
        list.AddImage(id_of<ImTextureID>(small), {125, 70}, {165, 110});
        list.AddRectFilled({30, 20}, {60, 40}, IM_COL32(9, 200, 30, 255));
    };
    const image::Pixels without = frame(around);
    const image::Pixels with = frame([&](ImDrawList& list) {
        ui::CompareView compared = view(first, second, CompareMode::WipeVertical);
        compared.look.wipe_px = 70;
        canvas.draw(list, compared);
        around(list);
    });
    CHECK(canvas.failure() == nullptr);
    CHECK(test::largest_difference(with, {0, 0, 200, 120}, [&](int x, int y) {
              const bool inside = x >= 20 && x < 120 && y >= 10 && y < 90;
              const bool on_top = x >= 30 && x < 60 && y >= 20 && y < 40;
              if (!inside || on_top) return test::colour_at(without, x, y);
              return test::colour_at(x < 70 ? first : second, x - 20, y - 10);
          }) == 0);
}

TEST_CASE_FIXTURE(FrameFixture, "a filter that a draw list switched to stays on through a comparison") {
    const image::Pixels picture = test::noise({100, 80}, 5);
    const cache::TextureHandle small = upload(test::noise({8, 8}, 6));
    const ui::PictureSampling sampling = imgui.sampling();
    const auto magnified = [&](bool compares) {
        return frame([&, compares](ImDrawList& list) {
            list.AddCallback(sampling.nearest, sampling.renderer);
            if (compares) canvas.draw(list, view(picture, picture, CompareMode::AbsoluteDifference));
            list.AddRectFilled({0, 0}, {124, 120}, IM_COL32_BLACK);
            list.AddImage(id_of<ImTextureID>(small), {125, 10}, {197, 90});
            list.AddCallback(sampling.smooth, sampling.renderer);
        });
    };
    CHECK(same(magnified(false), magnified(true)));
}

TEST_CASE_FIXTURE(FrameFixture, "a comparison stays within the clip rectangle of its draw list") {
    const image::Pixels picture = test::noise({100, 80}, 7);
    const image::Pixels clipped = frame([&](ImDrawList& list) {
        list.PushClipRect({40, 30}, {90, 60});
        canvas.draw(list, view(picture, picture, CompareMode::Plain));
        list.PopClipRect();
    });
    CHECK(test::largest_difference(clipped, {0, 0, 200, 120}, [&](int x, int y) {
              const bool inside = x >= 40 && x < 90 && y >= 30 && y < 60;
              return inside ? test::colour_at(picture, x - 20, y - 10) : Rgb8{};
          }) == 0);
}

TEST_CASE_FIXTURE(FrameFixture, "several comparisons in one frame are each their own") {
    const image::Pixels first = test::noise({50, 80}, 8);
    const image::Pixels second = test::noise({50, 80}, 9);
    const image::Pixels screen = frame([&](ImDrawList& list) {
        ui::CompareView left = view(first, first, CompareMode::Plain);
        left.loupe = ui::LoupeView{.shape = ui::LoupeShape::Square,
                                   .content = {10.5 / 50, 20.5 / 80},
                                   .center = {45, 50},
                                   .radius = 4};
        ui::CompareView right = left;
        right.pictures[0] = shown(place_at(second, 70, 10));
        right.loupe->center = {95, 50};
        canvas.draw(list, left);
        canvas.draw(list, right);
    });
    CHECK(test::colour_at(screen, 25, 15) == test::colour_at(first, 5, 5));
    CHECK(test::colour_at(screen, 75, 15) == test::colour_at(second, 5, 5));
    CHECK(test::colour_at(screen, 45, 50) == test::colour_at(first, 10, 20));
    CHECK(test::colour_at(screen, 95, 50) == test::colour_at(second, 10, 20));
}

TEST_CASE_FIXTURE(FrameFixture, "a map of errors arrives on the screen, and another one takes its place") {
    const auto draw_map = [&](const std::shared_ptr<const std::vector<float>>& errors, SizePx size) {
        return frame([&](ImDrawList& list) {
            ui::CompareView compared;
            compared.look.mode = CompareMode::PerceptualDifference;
            compared.area = {{0, 0}, {200, 120}};
            compared.map = {errors, size, {{10, 10}, {40, 20}}};
            canvas.draw(list, compared);
        });
    };
    const auto errors = std::make_shared<const std::vector<float>>(std::vector<float>{0, 1});
    for (int again = 0; again < 2; ++again) {
        const image::Pixels screen = draw_map(errors, {2, 1});
        CHECK(test::colour_at(screen, 15, 15) == image::kErrorColours.front());
        CHECK(test::colour_at(screen, 45, 15) == image::kErrorColours.back());
        CHECK(test::colour_at(screen, 55, 15) == Rgb8{});
    }
    const auto other = std::make_shared<const std::vector<float>>(std::vector<float>{1, 0});
    CHECK(test::colour_at(draw_map(other, {2, 1}), 15, 15) == image::kErrorColours.back());
    CHECK(test::colour_at(draw_map(other, {3, 1}), 15, 15) == Rgb8{});
    CHECK(test::colour_at(draw_map(nullptr, {2, 1}), 15, 15) == Rgb8{});
}
