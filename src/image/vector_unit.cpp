#include "image/vector_unit.h"

namespace proofsheet::image {
namespace {

VectorUnit look_up() {
#ifdef __x86_64__
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? VectorUnit::Avx2
                                                                           : VectorUnit::Sse2;
#else
    return VectorUnit::None;
#endif
}

}  // namespace

VectorUnit best_vector_unit() {
    static const VectorUnit unit = look_up();
    return unit;
}

std::vector<VectorUnit> offered_vector_units() {
    std::vector<VectorUnit> offered;
    for (const VectorUnit unit : {VectorUnit::None, VectorUnit::Sse2, VectorUnit::Avx2})
        if (unit <= best_vector_unit()) offered.push_back(unit);
    return offered;
}

}  // namespace proofsheet::image
