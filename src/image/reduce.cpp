#include "image/reduce.h"

#include <algorithm>

#include "image/reduce_area.h"
#include "image/reduce_halve.h"

namespace proofsheet::image {
namespace {

Pixels copy_of(const Pixels& picture) {
    Pixels copy(picture.size());
    std::ranges::copy(picture.bytes(), copy.bytes().begin());
    return copy;
}

int fit_side(int side, int longest, int wanted) {
    const std::int64_t rounded = (2 * std::int64_t{side} * wanted + longest) / (2 * std::int64_t{longest});
    return std::max(1, static_cast<int>(rounded));
}

}  // namespace

SizePx fit_longest_side(SizePx size, int longest_side) {
    const int longest = size.longest();
    const int wanted = std::max(1, longest_side);
    if (longest <= wanted) return size;
    return {fit_side(size.width, longest, wanted), fit_side(size.height, longest, wanted)};
}

Pixels reduce(const Pixels& picture, SizePx target) {
    const SizePx size = picture.size();
    if (picture.empty()) return {};
    target = {std::clamp(target.width, 1, size.width), std::clamp(target.height, 1, size.height)};
    if (target == size) return copy_of(picture);
    if (size == SizePx{2 * target.width, 2 * target.height}) return halve(picture);
    AreaReducer reducer(size, target);
    for (int y = 0; y < size.height; ++y) reducer.add_row(picture.row(y));
    return reducer.take();
}

std::vector<Pixels> make_mip_chain(const Pixels& picture) {
    if (picture.empty()) return {};
    std::vector<Pixels> levels;
    const Pixels* above = &picture;
    SizePx size = picture.size();
    while (size.longest() > 1) {
        size = {std::max(1, size.width / 2), std::max(1, size.height / 2)};
        levels.push_back(reduce(*above, size));
        above = &levels.back();
    }
    return levels;
}

}  // namespace proofsheet::image
