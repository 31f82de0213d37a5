#include "image/png_unfilter_waves.h"

#ifdef __x86_64__
#include <immintrin.h>

#include <algorithm>
#include <cstring>
#endif

namespace proofsheet::image {

#ifdef __x86_64__
// Functions are compiled for AVX2 one by one, not the file, so that nothing which other files share is.
namespace {

constexpr int kLanes = 8;
constexpr int kRows = 2 * kLanes;  ///< two registers of rows: one computes while the other waits
constexpr int kSteps = 4;          ///< pixels of a row that are read and written at once

/// All bits set in the lanes of the rows with each filter.
struct FilterMasks {
    __m256i sub, up, average, paeth;
};

/// The pixels that eight rows did last, and those above them.
struct Octet {
    FilterMasks masks;
    __m256i left;
    __m256i up;
};

/// Pixels of eight rows in `kSteps` steps. As rows: `of[k]` has those of row k and row k + 4. As steps:
/// `of[j]` has one pixel of each row.
struct Block {
    __m256i of[kSteps];
};

[[gnu::target("avx2")]] __m128i load_pixel(const std::uint8_t* from) {
    int pixel = 0;
    std::memcpy(&pixel, from, 4);
    return _mm_cvtsi32_si128(pixel);
}

/// From rows to steps and back: 4 x 4 pixels change places in each half.
[[gnu::target("avx2")]] Block transposed(const Block& block) {
    const __m256i low01 = _mm256_unpacklo_epi32(block.of[0], block.of[1]);
    const __m256i low23 = _mm256_unpacklo_epi32(block.of[2], block.of[3]);
    const __m256i high01 = _mm256_unpackhi_epi32(block.of[0], block.of[1]);
    const __m256i high23 = _mm256_unpackhi_epi32(block.of[2], block.of[3]);
    return {{_mm256_unpacklo_epi64(low01, low23), _mm256_unpackhi_epi64(low01, low23),
             _mm256_unpacklo_epi64(high01, high23), _mm256_unpackhi_epi64(high01, high23)}};
}

/// Filtered pixels as rows become steps; `from` is that of row 0, and each row's is `apart` behind the one
/// before. Reads 16 bytes of each row, which for RGB are 4 more than the pixels have.
template <int kSamples>
[[gnu::target("avx2")]] Block load_block(const std::uint8_t* from, std::ptrdiff_t apart) {
    const __m256i widen = _mm256_setr_epi8(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1,  //
                                           0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1);
    Block rows;
    for (int k = 0; k < kSteps; ++k) {
        const auto* upper = reinterpret_cast<const __m128i*>(from + k * apart);
        const auto* lower = reinterpret_cast<const __m128i*>(from + (k + 4) * apart);
        const __m256i both = _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_loadu_si128(upper)),
                                                     _mm_loadu_si128(lower), 1);
        rows.of[k] = kSamples == 3 ? _mm256_shuffle_epi8(both, widen) : both;
    }
    return transposed(rows);
}

[[gnu::target("avx2")]] void store_block(const Block& steps, __m256i opaque, std::uint8_t* to,
                                         std::ptrdiff_t apart) {
    const Block rows = transposed(steps);
    for (int k = 0; k < kSteps; ++k) {
        const __m256i both = _mm256_or_si256(rows.of[k], opaque);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + k * apart), _mm256_castsi256_si128(both));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + (k + 4) * apart), _mm256_extracti128_si256(both, 1));
    }
}

[[gnu::target("avx2")]] __m256i average(__m256i left, __m256i up) {
    const __m256i odd = _mm256_and_si256(_mm256_xor_si256(left, up), _mm256_set1_epi8(1));
    return _mm256_sub_epi8(_mm256_avg_epu8(left, up), odd);
}

[[gnu::target("avx2")]] __m256i is_at_most(__m256i small, __m256i large) {
    return _mm256_cmpeq_epi8(_mm256_max_epu8(small, large), large);
}

