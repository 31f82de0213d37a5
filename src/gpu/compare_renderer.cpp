#include "gpu/compare_renderer.h"

#include <glad/gl.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "embedded/compare.frag.glsl.h"
#include "embedded/compare.vert.glsl.h"
#include "embedded/resample.glsl.h"
#include "gpu/gl_saved_state.h"

namespace proofsheet::gpu {

using image::CompareMode;

namespace {

constexpr const char* kVersion = "#version 330 core\n";
constexpr double kBeyondAllPixels = 1e9;
constexpr float kPixelsRead = 4;  // of one direction, about, for one pixel of the screen

const char* function_of(CompareMode mode) {
    switch (mode) {
        case CompareMode::Plain:
            return "show_plain";
        case CompareMode::WipeVertical:
        case CompareMode::WipeHorizontal:
            return "show_wipe";
        case CompareMode::Blend:
            return "show_blend";
        case CompareMode::AbsoluteDifference:
            return "show_absolute";
        case CompareMode::SignedDifference:
            return "show_signed";
        case CompareMode::PerceptualDifference:
            break;
    }
    return "show_map";
}

const char* function_of(Reading reading) {
    switch (reading) {
        case Reading::Pixel:
            return "read_nearest";
        case Reading::Bilinear:
            return "read_bilinear";
        case Reading::Lanczos:
            return "read_lanczos";
        case Reading::Levels:
            break;
    }
    return "read_levels";
}

/// The finest level of which one pixel of the screen takes no more pixels than can be read for it.
int level_compared(const TexturePlace& place) {
    return static_cast<int>(std::ceil(std::max(0.0f, place.level - std::log2(kPixelsRead))));
}

bool is_difference(CompareMode mode) {
    return mode == CompareMode::AbsoluteDifference || mode == CompareMode::SignedDifference;
}

std::array<float, 3> share_of(image::Rgb8 colour) {
    return {static_cast<float>(colour.red) / 255, static_cast<float>(colour.green) / 255,
            static_cast<float>(colour.blue) / 255};
}

/// Not a number becomes the lower end.
float within(double value, double low, double high) {
    return static_cast<float>(value > low ? std::min(value, high) : low);
}

/// Uniforms of one program, which is in use.
class Uniforms {
public:
    explicit Uniforms(const GlProgram& program) : program_(program) {}

