#include "providers/comfy_backoff.h"

#include <algorithm>
#include <cmath>

namespace proofsheet::providers {

std::chrono::milliseconds backoff(int failures, double random) {
    const int doublings = std::clamp(failures - 1, 0, 16);
    const double full = std::min(500.0 * std::exp2(doublings), static_cast<double>(kLongestBackoff.count()));
    const double kept = 1.0 - 0.5 * std::clamp(random, 0.0, 1.0);
    return std::chrono::milliseconds(static_cast<long long>(full * kept));
}

}  // namespace proofsheet::providers
