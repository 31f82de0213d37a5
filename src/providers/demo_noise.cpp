#include "providers/demo_noise.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "providers/demo_math.h"

namespace proofsheet::providers {
namespace {

std::uint32_t hash(int x, int y, std::uint32_t seed) {
    std::uint32_t h = static_cast<std::uint32_t>(x) * 0x9E3779B1U ^
                      (static_cast<std::uint32_t>(y) * 0x85EBCA77U + seed * 0xC2B2AE3DU);
    h ^= h >> 15;
    h *= 0x2C1B3C6DU;
    h ^= h >> 12;
    h *= 0x297A2D39U;
    return h ^ h >> 15;
}

/// How much the random slope at a lattice point lifts a place that lies dx, dy beside it.
float slope(std::uint32_t h, float dx, float dy) {
    constexpr float kUnit = 1.0F / 32768.0F;
    const float gx = static_cast<float>(h & 0xFFFF) * kUnit - 1;
    const float gy = static_cast<float>(h >> 16) * kUnit - 1;
    return gx * dx + gy * dy;
}

template <typename Number>
Number fade(Number t) {
    return t * t * t * (t * (t * 6 - 15) + 10);
}

/// Four octaves of noise are worked out at a time, one in each lane.
constexpr int kLanes = 4;
using Lanes = float __attribute__((vector_size(16)));
using Words = std::uint32_t __attribute__((vector_size(16)));

/// Where octave i looks: the place turned and doubled i times, so that the lattices of octaves never lie on
/// each other.
struct OctaveMap {
    Lanes along{}, across{}, shift_x{}, shift_y{};
};

constexpr std::array<OctaveMap, 2> octave_maps() {
    float map[4][2 * kLanes] = {};
    float along = 1, across = 0, shift_x = 0, shift_y = 0;
    for (int i = 0; i < 2 * kLanes; ++i) {
        map[0][i] = along, map[1][i] = across, map[2][i] = shift_x, map[3][i] = shift_y;
        const float turned_along = 1.6F * along - 1.2F * across;
        across = 1.2F * along + 1.6F * across;
        along = turned_along;
        const float turned_shift = 1.6F * shift_x - 1.2F * shift_y + 17.3F;
        shift_y = 1.2F * shift_x + 1.6F * shift_y + 9.7F;
        shift_x = turned_shift;
    }
    const auto lanes = [&](int row, int at) {
        return Lanes{map[row][at], map[row][at + 1], map[row][at + 2], map[row][at + 3]};
    };
    return {OctaveMap{lanes(0, 0), lanes(1, 0), lanes(2, 0), lanes(3, 0)},
            OctaveMap{lanes(0, 4), lanes(1, 4), lanes(2, 4), lanes(3, 4)}};
}
constexpr std::array<OctaveMap, 2> kOctaveMaps = octave_maps();

Words hash(Words x, Words y, Words seed) {
    Words h = x * 0x9E3779B1U ^ (y * 0x85EBCA77U + seed * 0xC2B2AE3DU);
    h ^= h >> 15;
    h *= 0x2C1B3C6DU;
    h ^= h >> 12;
    h *= 0x297A2D39U;
    return h ^ h >> 15;
}

Lanes slope(Words h, Lanes dx, Lanes dy) {
    using Signed = std::int32_t __attribute__((vector_size(16)));
    constexpr float kUnit = 1.0F / 32768.0F;
    const Lanes gx = __builtin_convertvector(Signed(h & 0xFFFF), Lanes) * kUnit - 1;
    const Lanes gy = __builtin_convertvector(Signed(h >> 16), Lanes) * kUnit - 1;
    return gx * dx + gy * dy;
}

/// Octaves `first` ... `first` + 3 of the noise at a place, none weighted.
Lanes four_octaves(float place_x, float place_y, int first, std::uint32_t seed) {
    using Signed = std::int32_t __attribute__((vector_size(16)));
    const OctaveMap& map = kOctaveMaps[first == 0 ? 0 : 1];
    const Lanes x = map.along * place_x - map.across * place_y + map.shift_x;
    const Lanes y = map.across * place_x + map.along * place_y + map.shift_y;
    Signed i = __builtin_convertvector(x, Signed);
    Signed j = __builtin_convertvector(y, Signed);
    i += Signed(x < __builtin_convertvector(i, Lanes));  // truncation becomes floor: true is -1
    j += Signed(y < __builtin_convertvector(j, Lanes));
    const Lanes fx = x - __builtin_convertvector(i, Lanes);
    const Lanes fy = y - __builtin_convertvector(j, Lanes);
    const Words left = Words(i);
    const Words top = Words(j);
    const Words seeds = Words{0, 1, 2, 3} + (seed + static_cast<std::uint32_t>(first));
    const Lanes u = fade(fx);
    const Lanes at_left = slope(hash(left, top, seeds), fx, fy);
    const Lanes above = at_left + (slope(hash(left + 1, top, seeds), fx - 1, fy) - at_left) * u;
    const Lanes below_left = slope(hash(left, top + 1, seeds), fx, fy - 1);
    const Lanes below = below_left + (slope(hash(left + 1, top + 1, seeds), fx - 1, fy - 1) - below_left) * u;
    return above + (below - above) * fade(fy);
}

}  // namespace

std::uint64_t scramble(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ value >> 27) * 0x94D049BB133111EBULL;
    return value ^ value >> 31;
}

std::uint64_t Dice::bits() {
    return state_ = scramble(state_);
}

float Dice::unit() {
    return static_cast<float>(bits() >> 40) / static_cast<float>(1 << 24);
}

float Dice::between(float low, float high) {
    return low + (high - low) * unit();
}

int Dice::below(int count) {
    return std::min(static_cast<int>(unit() * static_cast<float>(count)), count - 1);
}

float lattice(int x, int y, std::uint32_t seed) {
    return static_cast<float>(hash(x, y, seed) >> 8) / static_cast<float>(1 << 24);
}

float noise(float x, float y, std::uint32_t seed) {
    const float left = std::floor(x);
    const float top = std::floor(y);
    const int i = static_cast<int>(left);
    const int j = static_cast<int>(top);
    const float fx = x - left;
    const float fy = y - top;
    const float u = fade(fx);
    const float above = mix(slope(hash(i, j, seed), fx, fy), slope(hash(i + 1, j, seed), fx - 1, fy), u);
    const float below =
        mix(slope(hash(i, j + 1, seed), fx, fy - 1), slope(hash(i + 1, j + 1, seed), fx - 1, fy - 1), u);
    return mix(above, below, fade(fy));
}

float clouds(float x, float y, int octaves, std::uint32_t seed) {
    float sum = 0;
    for (int first = 0; first < octaves; first += kLanes) {
        const Lanes noises = four_octaves(x, y, first, seed);
        for (int i = first; i < std::min(first + kLanes, octaves); ++i)
            sum += noises[i - first] * exp2_of(static_cast<float>(-i));
    }
    return sum;
}

float crests(float x, float y, int octaves, std::uint32_t seed) {
    float sum = 0;
    float weight = 0.6F;
    float previous = 1;
    for (int first = 0; first < octaves; first += kLanes) {
        const Lanes noises = four_octaves(x, y, first, seed);
        for (int i = first; i < std::min(first + kLanes, octaves); ++i) {
            const float crest = 1 - std::min(1.0F, 2 * std::abs(noises[i - first]));
            const float sharp = crest * crest * previous;
            sum += weight * sharp;
            previous = std::min(1.0F, sharp * 1.6F);
            weight *= 0.5F;
        }
    }
    return sum;
}

}  // namespace proofsheet::providers
