#include "image/reduce_area.h"

#include <algorithm>

namespace proofsheet::image {
namespace {

/// Averages one row sideways into `narrow`, premultiplied linear light.
void narrow_row(const std::uint8_t* rgba, const std::vector<AreaStep>& steps, const SrgbTables& tables,
                Float4* narrow) {
    Float4 sum{};
    for (const AreaStep& step : steps) {
        Float4 pixel = tables.red[rgba[0]] + tables.green[rgba[1]] + tables.blue[rgba[2]];
        if (rgba[3] != 255) pixel *= static_cast<float>(rgba[3]) * (1.0f / 255);
        sum += pixel * step.here;
        if (step.ends) {
            *narrow++ = sum;
            sum = pixel * step.next;
        }
        rgba += 4;
    }
}

std::uint8_t encode_channel(float linear, const SrgbTables& tables) {
    const int step = static_cast<int>(linear * SrgbTables::kOne + 0.5f);
    return tables.encoded[static_cast<std::size_t>(std::min(step, SrgbTables::kOne))];
}

void encode_row(const std::vector<Float4>& sums, const SrgbTables& tables, std::uint8_t* rgba) {
    constexpr float kOpaque = 1 - 1.0f / 1024;  // rounds to 255, and dividing by it changes less than a level
    for (const Float4& sum : sums) {
        const float alpha = sum[3];
        const Float4 colour = alpha >= kOpaque ? sum : alpha > 0 ? sum / alpha : Float4{};
        for (int c = 0; c < 3; ++c) rgba[c] = encode_channel(colour[c], tables);
        rgba[3] = static_cast<std::uint8_t>(std::min(alpha, 1.0f) * 255 + 0.5f);
        rgba += 4;
    }
}

}  // namespace

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

AreaReducer::AreaReducer(SizePx source, SizePx target)
    : source_(source),
      columns_(area_steps(source.width, target.width)),
      rows_(area_steps(source.height, target.height)),
      narrow_(static_cast<std::size_t>(target.width)),
      sum_(narrow_.size()),
      result_(target) {}

void AreaReducer::add_row(const std::uint8_t* rgba) {
    if (next_row_ >= source_.height) return;
    const AreaStep step = rows_[static_cast<std::size_t>(next_row_++)];
    narrow_row(rgba, columns_, srgb_tables(), narrow_.data());
    for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] += narrow_[i] * step.here;
    if (!step.ends) return;
    encode_row(sum_, srgb_tables(), result_.row(next_target_row_++));
    for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] = narrow_[i] * step.next;
}

}  // namespace proofsheet::image
