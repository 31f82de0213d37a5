#pragma once

#include <array>
#include <optional>

#include "gpu/compare_draw.h"

namespace proofsheet::gpu {

/// How a shader reads a picture: one of its kernels where the picture is drawn at its size or larger, the mip
/// chain where it is drawn smaller. `Pixel` is right where pixels of both pictures and the screen coincide.
enum class Reading { Pixel, Bilinear, Lanczos, Levels };

/// Where a texture is read for the pixels of an area, in pixels of the texture: whole + part under the area's
/// top left corner, `step` for each pixel of the screen. Kept in two parts since one float has no fraction to
/// spare deep in a large picture.
struct TexturePlace {
    std::array<int, 2> whole{};
    std::array<float, 2> part{};
    std::array<float, 2> step{};
    float level = 0;  ///< of the mip chain, 0 where the texture is not made smaller
    bool is_exact = false;
};

/// Nothing for a texture or rectangle that cannot be drawn: none, empty, not finite, or absurdly far away.
std::optional<TexturePlace> place_texture(const PlacedTexture& texture, const ScreenPart& area);

/// How that texture is read.
Reading reading_for(const TexturePlace& place, image::Kernel kernel);

/// The part of both; its width or height is 0 where they do not meet.
ScreenPart common_part(const ScreenPart& one, const ScreenPart& other);

/// What the loupe shows, as a drawing of its own without one. Nothing where there is no loupe or no picture.
std::optional<CompareDraw> magnified(const CompareDraw& draw);

}  // namespace proofsheet::gpu