/// `raw` and what Paeth chooses; png_unfilter_sse2.cpp explains how. Adding before choosing shortens the way
/// from one pixel to the next.
[[gnu::target("avx2")]] __m256i plus_nearest(__m256i raw, __m256i left, __m256i up, __m256i corner) {
    const __m256i low = _mm256_min_epu8(left, up);
    const __m256i high = _mm256_max_epu8(left, up);
    const __m256i to_high = _mm256_subs_epu8(high, corner);
    const __m256i to_low = _mm256_subs_epu8(corner, low);
    const __m256i takes_low = is_at_most(_mm256_adds_epu8(to_high, to_high), to_low);
    const __m256i takes_high = is_at_most(_mm256_adds_epu8(to_low, to_low), to_high);
    const __m256i not_high =
        _mm256_blendv_epi8(_mm256_add_epi8(raw, corner), _mm256_add_epi8(raw, low), takes_low);
    return _mm256_blendv_epi8(not_high, _mm256_add_epi8(raw, high), takes_high);
}

enum class Mix { OnlyPaeth, Any };

template <Mix kMix>
[[gnu::target("avx2")]] __m256i unfiltered(const FilterMasks& masks, __m256i raw, __m256i left, __m256i up,
                                           __m256i corner) {
    if constexpr (kMix == Mix::OnlyPaeth) return plus_nearest(raw, left, up, corner);
    const __m256i nearest = plus_nearest(_mm256_setzero_si256(), left, up, corner);
    const __m256i simple = _mm256_or_si256(_mm256_and_si256(masks.sub, left), _mm256_and_si256(masks.up, up));
    const __m256i mixed = _mm256_or_si256(_mm256_and_si256(masks.average, average(left, up)),
                                          _mm256_and_si256(masks.paeth, nearest));
    return _mm256_add_epi8(raw, _mm256_or_si256(simple, mixed));
}

/// Takes eight rows one pixel further and returns their pixels; `up` are those above.
template <Mix kMix>
[[gnu::target("avx2")]] __m256i advance(Octet& octet, __m256i raw, __m256i up) {
    octet.left = unfiltered<kMix>(octet.masks, raw, octet.left, up, octet.up);
    octet.up = up;
    return octet.left;
}

/// A step of all rows. What is above a row is what the row before did last: lanes move on by one, and the
/// first one comes from the octet before.
template <Mix kMix>
[[gnu::target("avx2")]] void step(Octet& first, Octet& second, __m128i above, __m256i& raw_first,
                                  __m256i& raw_second) {
    const __m256i by_one = _mm256_setr_epi32(7, 0, 1, 2, 3, 4, 5, 6);
    const __m256i moved_first = _mm256_permutevar8x32_epi32(first.left, by_one);
    const __m256i moved_second = _mm256_permutevar8x32_epi32(second.left, by_one);
    raw_first =
        advance<kMix>(first, raw_first, _mm256_blend_epi32(moved_first, _mm256_castsi128_si256(above), 1));
    raw_second = advance<kMix>(second, raw_second, _mm256_blend_epi32(moved_second, moved_first, 1));
}

[[gnu::target("avx2")]] FilterMasks make_masks(const UnfilterWork& work, int first) {
    const std::size_t stride = work.rows.stride();
    alignas(32) int types[kLanes];
    for (int k = 0; k < kLanes; ++k) types[k] = work.rows.bytes[static_cast<std::size_t>(first + k) * stride];
    const __m256i all = _mm256_load_si256(reinterpret_cast<const __m256i*>(types));
    return {_mm256_cmpeq_epi32(all, _mm256_set1_epi32(1)), _mm256_cmpeq_epi32(all, _mm256_set1_epi32(2)),
            _mm256_cmpeq_epi32(all, _mm256_set1_epi32(3)), _mm256_cmpeq_epi32(all, _mm256_set1_epi32(4))};
}

