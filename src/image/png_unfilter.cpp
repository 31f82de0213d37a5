#include "image/png_unfilter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "image/decode_limits.h"
#include "image/png_unfilter_waves.h"

namespace proofsheet::image {
namespace {

enum Filter : std::uint8_t { kNone, kSub, kUp, kAverage, kPaeth };

/// Whichever of the three neighbours is nearest to left + up - corner, the first one when they tie.
int paeth(int left, int up, int corner) {
    const int from_left = std::abs(up - corner);
    const int from_up = std::abs(left - corner);
    const int from_corner = std::abs(left + up - 2 * corner);
    if (from_left <= from_up && from_left <= from_corner) return left;
    return from_up <= from_corner ? up : corner;
}

template <Filter kFilter>
int predict(int left, int up, int corner) {
    if constexpr (kFilter == kSub) return left;
    if constexpr (kFilter == kUp) return up;
    if constexpr (kFilter == kAverage) return (left + up) / 2;
    if constexpr (kFilter == kPaeth) return paeth(left, up, corner);
    return 0;
}

/// Unfilters in place; `above` may be null for the first row.
template <Filter kFilter>
void unfilter(std::uint8_t* row, const std::uint8_t* above, std::size_t count, std::size_t pixel_bytes) {
    for (std::size_t i = 0; i < count; ++i) {
        const bool first = i < pixel_bytes;
        const int left = first ? 0 : row[i - pixel_bytes];
        const int up = above == nullptr ? 0 : above[i];
        const int corner = first || above == nullptr ? 0 : above[i - pixel_bytes];
        row[i] = static_cast<std::uint8_t>(row[i] + predict<kFilter>(left, up, corner));
    }
}

template <Filter kFilter>
void unfilter_part(const std::uint8_t* in, int samples, PixelSpan part, const std::uint8_t* above,
                   std::uint8_t* out) {
    std::uint8_t left[4] = {};
    std::uint8_t corner[4] = {};
    if (part.first > 0) {
        std::copy_n(out + 4 * (part.first - 1), 4, left);
        std::copy_n(above + 4 * (part.first - 1), 4, corner);
    }
    in += part.first * samples;
    above += 4 * part.first;
    out += 4 * part.first;
    for (int x = part.first; x < part.end; ++x, in += samples, above += 4, out += 4) {
        for (int c = 0; c < samples; ++c) {
            left[c] = static_cast<std::uint8_t>(in[c] + predict<kFilter>(left[c], above[c], corner[c]));
            corner[c] = above[c];
            out[c] = left[c];
        }
        if (samples == 3) out[3] = 255;
    }
}

}  // namespace

Error bad_filter(int type, int y) {
    return damaged(fmt::format("Row {} of the PNG has filter type {}; 0 to 4 exist.", y, type));
}

RowUnfilter::RowUnfilter(const PngHeader& header, int width)
    : row_bytes_(header.row_bytes(width)),
      pixel_bytes_(header.bits_per_pixel() < 8 ? 1 : static_cast<std::size_t>(header.bits_per_pixel()) / 8) {}

Status RowUnfilter::next(std::uint8_t* row, int y) {
    std::uint8_t* const bytes = row + 1;
    switch (row[0]) {
        case kNone:
            break;
        case kSub:
            unfilter<kSub>(bytes, above_, row_bytes_, pixel_bytes_);
            break;
        case kUp:
            unfilter<kUp>(bytes, above_, row_bytes_, pixel_bytes_);
            break;
        case kAverage:
            unfilter<kAverage>(bytes, above_, row_bytes_, pixel_bytes_);
            break;
        case kPaeth:
            unfilter<kPaeth>(bytes, above_, row_bytes_, pixel_bytes_);
            break;
        default:
            return bad_filter(row[0], y);
    }
    above_ = bytes;
    return {};
}

void unfilter_pixels_scalar(const std::uint8_t* row, int samples, PixelSpan part, const std::uint8_t* above,
                            std::uint8_t* rgba) {
    switch (row[0]) {
        case kSub:
            return unfilter_part<kSub>(row + 1, samples, part, above, rgba);
        case kUp:
            return unfilter_part<kUp>(row + 1, samples, part, above, rgba);
        case kAverage:
            return unfilter_part<kAverage>(row + 1, samples, part, above, rgba);
        case kPaeth:
            return unfilter_part<kPaeth>(row + 1, samples, part, above, rgba);
        default:
            return unfilter_part<kNone>(row + 1, samples, part, above, rgba);
    }
}

void unfilter_to_rgba_scalar(const FilteredRows& rows, const std::uint8_t* above, std::uint8_t* rgba) {
    const std::uint8_t* row = rows.bytes;
    for (int y = 0; y < rows.count; ++y, row += rows.stride()) {
        unfilter_pixels_scalar(row, rows.samples, {0, rows.width}, above, rgba);
        above = rgba;
        rgba += static_cast<std::size_t>(rows.width) * 4;
    }
}

void unfilter_to_rgba(const FilteredRows& rows, const std::uint8_t* above, std::uint8_t* rgba,
                      VectorUnit unit) {
    UnfilterWork work{rows, above, rgba};
    if (unit >= VectorUnit::Avx2) unfilter_waves_avx2(work);
    if (unit >= VectorUnit::Sse2) unfilter_waves_sse2(work);
    unfilter_to_rgba_scalar(work.rows, work.above, work.rgba);
}

}  // namespace proofsheet::image
