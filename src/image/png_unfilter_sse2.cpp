#include "image/png_unfilter_waves.h"

#ifdef __SSE2__
#include <emmintrin.h>

#include <algorithm>
#include <array>
#include <cstring>
#endif

namespace proofsheet::image {

#ifdef __SSE2__
namespace {

/// Rows that share a register. Two groups of rows keep the processor busy while it waits for the long way
/// from one pixel to the next.
constexpr int kLanes = 4;

/// All bits set in the lanes of the rows with each filter.
struct FilterMasks {
    __m128i sub, up, average, paeth;
};

/// Four rows and the neighbours of the pixels that they did last.
struct Group {
    FilterMasks masks;
    const std::uint8_t* in[kLanes];  ///< behind the filter byte
    std::uint8_t* out[kLanes];
    __m128i left = _mm_setzero_si128();
    __m128i up = _mm_setzero_si128();
};

__m128i load_pixel(const std::uint8_t* from) {
    int pixel = 0;
    std::memcpy(&pixel, from, 4);
    return _mm_cvtsi32_si128(pixel);
}

void store_pixel(std::uint8_t* to, __m128i pixel) {
    const int value = _mm_cvtsi128_si32(pixel);
    std::memcpy(to, &value, 4);
}

__m128i select(__m128i mask, __m128i yes, __m128i no) {
    return _mm_or_si128(_mm_and_si128(mask, yes), _mm_andnot_si128(mask, no));
}

__m128i average(__m128i left, __m128i up) {
    const __m128i odd = _mm_and_si128(_mm_xor_si128(left, up), _mm_set1_epi8(1));
    return _mm_sub_epi8(_mm_avg_epu8(left, up), odd);
}

/// Where small <= large, in unsigned bytes.
__m128i is_at_most(__m128i small, __m128i large) {
    return _mm_cmpeq_epi8(_mm_max_epu8(small, large), large);
}

/// Paeth in unsigned bytes. left + up - corner lies as far from the lower of left and up as the higher one
/// lies from the corner, so the lower one is nearest when 2 (high - corner) <= corner - low, also where the
/// corner is above both, and the higher one likewise. Sums and differences may saturate: only a number that
/// is too large anyway does.
__m128i paeth(__m128i left, __m128i up, __m128i corner) {
    const __m128i low = _mm_min_epu8(left, up);
    const __m128i high = _mm_max_epu8(left, up);
    const __m128i to_high = _mm_subs_epu8(high, corner);
    const __m128i to_low = _mm_subs_epu8(corner, low);
    const __m128i takes_low = is_at_most(_mm_adds_epu8(to_high, to_high), to_low);
    const __m128i takes_high = is_at_most(_mm_adds_epu8(to_low, to_low), to_high);
    return select(takes_high, high, select(takes_low, low, corner));
}

enum class Mix { OnlyPaeth, Any };

template <Mix kMix>
__m128i predict(const FilterMasks& masks, __m128i left, __m128i up, __m128i corner) {
    const __m128i nearest = paeth(left, up, corner);
    if constexpr (kMix == Mix::OnlyPaeth) return nearest;
    const __m128i simple = _mm_or_si128(_mm_and_si128(masks.sub, left), _mm_and_si128(masks.up, up));
    const __m128i mixed =
        _mm_or_si128(_mm_and_si128(masks.average, average(left, up)), _mm_and_si128(masks.paeth, nearest));
    return _mm_or_si128(simple, mixed);
}

/// Takes four rows one pixel further. `raw` holds the filtered pixels, `above` the pixel above that of the
/// first row.
template <Mix kMix>
void advance(Group& group, __m128i raw, __m128i above) {
    const __m128i up = _mm_or_si128(_mm_slli_si128(group.left, 4), above);
    const __m128i predicted = predict<kMix>(group.masks, group.left, up, group.up);
    group.left = _mm_add_epi8(raw, predicted);
    group.up = up;
}

__m128i filter_types(const FilteredRows& rows) {
    const std::size_t stride = rows.stride();
    return _mm_setr_epi32(rows.bytes[0], rows.bytes[stride], rows.bytes[2 * stride], rows.bytes[3 * stride]);
}

Group make_group(FilteredRows rows, int first, std::uint8_t* rgba) {
    const auto skipped = static_cast<std::size_t>(first);
    rows.bytes += skipped * rows.stride();
    const __m128i types = filter_types(rows);
    const auto mask = [&](int type) { return _mm_cmpeq_epi32(types, _mm_set1_epi32(type)); };
    Group group{{mask(1), mask(2), mask(3), mask(4)}, {}, {}};
    for (std::size_t k = 0; k < kLanes; ++k) {
        group.in[k] = rows.bytes + k * rows.stride() + 1;
        group.out[k] = rgba + (skipped + k) * 4 * static_cast<std::size_t>(rows.width);
    }
    return group;
}

template <int kGroups>
struct Wave {
    static constexpr int kRows = kGroups * kLanes;
    std::array<Group, kGroups> groups;
    const std::uint8_t* above;
    __m128i opaque;  ///< what is set in every pixel that is written
    int width;
    int samples;
};

/// One step of every group; `raw(g)` are its filtered pixels. A group finds the pixel above its first row
/// where the last row of the group before was a step ago.
template <Mix kMix, int kGroups, typename Raw>
void advance_groups(Wave<kGroups>& wave, __m128i above, Raw raw) {
    for (int g = 0; g < kGroups; ++g) {
        const __m128i next_above = _mm_srli_si128(wave.groups[g].left, 12);
        advance<kMix>(wave.groups[g], raw(g), above);
        above = next_above;
    }
}

/// One step at the ends, where some of the rows have no pixel: those take zeros and write nothing.
template <int kGroups>
void step_at_end(Wave<kGroups>& wave, int x) {
    const auto has_pixel = [&](int row) { return x - row >= 0 && x - row < wave.width; };
    alignas(16) std::uint8_t pixels[4 * kLanes];
    const auto raw = [&](int g) {
        std::fill(std::begin(pixels), std::end(pixels), std::uint8_t{0});
        for (int k = 0; k < kLanes; ++k) {
            const int row = g * kLanes + k;
            if (has_pixel(row))
                std::memcpy(pixels + 4 * k, wave.groups[g].in[k] + (x - row) * wave.samples, wave.samples);
        }
        return _mm_load_si128(reinterpret_cast<const __m128i*>(pixels));
    };
    advance_groups<Mix::Any>(wave, x < wave.width ? load_pixel(wave.above + 4 * x) : _mm_setzero_si128(),
                             raw);
    for (int g = 0; g < kGroups; ++g) {
        _mm_store_si128(reinterpret_cast<__m128i*>(pixels), _mm_or_si128(wave.groups[g].left, wave.opaque));
        for (int k = 0; k < kLanes; ++k) {
            const int row = g * kLanes + k;
            if (has_pixel(row)) std::memcpy(wave.groups[g].out[k] + 4 * (x - row), pixels + 4 * k, 4);
        }
    }
}

/// The steps where every row has a pixel. Works on a copy, which the compiler keeps in registers.
template <Mix kMix, int kSamples, int kGroups>
void steps_between(Wave<kGroups>& shared) {
    Wave<kGroups> wave = shared;
    for (std::ptrdiff_t x = wave.kRows - 1; x < wave.width; ++x) {
        advance_groups<kMix>(wave, load_pixel(wave.above + 4 * x), [&](int g) {
            const auto pixel = [&](int k) {
                return load_pixel(wave.groups[g].in[k] + (x - g * kLanes - k) * kSamples);
            };
            return _mm_unpacklo_epi64(_mm_unpacklo_epi32(pixel(0), pixel(1)),
                                      _mm_unpacklo_epi32(pixel(2), pixel(3)));
        });
        for (int g = 0; g < kGroups; ++g) {
            const Group& group = wave.groups[g];
            const std::ptrdiff_t at = 4 * (x - g * kLanes);
            const __m128i done = _mm_or_si128(group.left, wave.opaque);
            store_pixel(group.out[0] + at, done);
            store_pixel(group.out[1] + at - 4, _mm_shuffle_epi32(done, 1));
            store_pixel(group.out[2] + at - 8, _mm_shuffle_epi32(done, 2));
            store_pixel(group.out[3] + at - 12, _mm_shuffle_epi32(done, 3));
        }
    }
    shared = wave;
}

bool only_paeth(const FilteredRows& rows, int count) {
    for (int i = 0; i < count; ++i) {
        if (rows.bytes[rows.stride() * static_cast<std::size_t>(i)] != 4) return false;
    }
    return true;
}

template <int kGroups>
void unfilter_wave(const FilteredRows& rows, const std::uint8_t* above, std::uint8_t* rgba) {
    Wave<kGroups> wave{{},
                       above,
                       _mm_set1_epi32(rows.samples == 3 ? static_cast<int>(0xFF000000) : 0),
                       rows.width,
                       rows.samples};
    for (int g = 0; g < kGroups; ++g) wave.groups[g] = make_group(rows, g * kLanes, rgba);
    for (int x = 0; x < wave.kRows - 1; ++x) step_at_end(wave, x);
    const bool paeth_rows = only_paeth(rows, wave.kRows);
    if (rows.samples == 3) {
        paeth_rows ? steps_between<Mix::OnlyPaeth, 3>(wave) : steps_between<Mix::Any, 3>(wave);
    } else {
        paeth_rows ? steps_between<Mix::OnlyPaeth, 4>(wave) : steps_between<Mix::Any, 4>(wave);
    }
    for (int x = std::max(rows.width, wave.kRows - 1); x < rows.width + wave.kRows - 1; ++x)
        step_at_end(wave, x);
}

template <int kGroups>
void unfilter_waves(UnfilterWork& work) {
    constexpr int kRows = Wave<kGroups>::kRows;
    for (; work.rows.count >= kRows; work.skip(kRows))
        unfilter_wave<kGroups>(work.rows, work.above, work.rgba);
}

}  // namespace

void unfilter_waves_sse2(UnfilterWork& work) {
    unfilter_waves<2>(work);
    unfilter_waves<1>(work);
}

#else

void unfilter_waves_sse2(UnfilterWork&) {}

#endif

}  // namespace proofsheet::image
