#include "image/reduce_rows.h"

namespace proofsheet::image {
namespace {

Float4 light_of(const std::uint8_t* rgba, const SrgbTables& tables) {
    const Float4 light = tables.red[rgba[0]] + tables.green[rgba[1]] + tables.blue[rgba[2]];
    return rgba[3] == 255 ? light : light * (static_cast<float>(rgba[3]) * (1.0f / 255));
}

}  // namespace

void add_row_scalar(PixelRow row, const AreaStep& step, LightSums& sums) {
    const SrgbTables& tables = srgb_tables();
    const auto width = static_cast<std::size_t>(row.width);
    Float4* const sum = sums.sums.data();
    if (!step.ends) {
        for (std::size_t x = 0; x < width; ++x) sum[x] += light_of(row.rgba + 4 * x, tables) * step.here;
        return;
    }
    for (std::size_t x = 0; x < width; ++x) {
        const Float4 light = light_of(row.rgba + 4 * x, tables);
        sums.finished[x] = sum[x] + light * step.here;
        sum[x] = light * step.next;
    }
}

void add_row(PixelRow row, const AreaStep& step, LightSums& sums, VectorUnit unit) {
    unit >= VectorUnit::Avx2 ? add_row_avx2(row, step, sums) : add_row_scalar(row, step, sums);
}

}  // namespace proofsheet::image
