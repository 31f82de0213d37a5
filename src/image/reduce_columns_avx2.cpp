#include "image/reduce_columns.h"

#ifdef __x86_64__
#include <immintrin.h>

#include <cstring>
#endif

namespace proofsheet::image {

#ifdef __x86_64__
// Functions are compiled for AVX2 one by one, not the file, so that nothing which other files share is.
namespace {

/// A target pixel; 0 taps for as many as `taps` says.
template <std::size_t kTaps>
[[gnu::target("avx2,fma")]] __m128 average_of(const float* light, const float* weights, std::size_t taps) {
    __m128 sum = _mm_setzero_ps();
    const std::size_t count = kTaps == 0 ? taps : kTaps;
    for (std::size_t i = 0; i < count; ++i)
        sum = _mm_fmadd_ps(_mm_loadu_ps(light + 4 * i), _mm_broadcast_ss(weights + i), sum);
    return sum;
}

/// Divides the colour of two pixels by their alpha, unless they are opaque; without alpha there is none.
[[gnu::target("avx2,fma")]] __m256 straight(__m256 light) {
    const __m256 alpha = _mm256_shuffle_ps(light, light, 0xFF);
    const __m256 is_opaque = _mm256_cmp_ps(alpha, _mm256_set1_ps(kOpaqueAlpha), _CMP_GE_OQ);
    if (_mm256_movemask_ps(is_opaque) == 0xFF) return light;
    const __m256 is_there = _mm256_cmp_ps(alpha, _mm256_setzero_ps(), _CMP_GT_OQ);
    const __m256 colour =
        _mm256_blendv_ps(_mm256_and_ps(_mm256_div_ps(light, alpha), is_there), light, is_opaque);
    return _mm256_blend_ps(colour, light, 0x88);
}

/// Two pixels of premultiplied light to RGBA8, in the lowest four bytes of each half.
[[gnu::target("avx2,fma")]] __m256i encoded(__m256 light, const std::uint8_t* table) {
    constexpr float kOne = SrgbTables::kOne;
    const __m256 most = _mm256_setr_ps(kOne, kOne, kOne, 255, kOne, kOne, kOne, 255);
    const __m256 scaled = _mm256_fmadd_ps(straight(light), most, _mm256_set1_ps(0.5f));
    const __m256i steps = _mm256_cvttps_epi32(_mm256_min_ps(scaled, most));
    const __m256i found = _mm256_i32gather_epi32(reinterpret_cast<const int*>(table), steps, 1);
    const __m256i bytes = _mm256_blend_epi32(found, steps, 0x88);
    const __m256i lowest = _mm256_setr_epi8(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,  //
                                            0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
    return _mm256_shuffle_epi8(bytes, lowest);
}

[[gnu::target("avx2,fma")]] void store_pixel(__m128i pixel, std::uint8_t* to) {
    const int value = _mm_cvtsi128_si32(pixel);
    std::memcpy(to, &value, 4);
}

template <std::size_t kTaps>
[[gnu::target("avx2,fma")]] void write_pixels(const float* light, const AreaColumns& columns,
                                              std::uint8_t* rgba) {
    const std::uint8_t* const table = srgb_tables().encoded.data();
    const std::size_t taps = columns.taps;
    const std::size_t count = columns.first.size();
    const std::size_t* const first = columns.first.data();
    const float* weights = columns.weights.data();
    std::size_t t = 0;
    for (; t + 2 <= count; t += 2, weights += 2 * taps, rgba += 8) {
        const __m128 one = average_of<kTaps>(light + 4 * first[t], weights, taps);
        const __m128 other = average_of<kTaps>(light + 4 * first[t + 1], weights + taps, taps);
        const __m256i pair = encoded(_mm256_insertf128_ps(_mm256_castps128_ps256(one), other, 1), table);
        store_pixel(_mm256_castsi256_si128(pair), rgba);
        store_pixel(_mm256_extracti128_si256(pair, 1), rgba + 4);
    }
    if (t == count) return;
    const __m128 last = average_of<kTaps>(light + 4 * first[t], weights, taps);
    const __m256i pair = encoded(_mm256_insertf128_ps(_mm256_castps128_ps256(last), last, 1), table);
    store_pixel(_mm256_castsi256_si128(pair), rgba);
}

}  // namespace

void write_row_avx2(const Float4* light, const AreaColumns& columns, std::uint8_t* rgba) {
    const auto* floats = reinterpret_cast<const float*>(light);
    switch (columns.taps) {
        case 3:
            return write_pixels<3>(floats, columns, rgba);
        case 4:
            return write_pixels<4>(floats, columns, rgba);
        case 5:
            return write_pixels<5>(floats, columns, rgba);
        default:
            return write_pixels<0>(floats, columns, rgba);
    }
}

#else

void write_row_avx2(const Float4*, const AreaColumns&, std::uint8_t*) {}

#endif

}  // namespace proofsheet::image
