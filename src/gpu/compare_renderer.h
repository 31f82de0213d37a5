#pragma once

#include <array>
#include <map>
#include <string>

#include "core/result.h"
#include "gpu/compare_draw.h"
#include "gpu/compare_place.h"
#include "gpu/gl_program.h"

namespace proofsheet::gpu {

/// Draws one picture, or two over each other, into the bound framebuffer. Colours stay encoded on their way,
/// so that a pixel at 1:1 keeps its value; only blending, and the mip chain of pictures drawn smaller, are in
/// linear light. Pixels where no picture lies are left as they are; drawn pixels are opaque, transparent ones
/// lie over the surround. Differences are those of what is seen, surround included, where both pictures lie.
///
/// May be called in the middle of a draw list: every state of OpenGL that it changes (see GlSavedState) is
/// put back, nothing has to be reset after it. Expects no culling, depth or stencil test, and a viewport that
/// is the whole framebuffer, as the user interface library sets them. Move-only. Requires the same current
/// OpenGL 3.3 core context in every member and the destructor.
class CompareRenderer {
public:
    CompareRenderer();
    ~CompareRenderer();
    CompareRenderer(CompareRenderer&& other) noexcept;
    CompareRenderer& operator=(CompareRenderer&& other) noexcept;

    /// Mode and reading decide which shader is used; it is made when it is first needed.
    /// Errors: InvalidInput with the driver's log when it refuses a shader; nothing is drawn then.
    Status draw(const CompareDraw& draw);

private:
    /// What a shader is made for.
    struct Variant {
        image::CompareMode mode = image::CompareMode::Plain;
        Reading first = Reading::Pixel;
        Reading second = Reading::Pixel;
        bool pixel_by_pixel = false;  ///< reads all pixels that share one of the screen
        auto operator<=>(const Variant&) const = default;
    };
    /// The picture, or the loupe above it.
    struct Pass {
        bool fills = false;             ///< what no picture covers is painted with the surround
        std::array<float, 3> circle{};  ///< centre and radius; nothing is cut where the radius is 0
    };
    struct Places;

    static std::string preamble(const Variant& variant);
    static Places places_of(const CompareDraw& draw, const ScreenPart& area);
    static Variant variant_for(const CompareDraw& draw, const Places& places);
    Result<const GlProgram*> program_for(const Variant& variant);
    Status draw_pass(const CompareDraw& draw, const Pass& pass);

    std::map<Variant, GlProgram> programs_;
    unsigned vertices_ = 0;
};

}  // namespace proofsheet::gpu