    void set(const char* name, int value) const { glUniform1i(program_.uniform(name), value); }
    void set(const char* name, float value) const { glUniform1f(program_.uniform(name), value); }
    void set(const char* name, float x, float y) const { glUniform2f(program_.uniform(name), x, y); }
    void set(const char* name, float x, float y, float z) const {
        glUniform3f(program_.uniform(name), x, y, z);
    }
    void set(const char* name, image::Rgb8 colour) const {
        glUniform3fv(program_.uniform(name), 1, share_of(colour).data());
    }
    int at(const char* name) const { return program_.uniform(name); }

private:
    const GlProgram& program_;
};

void set_places(const Uniforms& uniforms, const std::array<std::optional<TexturePlace>, 3>& places,
                const std::array<SizePx, 3>& sizes) {
    std::array<GLint, 6> whole{};
    std::array<GLint, 3> is_shown{};
    std::array<GLfloat, 6> part{}, step{}, size{};
    std::array<GLfloat, 3> level{};
    for (std::size_t i = 0; i < 3; ++i) {
        if (!places[i]) continue;
        is_shown[i] = 1;
        level[i] = places[i]->level;
        for (std::size_t axis = 0; axis < 2; ++axis) {
            whole[2 * i + axis] = places[i]->whole[axis];
            part[2 * i + axis] = places[i]->part[axis];
            step[2 * i + axis] = places[i]->step[axis];
        }
        size[2 * i] = static_cast<float>(sizes[i].width);
        size[2 * i + 1] = static_cast<float>(sizes[i].height);
    }
    glUniform2iv(uniforms.at("whole"), 3, whole.data());
    glUniform1iv(uniforms.at("is_shown"), 3, is_shown.data());
    glUniform2fv(uniforms.at("part"), 3, part.data());
    glUniform2fv(uniforms.at("pixels_per_step"), 3, step.data());
    glUniform2fv(uniforms.at("size"), 3, size.data());
    glUniform1fv(uniforms.at("level"), 3, level.data());
}

void set_look(const Uniforms& uniforms, const image::CompareLook& look) {
    const float far_away = static_cast<float>(kBeyondAllPixels);
    const float line = within(look.wipe_px, -kBeyondAllPixels, kBeyondAllPixels);
    if (look.mode == CompareMode::WipeVertical)
        uniforms.set("wipe", line, far_away);
    else
        uniforms.set("wipe", far_away, line);
    uniforms.set("amount", within(look.blend, 0, 1));
    uniforms.set("gain", within(look.gain, 1, image::kLargestGain));
    uniforms.set("less", image::kSignedColours.less);
    uniforms.set("neutral", image::kSignedColours.neutral);
    uniforms.set("more", image::kSignedColours.more);
    std::array<float, 3 * image::kErrorColours.size()> stops{};
    auto* to = stops.data();
    for (const image::Rgb8 colour : image::kErrorColours) to = std::ranges::copy(share_of(colour), to).out;
    glUniform3fv(uniforms.at("stops"), static_cast<GLsizei>(image::kErrorColours.size()), stops.data());
}

void bind_textures(const Uniforms& uniforms, const std::array<GLuint, 3>& textures) {
    static_assert(GlSavedState::kUnits == 3);
    for (GLuint unit = 0; unit < 3; ++unit) {
        glActiveTexture(GL_TEXTURE0 + unit);
        glBindTexture(GL_TEXTURE_2D, textures[unit]);
        glBindSampler(unit, 0);
    }
    const std::array<GLint, 2> units{0, 1};
    glUniform1iv(uniforms.at("pictures"), 2, units.data());
    uniforms.set("map", 2);
}

}  // namespace

/// Where the pictures and the map are read.
struct CompareRenderer::Places {
    std::array<std::optional<TexturePlace>, 3> places;
    std::array<SizePx, 3> sizes;
    std::array<GLuint, 3> textures{};
};

CompareRenderer::CompareRenderer() {
    glGenVertexArrays(1, &vertices_);
}

CompareRenderer::~CompareRenderer() {
    if (vertices_ != 0) glDeleteVertexArrays(1, &vertices_);
}

CompareRenderer::CompareRenderer(CompareRenderer&& other) noexcept
    : programs_(std::move(other.programs_)), vertices_(std::exchange(other.vertices_, 0)) {}

CompareRenderer& CompareRenderer::operator=(CompareRenderer&& other) noexcept {
    std::swap(programs_, other.programs_);
    std::swap(vertices_, other.vertices_);
    return *this;
}

std::string CompareRenderer::preamble(const Variant& variant) {
    std::string text = kVersion;
    text.append("#define SHOW ").append(function_of(variant.mode));
    text.append("\n#define READ_FIRST ").append(function_of(variant.first));
    text.append("\n#define READ_SECOND ").append(function_of(variant.second)).append("\n");
    if (variant.pixel_by_pixel) text.append("#define PIXEL_BY_PIXEL\n");
    return text;
}

/// Pictures of one size at one place are compared pixel by pixel where they are drawn smaller. What the mode
/// does not read is not part of the variant, so that there are few.
CompareRenderer::Variant CompareRenderer::variant_for(const CompareDraw& draw, const Places& places) {
    const auto& [first, second, map] = places.places;
    Variant variant;
    variant.mode = draw.look.mode == CompareMode::WipeHorizontal ? CompareMode::WipeVertical : draw.look.mode;
    if (variant.mode == CompareMode::PerceptualDifference) return variant;
    const auto& [one, other] = draw.pictures;
    const bool coincide = one.size == other.size && one.content == other.content;
    variant.pixel_by_pixel = is_difference(variant.mode) && coincide && first && first->level > 0;
    if (variant.pixel_by_pixel) return variant;
    if (first) variant.first = reading_for(*first, draw.look.kernel);
    if (second && variant.mode != CompareMode::Plain) variant.second = reading_for(*second, draw.look.kernel);
    return variant;
}

Result<const GlProgram*> CompareRenderer::program_for(const Variant& variant) {
    const auto found = programs_.find(variant);
    if (found != programs_.end()) return &found->second;
    const std::string vertex = std::string(kVersion) + embedded::compare_vert_glsl;
    const std::string fragment = preamble(variant) + embedded::resample_glsl + embedded::compare_frag_glsl;
    Result<GlProgram> program = GlProgram::create(vertex.c_str(), fragment.c_str());
    if (!program) return program.error();
    return &programs_.emplace(variant, std::move(*program)).first->second;
}

CompareRenderer::Places CompareRenderer::places_of(const CompareDraw& draw, const ScreenPart& area) {
    Places result;
    const std::array<const PlacedTexture*, 3> textures{&draw.pictures[0], &draw.pictures[1], &draw.map};
    for (std::size_t i = 0; i < textures.size(); ++i) {
        result.places[i] = place_texture(*textures[i], area);
        result.sizes[i] = textures[i]->size;
        result.textures[i] = result.places[i] ? static_cast<GLuint>(textures[i]->texture) : 0;
    }
    return result;
}

Status CompareRenderer::draw_pass(const CompareDraw& draw, const Pass& pass) {
    const SizePx screen = draw.framebuffer;
    const ScreenPart area = common_part(draw.area, {0, 0, screen.width, screen.height});
    if (area.width <= 0 || area.height <= 0) return {};
    const Places places = places_of(draw, area);
    const Variant variant = variant_for(draw, places);
    const Result<const GlProgram*> program = program_for(variant);
    if (!program) return program.error();
    (*program)->use();
    const Uniforms uniforms(**program);
    bind_textures(uniforms, places.textures);
    set_places(uniforms, places.places, places.sizes);
    if (variant.pixel_by_pixel) uniforms.set("level_compared", level_compared(*places.places[0]));
    set_look(uniforms, draw.look);
    uniforms.set("framebuffer_height", static_cast<float>(screen.height));
    uniforms.set("area_min", static_cast<float>(area.x), static_cast<float>(area.y));
    uniforms.set("surround", draw.surround);
    uniforms.set("fills", pass.fills ? 1 : 0);
    uniforms.set("circle", pass.circle[0], pass.circle[1], pass.circle[2]);
    glScissor(area.x, screen.height - area.y - area.height, area.width, area.height);
    glDrawArrays(GL_TRIANGLES, 0, 3);
    return {};
}

Status CompareRenderer::draw(const CompareDraw& draw) {
    const GlSavedState state;
    glBindVertexArray(vertices_);
    glEnable(GL_SCISSOR_TEST);
    glDisable(GL_BLEND);
    if (!draw.only_loupe)
        if (const Status status = draw_pass(draw, {}); !status) return status;
    const std::optional<CompareDraw> magnified_draw = magnified(draw);
    if (!magnified_draw) return {};
    const Loupe& loupe = *draw.loupe;
    Pass above{true, {}};
    if (loupe.shape == LoupeShape::Circle)
        above.circle = {static_cast<float>(loupe.screen_x), static_cast<float>(loupe.screen_y),
                        static_cast<float>(loupe.radius)};
    return draw_pass(*magnified_draw, above);
}

}  // namespace proofsheet::gpu
