#include "cache/mip_size.h"

#include <algorithm>

namespace proofsheet::cache {

SizePx mip_level_size(SizePx size, int level) {
    return {std::max(size.width >> level, 1), std::max(size.height >> level, 1)};
}

int mip_level_count(SizePx size) {
    if (size.area() <= 0) return 0;
    int count = 1;
    for (int side = size.longest(); side > 1; side >>= 1) ++count;
    return count;
}

std::size_t mip_chain_bytes(SizePx size) {
    std::size_t bytes = 0;
    for (int level = 0; level < mip_level_count(size); ++level)
        bytes += mip_level_size(size, level).rgba_bytes();
    return bytes;
}

bool is_mip_chain(std::span<const image::Pixels> levels) {
    if (levels.empty()) return false;
    const SizePx size = levels.front().size();
    if (static_cast<int>(levels.size()) != mip_level_count(size)) return false;
    for (std::size_t level = 0; level < levels.size(); ++level)
        if (levels[level].size() != mip_level_size(size, static_cast<int>(level))) return false;
    return true;
}

}  // namespace proofsheet::cache
