#include "image/reduce_area.h"

#include <algorithm>

#include "image/reduce_tables.h"

namespace proofsheet::image {
namespace {

constexpr int kChannels = 4;

/// Averages one row sideways into `narrow`, premultiplied linear light.
void narrow_row(const std::uint8_t* rgba, const std::vector<AreaStep>& steps, const SrgbTables& tables,
                float* narrow) {
    float sum[kChannels] = {};
    for (const AreaStep& step : steps) {
        const float alpha = static_cast<float>(rgba[3]) * (1.0f / 255);
        const float pixel[kChannels] = {tables.linear[rgba[0]] * alpha, tables.linear[rgba[1]] * alpha,
                                        tables.linear[rgba[2]] * alpha, alpha};
        for (int c = 0; c < kChannels; ++c) sum[c] += pixel[c] * step.here;
        if (step.ends) {
            for (int c = 0; c < kChannels; ++c) narrow[c] = sum[c];
            for (int c = 0; c < kChannels; ++c) sum[c] = pixel[c] * step.next;
            narrow += kChannels;
        }
        rgba += kChannels;
    }
}

std::uint8_t encode_channel(float linear, const SrgbTables& tables) {
    const float step = std::clamp(linear, 0.0f, 1.0f) * (SrgbTables::kSteps - 1) + 0.5f;
    return tables.encoded[static_cast<int>(step)];
}

void encode_row(const std::vector<float>& sum, const SrgbTables& tables, std::uint8_t* rgba) {
    for (std::size_t i = 0; i < sum.size(); i += kChannels) {
        const float alpha = sum[i + 3];
        const float scale = alpha > 0 ? 1 / alpha : 0;
        for (std::size_t c = 0; c < 3; ++c) rgba[i + c] = encode_channel(sum[i + c] * scale, tables);
        rgba[i + 3] = static_cast<std::uint8_t>(std::clamp(alpha, 0.0f, 1.0f) * 255 + 0.5f);
    }
}

}  // namespace

std::vector<AreaStep> area_steps(int source, int target) {
    std::vector<AreaStep> steps(static_cast<std::size_t>(source));
    const double whole = source;  // the sum of a target's shares, each source pixel being `target` wide
    std::int64_t end = source;
    for (int i = 0; i < source; ++i) {
        const std::int64_t right = (i + std::int64_t{1}) * target;
        const std::int64_t beyond = std::max<std::int64_t>(right - end, 0);
        steps[i].here = static_cast<float>(static_cast<double>(target - beyond) / whole);
        steps[i].next = static_cast<float>(static_cast<double>(beyond) / whole);
        steps[i].ends = right >= end;
        if (steps[i].ends) end += source;
    }
    return steps;
}

AreaReducer::AreaReducer(SizePx source, SizePx target)
    : source_(source),
      columns_(area_steps(source.width, target.width)),
      rows_(area_steps(source.height, target.height)),
      narrow_(static_cast<std::size_t>(target.width) * kChannels),
      sum_(narrow_.size()),
      result_(target) {}

void AreaReducer::add_row(const std::uint8_t* rgba) {
    if (next_row_ >= source_.height) return;
    const AreaStep step = rows_[next_row_++];
    narrow_row(rgba, columns_, srgb_tables(), narrow_.data());
    for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] += narrow_[i] * step.here;
    if (!step.ends) return;
    emit_row();
    for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] = narrow_[i] * step.next;
}

void AreaReducer::emit_row() {
    encode_row(sum_, srgb_tables(), result_.row(next_target_row_++));
}

}  // namespace proofsheet::image
