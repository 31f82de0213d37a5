#include "image/reduce_columns.h"

#include <algorithm>

namespace proofsheet::image {
namespace {

std::uint8_t encode_channel(float linear, const SrgbTables& tables) {
    const int step = static_cast<int>(linear * SrgbTables::kOne + 0.5f);
    return tables.encoded[static_cast<std::size_t>(std::min(step, SrgbTables::kOne))];
}

void encode_pixel(Float4 light, const SrgbTables& tables, std::uint8_t* rgba) {
    const float alpha = light[3];
    const Float4 colour = alpha >= kOpaqueAlpha ? light : alpha > 0 ? light / alpha : Float4{};
    for (int c = 0; c < 3; ++c) rgba[c] = encode_channel(colour[c], tables);
    rgba[3] = static_cast<std::uint8_t>(std::min(alpha, 1.0f) * 255 + 0.5f);
}

}  // namespace

AreaColumns area_columns(int source, int target) {
    const std::int64_t wide = source;
    const std::int64_t narrow = target;
    // Source pixel i is `narrow` wide and begins at i * narrow, target pixel t is `wide` wide.
    const std::int64_t taps = std::min(wide, (wide + narrow - 1) / narrow + (wide % narrow == 0 ? 0 : 1));
    AreaColumns columns{static_cast<std::size_t>(taps), {}, {}};
    columns.first.reserve(static_cast<std::size_t>(narrow));
    columns.weights.reserve(static_cast<std::size_t>(narrow * taps));
    for (std::int64_t t = 0; t < narrow; ++t) {
        const std::int64_t first = std::min(t * wide / narrow, wide - taps);
        columns.first.push_back(static_cast<std::size_t>(first));
        for (std::int64_t left = first * narrow; left < (first + taps) * narrow; left += narrow) {
            const std::int64_t shared = std::min(left + narrow, (t + 1) * wide) - std::max(left, t * wide);
            columns.weights.push_back(static_cast<float>(
                static_cast<double>(std::max<std::int64_t>(shared, 0)) / static_cast<double>(wide)));
        }
    }
    return columns;
}

void write_row_scalar(const Float4* light, const AreaColumns& columns, std::uint8_t* rgba) {
    const SrgbTables& tables = srgb_tables();
    const float* weights = columns.weights.data();
    for (const std::size_t first : columns.first) {
        Float4 sum{};
        for (std::size_t i = 0; i < columns.taps; ++i) sum += light[first + i] * weights[i];
        encode_pixel(sum, tables, rgba);
        weights += columns.taps;
        rgba += 4;
    }
}

void write_row(const Float4* light, const AreaColumns& columns, std::uint8_t* rgba, VectorUnit unit) {
    unit >= VectorUnit::Avx2 ? write_row_avx2(light, columns, rgba) : write_row_scalar(light, columns, rgba);
}

}  // namespace proofsheet::image
