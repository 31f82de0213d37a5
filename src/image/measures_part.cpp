#include "image/measures_part.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace proofsheet::image {
namespace {

/// Pixels from..to of a side that a stretch of 0..1 touches.
struct Stretch {
    int from = 0;
    int to = 0;
};

Stretch touched(double from, double to, int side) {
    constexpr double kRounding = 1e-6;  // pixels: what came of arithmetic touches nothing
    if (!(from < to)) return {};
    const double first = std::floor(std::clamp(from, 0.0, 1.0) * side + kRounding);
    const double end = std::ceil(std::clamp(to, 0.0, 1.0) * side - kRounding);
    return {static_cast<int>(first), static_cast<int>(end)};
}

bool lies_in(const PartPx& part, SizePx size) {
    return part.x >= 0 && part.y >= 0 && part.width <= size.width - part.x &&
           part.height <= size.height - part.y;
}

Error incomparable(std::string sentence) {
    return {ErrorKind::InvalidInput, std::move(sentence)};
}

}  // namespace

PartPx whole_of(SizePx size) {
    return {0, 0, size.width, size.height};
}

PartPx pixels_of(const ContentRect& rect, SizePx size) {
    const Stretch across = touched(rect.left, rect.right, size.width);
    const Stretch down = touched(rect.top, rect.bottom, size.height);
    if (across.from >= across.to || down.from >= down.to) return {};
    return {across.from, down.from, across.to - across.from, down.to - down.from};
}

Status check_pair(const Pixels& first, const Pixels& second, const PartPx& part) {
    const SizePx size = first.size();
    const SizePx other = second.size();
    if (first.empty() || second.empty()) {
        return incomparable("There is nothing to compare: a picture has no pixels. Choose two pictures.");
    }
    if (size != other) {
        return incomparable(fmt::format(
            "The pictures are {} x {} and {} x {} pixels; bring them to one size to compare them.",
            size.width, size.height, other.width, other.height));
    }
    if (part.width < 1 || part.height < 1 || !lies_in(part, size)) {
        return incomparable(fmt::format(
            "The part to compare ({} x {} pixels at {}, {}) is not within the pictures of {} x {}; "
            "choose a part that is.",
            part.width, part.height, part.x, part.y, size.width, size.height));
    }
    return {};
}

Error comparison_stopped() {
    return {ErrorKind::Cancelled, "The comparison is not wanted any more."};
}

}  // namespace proofsheet::image
