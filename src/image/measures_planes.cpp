#include "image/measures_planes.h"

#include <array>
#include <cstring>

#include "image/reduce_tables.h"

namespace proofsheet::image {
namespace {

constexpr std::size_t kFloat4s = Plane::kBlock / 4;

Float4 load(const float* from) {
    Float4 four;
    std::memcpy(&four, from, sizeof four);
    return four;
}

/// One row of sums: out[x] = sum of weights[k] * in[x + k * step].
void weigh_row(const float* in, std::ptrdiff_t step, const std::vector<float>& weights, int width,
               float* out) {
    for (int x = 0; x < width; x += Plane::kBlock) {
        std::array<Float4, kFloat4s> sums{};
        const float* from = in + x;
        for (const float weight : weights) {
            for (std::size_t i = 0; i < kFloat4s; ++i) sums[i] += load(from + 4 * i) * weight;
            from += step;
        }
        std::memcpy(out + x, sums.data(), sizeof sums);
    }
}

}  // namespace

void convolve_rows(const Plane& in, const Taps& taps, int margin, Plane& out) {
    out.reshape(in.width() - 2 * margin, in.height());
    const int skipped = margin - taps.radius();
    for (int y = 0; y < in.height(); ++y) {
        weigh_row(in.row(y) + skipped, 1, taps.weights, out.width(), out.row(y));
    }
}

void convolve_columns(const Plane& in, const Taps& taps, int margin, Plane& out) {
    out.reshape(in.width(), in.height() - 2 * margin);
    const int skipped = margin - taps.radius();
    for (int y = 0; y < out.height(); ++y) {
        weigh_row(in.row(y + skipped), in.stride(), taps.weights, out.width(), out.row(y));
    }
}

}  // namespace proofsheet::image