/// The state in which row k has done `kRows - 1 - k` pixels.
[[gnu::target("avx2")]] Octet make_octet(const UnfilterWork& work, int first) {
    alignas(32) std::uint8_t left[4 * kLanes] = {};
    alignas(32) std::uint8_t up[4 * kLanes] = {};
    for (int k = 0; k < kLanes && first + k < kRows - 1; ++k) {
        const int row = first + k;
        const std::size_t at = 4 * static_cast<std::size_t>(kRows - 2 - row);
        const std::uint8_t* const pixels = work.rgba + static_cast<std::size_t>(row) * work.rgba_stride();
        std::memcpy(left + 4 * k, pixels + at, 4);
        std::memcpy(up + 4 * k, (row == 0 ? work.above : pixels - work.rgba_stride()) + at, 4);
    }
    return {make_masks(work, first), _mm256_load_si256(reinterpret_cast<const __m256i*>(left)),
            _mm256_load_si256(reinterpret_cast<const __m256i*>(up))};
}

/// From where row 0 does pixel `kRows - 1`, as many whole blocks as row 0 has pixels for. Returns the pixel
/// of row 0 behind the last one.
template <Mix kMix, int kSamples>
[[gnu::target("avx2")]] int do_blocks(const UnfilterWork& work) {
    const std::ptrdiff_t in_apart = static_cast<std::ptrdiff_t>(work.rows.stride()) - kSamples;
    const std::ptrdiff_t out_apart = static_cast<std::ptrdiff_t>(work.rgba_stride()) - 4;
    const __m256i opaque = _mm256_set1_epi32(kSamples == 3 ? static_cast<int>(0xFF000000) : 0);
    Octet first = make_octet(work, 0);
    Octet second = make_octet(work, kLanes);
    int x = kRows - 1;
    for (; x + kSteps <= work.rows.width; x += kSteps) {
        const std::uint8_t* const in = work.rows.bytes + 1 + std::ptrdiff_t{x} * kSamples;
        std::uint8_t* const out = work.rgba + std::ptrdiff_t{x} * 4;
        const std::uint8_t* const above = work.above + std::ptrdiff_t{x} * 4;
        Block upper = load_block<kSamples>(in, in_apart);
        Block lower = load_block<kSamples>(in + kLanes * in_apart, in_apart);
        for (int j = 0; j < kSteps; ++j)
            step<kMix>(first, second, load_pixel(above + 4 * j), upper.of[j], lower.of[j]);
        store_block(upper, opaque, out, out_apart);
        store_block(lower, opaque, out + kLanes * out_apart, out_apart);
    }
    return x;
}

bool only_paeth(const FilteredRows& rows) {
    for (std::size_t k = 0; k < kRows; ++k)
        if (rows.bytes[k * rows.stride()] != 4) return false;
    return true;
}

template <int kSamples>
int do_blocks_of(const UnfilterWork& work) {
    return only_paeth(work.rows) ? do_blocks<Mix::OnlyPaeth, kSamples>(work)
                                 : do_blocks<Mix::Any, kSamples>(work);
}

/// Pixels `from` - k to `to` - k of each row k, as far as they exist, one row after the other.
void do_slanted(const UnfilterWork& work, int from, int to) {
    for (int k = 0; k < kRows; ++k) {
        const std::size_t row = static_cast<std::size_t>(k);
        std::uint8_t* const out = work.rgba + row * work.rgba_stride();
        unfilter_pixels_scalar(work.rows.bytes + row * work.rows.stride(), work.rows.samples,
                               {std::max(0, from - k), std::min(work.rows.width, to - k)},
                               k == 0 ? work.above : out - work.rgba_stride(), out);
    }
}

/// The corners at both ends, where some of the rows have no pixel, are done without vectors.
void unfilter_wave(const UnfilterWork& work) {
    do_slanted(work, 0, kRows - 1);
    const int x = work.rows.samples == 3 ? do_blocks_of<3>(work) : do_blocks_of<4>(work);
    do_slanted(work, x, work.rows.width + kRows);
}

}  // namespace

void unfilter_waves_avx2(UnfilterWork& work) {
    if (work.rows.width < 2 * kRows) return;
    for (; work.rows.count >= kRows; work.skip(kRows)) unfilter_wave(work);
}

#else

void unfilter_waves_avx2(UnfilterWork&) {}

#endif

}  // namespace proofsheet::image
