#pragma once

#include <cstdint>

/// Randomness of the demo painter: everything follows from a seed, in whole numbers, the same on every
/// machine.
namespace proofsheet::providers {

/// Scrambles 64 bits (the finaliser of SplitMix64).
std::uint64_t scramble(std::uint64_t value);

/// A sequence of random numbers. Compilers differ in which argument or operand they work out first: at most
/// one throw an expression, except between the commas of a braced list.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(scramble(seed)) {}

    std::uint64_t bits();
    float unit();                          ///< 0 <= x < 1
    float between(float low, float high);  ///< low <= x < high
    int below(int count);                  ///< 0 ... count - 1

private:
    std::uint64_t state_;
};

/// Hash of a lattice point, 0 <= x < 1.
float lattice(int x, int y, std::uint32_t seed);

/// Smooth noise about 0, roughly -0.8 ... 0.8, with features of size 1.
float noise(float x, float y, std::uint32_t seed);

/// Sum of `octaves` noises, each half as large and half as strong: clouds, hills, water. Roughly -1 ... 1.
float clouds(float x, float y, int octaves, std::uint32_t seed);

/// The same with sharp crests: mountains. 0 ... about 1.
float crests(float x, float y, int octaves, std::uint32_t seed);

}  // namespace proofsheet::providers
