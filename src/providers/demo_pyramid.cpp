#include "providers/demo_pyramid.h"

#include <utility>

namespace proofsheet::providers {
namespace {

Canvas half_of(const Canvas& from) {
    const SizePx size{std::max(from.size().width / 2, 1), std::max(from.size().height / 2, 1)};
    Canvas half(size);
    for (int y = 0; y < size.height; ++y) {
        const Light* above = from.row(std::min(2 * y, from.size().height - 1));
        const Light* below = from.row(std::min(2 * y + 1, from.size().height - 1));
        Light* out = half.row(y);
        for (int x = 0; x < size.width; ++x) {
            const int left = std::min(2 * x, from.size().width - 1);
            const int right = std::min(2 * x + 1, from.size().width - 1);
            out[x] = (above[left] + above[right] + below[left] + below[right]) * 0.25F;
        }
    }
    return half;
}

/// The picture at twice the size, linear between its pixels.
Canvas doubled(const Canvas& from, SizePx size) {
    Canvas tall({from.size().width, size.height});
    for (int y = 0; y < size.height; ++y) {
        const int near = std::min(y / 2, from.size().height - 1);
        const int far = std::clamp(near + (y % 2 == 0 ? -1 : 1), 0, from.size().height - 1);
        const Light* a = from.row(near);
        const Light* b = from.row(far);
        Light* out = tall.row(y);
        for (int x = 0; x < from.size().width; ++x) out[x] = a[x] * 0.75F + b[x] * 0.25F;
    }
    Canvas wide(size);
    const int last = from.size().width - 1;
    for (int y = 0; y < size.height; ++y) {
        const Light* in = tall.row(y);
        Light* out = wide.row(y);
        for (int x = 0; x < size.width; ++x) {
            const int near = std::min(x / 2, last);
            const int far = std::clamp(near + (x % 2 == 0 ? -1 : 1), 0, last);
            out[x] = in[near] * 0.75F + in[far] * 0.25F;
        }
    }
    return wide;
}

void blend(Canvas& canvas, const Canvas& other, float share) {
    for (int y = 0; y < canvas.size().height; ++y) {
        Light* row = canvas.row(y);
        const Light* from = other.row(y);
        for (int x = 0; x < canvas.size().width; ++x) row[x] = mix(row[x], from[x], share);
    }
}

}  // namespace

Pyramid halve(Canvas picture, int levels) {
    Pyramid pyramid;
    pyramid.push_back(std::move(picture));
    while (static_cast<int>(pyramid.size()) < levels && pyramid.back().size().longest() > 1)
        pyramid.push_back(half_of(pyramid.back()));
    return pyramid;
}

Canvas blurred(const Pyramid& pyramid, float level, int at_level) {
    const auto last = static_cast<int>(pyramid.size()) - 1;
    const float wanted = std::clamp(level, 0.0F, static_cast<float>(last));
    const auto finer = static_cast<int>(wanted);
    const auto coarser = std::min(finer + 1, last);
    const auto size_at = [&](int i) { return pyramid[static_cast<std::size_t>(i)].size(); };
    Canvas result = pyramid[static_cast<std::size_t>(finer)];
    if (coarser != finer) {
        const Canvas smooth = doubled(pyramid[static_cast<std::size_t>(coarser)], size_at(finer));
        blend(result, smooth, wanted - static_cast<float>(finer));
    }
    for (int i = finer; i > at_level; --i) result = doubled(result, size_at(i - 1));
    return result;
}

}  // namespace proofsheet::providers
