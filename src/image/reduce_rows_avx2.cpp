#include "image/reduce_rows.h"

#ifdef __x86_64__
#include <immintrin.h>

#include <algorithm>
#include <cstring>
#endif

namespace proofsheet::image {

#ifdef __x86_64__
// Functions are compiled for AVX2 one by one, not the file, so that nothing which other files share is.
namespace {

constexpr int kPixels = static_cast<int>(LightSums::kBlock);

/// Eight pixels, a register for each channel.
struct Planes {
    __m256 red, green, blue, alpha;
};

/// The sRGB transfer function on levels 0 to 255: up to 10 the straight line of IEC 61966-2-1, above it a
/// polynomial that is at most 0.06 levels from the power and 1 at 255 (least largest error at the
/// levels 11 to 255). A table would be exact, but eight reads from it take three times as long.
[[gnu::target("avx2,fma")]] __m256 linear_of(__m256i level) {
    const __m256 x = _mm256_cvtepi32_ps(level);
    __m256 power = _mm256_set1_ps(-2.598015205745874e-11f);
    power = _mm256_fmadd_ps(power, x, _mm256_set1_ps(3.1103414954714026e-08f));
    power = _mm256_fmadd_ps(power, x, _mm256_set1_ps(8.695359611010645e-06f));
    power = _mm256_fmadd_ps(power, x, _mm256_set1_ps(0.00010830551036633551f));
    power = _mm256_fmadd_ps(power, x, _mm256_set1_ps(0.0010795430280268192f));
    const __m256 line = _mm256_mul_ps(x, _mm256_set1_ps(1 / (255 * 12.92f)));
    return _mm256_blendv_ps(line, power, _mm256_cmp_ps(x, _mm256_set1_ps(10.5f), _CMP_GT_OQ));
}

/// Premultiplied linear light of eight pixels.
[[gnu::target("avx2,fma")]] Planes light_of(__m256i pixels) {
    const __m256i low = _mm256_set1_epi32(255);
    const __m256i alphas = _mm256_srli_epi32(pixels, 24);
    Planes light{linear_of(_mm256_and_si256(pixels, low)),
                 linear_of(_mm256_and_si256(_mm256_srli_epi32(pixels, 8), low)),
                 linear_of(_mm256_and_si256(_mm256_srli_epi32(pixels, 16), low)), _mm256_set1_ps(1)};
    if (_mm256_movemask_epi8(_mm256_cmpeq_epi32(alphas, low)) == -1) return light;
    light.alpha = _mm256_mul_ps(_mm256_cvtepi32_ps(alphas), _mm256_set1_ps(1.0f / 255));
    light.red = _mm256_mul_ps(light.red, light.alpha);
    light.green = _mm256_mul_ps(light.green, light.alpha);
    light.blue = _mm256_mul_ps(light.blue, light.alpha);
    return light;
}

/// The sums of eight pixels lie channel by channel.
[[gnu::target("avx2,fma")]] Planes load_planes(const float* from) {
    return {_mm256_loadu_ps(from), _mm256_loadu_ps(from + 8), _mm256_loadu_ps(from + 16),
            _mm256_loadu_ps(from + 24)};
}

[[gnu::target("avx2,fma")]] void store_planes(const Planes& planes, float* to) {
    _mm256_storeu_ps(to, planes.red);
    _mm256_storeu_ps(to + 8, planes.green);
    _mm256_storeu_ps(to + 16, planes.blue);
    _mm256_storeu_ps(to + 24, planes.alpha);
}

[[gnu::target("avx2,fma")]] Planes sum_of(const Planes& sum, const Planes& light, __m256 weight) {
    return {_mm256_fmadd_ps(light.red, weight, sum.red), _mm256_fmadd_ps(light.green, weight, sum.green),
            _mm256_fmadd_ps(light.blue, weight, sum.blue), _mm256_fmadd_ps(light.alpha, weight, sum.alpha)};
}

/// Two pixels of four channels: pixel k in the lower half, pixel k + 4 in the upper one.
[[gnu::target("avx2,fma")]] void store_pair(__m256 pair, float* lower, float* upper) {
    _mm_storeu_ps(lower, _mm256_castps256_ps128(pair));
    _mm_storeu_ps(upper, _mm256_extractf128_ps(pair, 1));
}

[[gnu::target("avx2,fma")]] void store_pixels(const Planes& planes, float* to) {
    const __m256 red_green_low = _mm256_unpacklo_ps(planes.red, planes.green);
    const __m256 red_green_high = _mm256_unpackhi_ps(planes.red, planes.green);
    const __m256 blue_alpha_low = _mm256_unpacklo_ps(planes.blue, planes.alpha);
    const __m256 blue_alpha_high = _mm256_unpackhi_ps(planes.blue, planes.alpha);
    store_pair(_mm256_shuffle_ps(red_green_low, blue_alpha_low, 0x44), to, to + 16);
    store_pair(_mm256_shuffle_ps(red_green_low, blue_alpha_low, 0xEE), to + 4, to + 20);
    store_pair(_mm256_shuffle_ps(red_green_high, blue_alpha_high, 0x44), to + 8, to + 24);
    store_pair(_mm256_shuffle_ps(red_green_high, blue_alpha_high, 0xEE), to + 12, to + 28);
}

enum class Target { Goes, Ends };

template <Target kTarget>
[[gnu::target("avx2,fma")]] void add_block(__m256i pixels, const AreaStep& step, float* sum,
                                           float* finished) {
    const Planes light = light_of(pixels);
    const Planes sums = sum_of(load_planes(sum), light, _mm256_set1_ps(step.here));
    if constexpr (kTarget == Target::Goes) return store_planes(sums, sum);
    store_pixels(sums, finished);
    const __m256 zero = _mm256_setzero_ps();
    store_planes(sum_of({zero, zero, zero, zero}, light, _mm256_set1_ps(step.next)), sum);
}

template <Target kTarget>
[[gnu::target("avx2,fma")]] void add_blocks(PixelRow row, const AreaStep& step, LightSums& sums) {
    auto* sum = reinterpret_cast<float*>(sums.sums.data());
    auto* finished = reinterpret_cast<float*>(sums.finished.data());
    int x = 0;
    for (; x + kPixels <= row.width; x += kPixels, sum += 4 * kPixels, finished += 4 * kPixels) {
        const auto* at = reinterpret_cast<const __m256i*>(row.rgba + std::ptrdiff_t{x} * 4);
        add_block<kTarget>(_mm256_loadu_si256(at), step, sum, finished);
    }
    if (x == row.width) return;
    alignas(32) std::uint8_t rest[4 * kPixels] = {};
    std::memcpy(rest, row.rgba + std::ptrdiff_t{x} * 4, static_cast<std::size_t>(row.width - x) * 4);
    add_block<kTarget>(_mm256_load_si256(reinterpret_cast<const __m256i*>(rest)), step, sum, finished);
}

}  // namespace

void add_row_avx2(PixelRow row, const AreaStep& step, LightSums& sums) {
    step.ends ? add_blocks<Target::Ends>(row, step, sums) : add_blocks<Target::Goes>(row, step, sums);
}

#else

void add_row_avx2(PixelRow, const AreaStep&, LightSums&) {}

#endif

}  // namespace proofsheet::image
