#pragma once

#include <cstdint>

#include "image/pixels.h"
#include "providers/demo_pyramid.h"

namespace proofsheet::providers {

/// A finished scene, ready to be shown as a model in training would paint it.
struct PaintedScene {
    Pyramid light;
    Canvas bloom;       ///< light that spreads around bright places, at half the size
    Canvas full_bloom;  ///< the same at full size
};

PaintedScene prepare(Canvas scene);

/// How far the training is and how the picture is sampled.
struct TrainingLook {
    float progress = 0.75F;  ///< 0 nothing learnt, 0.75 right, 1 and more over-trained
    float cfg = 7;
    std::uint64_t seed = 0;
};

/// The scene as a checkpoint at `look.progress` gives it: colour fields, then daubs, then the scene, at last
/// too much of it. sRGB, opaque.
image::Pixels render(const PaintedScene& scene, const TrainingLook& look);

}  // namespace proofsheet::providers
