#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/size.h"
#include "image/pixels.h"
#include "providers/demo_scene.h"
#include "providers/demo_training.h"

namespace proofsheet::providers {

/// Sides of a demo picture are kept within these.
constexpr int kSmallestDemoSide = 8;
constexpr int kLargestDemoSide = 2048;

/// zlib's level for demo pictures: larger files cost less than waiting.
constexpr int kDemoCompression = 1;

/// What a demo picture is made from; equal values give equal pixels on every machine.
struct DemoPicture {
    std::string prompt;      ///< any text: the scene follows from its first known word, else from all of it
    std::uint64_t seed = 0;  ///< layout, light and weather
    double cfg = 7;          ///< contrast and saturation; too much of it burns the picture sooner
    int steps = 28;          ///< of the sampler: fewer than 20 leave the picture rough
    double progress =
        0.85;  ///< of the training: 0 nothing learnt, 0.85 right, above 0.95 over-trained, up to 1.3
    SizePx size{512, 512};
    bool operator==(const DemoPicture&) const = default;
};

/// The scene that a prompt asks for: by the first word that names one, else by a hash of the text.
DemoScene scene_of(std::string_view prompt);

/// True when two pictures show the same finished scene and differ only in how it was learnt and sampled.
bool same_scene(const DemoPicture& a, const DemoPicture& b);

/// The slow part of painting (0.1 to 0.3 s at 512 x 512), shared by all pictures of the same scene. Any
/// thread.
PaintedScene paint_scene(const DemoPicture& what);

/// A picture of a painted scene, which must be that of `what` (see `same_scene`). Any thread.
image::Pixels paint_demo(const PaintedScene& scene, const DemoPicture& what);

/// Paints a picture: opaque sRGB of the wanted size, within the limits above. Numbers out of range are
/// brought into it. Any thread, no shared state.
image::Pixels paint_demo(const DemoPicture& what);

}  // namespace proofsheet::providers
