#pragma once

#include <cstdint>
#include <vector>

namespace proofsheet::image {

/// Vector instructions of the processor, each with all of those before it; `Avx2` includes FMA. `None` is
/// what every other architecture has: the plain code, which is also the definition that the others are tested
/// against.
enum class VectorUnit : std::uint8_t { None, Sse2, Avx2 };

/// The widest that processor and system offer, looked up at the first call. Any thread.
VectorUnit best_vector_unit();

/// All that they offer, `None` first.
std::vector<VectorUnit> offered_vector_units();

}  // namespace proofsheet::image
