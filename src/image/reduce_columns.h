#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "image/reduce_tables.h"
#include "image/vector_unit.h"

namespace proofsheet::image {

/// How a row is averaged sideways: target pixel t is the sum of the `taps` source pixels from `first[t]` on,
/// each times its weight, of which those of t begin at t * `taps`. The weights of a target pixel sum to 1.
struct AreaColumns {
    std::size_t taps = 0;
    std::vector<std::size_t> first;
    std::vector<float> weights;
};

/// 1 <= target <= source.
AreaColumns area_columns(int source, int target);

/// Averages a row sideways and writes it as RGBA8. `light` is premultiplied linear light and alpha, a pixel
/// each. `unit` is one that the processor has; what they write differs where they round differently.
void write_row(const Float4* light, const AreaColumns& columns, std::uint8_t* rgba, VectorUnit unit);

/// The same, each by its own instructions. AVX2: only where the processor has it.
void write_row_scalar(const Float4* light, const AreaColumns& columns, std::uint8_t* rgba);
void write_row_avx2(const Float4* light, const AreaColumns& columns, std::uint8_t* rgba);

/// From this alpha on a pixel counts as opaque: it rounds to 255, and dividing by it changes less than a
/// level.
constexpr float kOpaqueAlpha = 1 - 1.0f / 1024;

}  // namespace proofsheet::image
