#include "image/reduce_area.h"

#include <algorithm>

namespace proofsheet::image {

std::vector<AreaStep> area_steps(int source, int target) {
    std::vector<AreaStep> steps(static_cast<std::size_t>(source));
    const double whole = source;  // the sum of a target's shares, each source pixel being `target` wide
    std::int64_t end = source;
    std::int64_t right = 0;
    for (AreaStep& step : steps) {
        right += target;
        const std::int64_t beyond = std::max<std::int64_t>(right - end, 0);
        step.here = static_cast<float>(static_cast<double>(target - beyond) / whole);
        step.next = static_cast<float>(static_cast<double>(beyond) / whole);
        step.ends = right >= end;
        if (step.ends) end += source;
    }
    return steps;
}

AreaReducer::AreaReducer(SizePx source, SizePx target, VectorUnit unit)
    : source_(source),
      unit_(unit),
      rows_(area_steps(source.height, target.height)),
      columns_(area_columns(source.width, target.width)),
      sums_(source.width),
      result_(target) {}

void AreaReducer::add_row(const std::uint8_t* rgba) {
    if (next_row_ >= source_.height) return;
    const AreaStep step = rows_[static_cast<std::size_t>(next_row_++)];
    image::add_row({rgba, source_.width}, step, sums_, unit_);
    if (step.ends) write_row(sums_.finished.data(), columns_, result_.row(next_target_row_++), unit_);
}

}  // namespace proofsheet::image
