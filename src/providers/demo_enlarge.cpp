#include "providers/demo_enlarge.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace proofsheet::providers {
namespace {

/// Lanczos-3 a quarter of a pixel off centre, for the pixels -2 ... 3 around it; sums to 1.
constexpr std::array<float, 6> kWeights{0.0073783F, -0.0679973F, 0.2710106F,
                                        0.8927708F, -0.1332746F, 0.0301123F};

struct Line {
    const std::uint8_t* from;
    std::ptrdiff_t stride;  ///< bytes between pixels of the line
    int length;
};

/// Channel `channel` of pixel `at` of the doubled line. Even pixels lie a quarter before, odd ones a quarter
/// after.
std::uint8_t doubled(const Line& line, int at, int channel) {
    const int centre = at / 2;
    const int direction = at % 2 == 0 ? 1 : -1;
    float sum = 0.5F;
    for (int i = 0; i < 6; ++i) {
        const int tap = std::clamp(centre + direction * (i - 3), 0, line.length - 1);
        sum += kWeights[static_cast<std::size_t>(i)] * line.from[tap * line.stride + channel];
    }
    return static_cast<std::uint8_t>(std::clamp(sum, 0.0F, 255.0F));
}

}  // namespace

image::Pixels enlarge_twice(const image::Pixels& picture) {
    const SizePx size = picture.size();
    image::Pixels wide({size.width * 2, size.height});
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width * 2; ++x)
            for (int c = 0; c < 4; ++c)
                wide.row(y)[x * 4 + c] = doubled({picture.row(y), 4, size.width}, x, c);
    image::Pixels large({size.width * 2, size.height * 2});
    const std::ptrdiff_t row = std::ptrdiff_t{size.width} * 2 * 4;
    for (int y = 0; y < size.height * 2; ++y)
        for (int x = 0; x < size.width * 2; ++x)
            for (int c = 0; c < 4; ++c)
                large.row(y)[x * 4 + c] = doubled({wide.row(0) + x * 4, row, size.height}, y, c);
    return large;
}

}  // namespace proofsheet::providers
