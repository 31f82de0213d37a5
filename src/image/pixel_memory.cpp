#include "image/pixel_memory.h"

#include <cstdlib>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace proofsheet::image {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

/// Only whole huge pages inside the block, so that it does not take more memory than asked for.
void ask_for_huge_pages([[maybe_unused]] void* block, [[maybe_unused]] std::size_t bytes) {
#ifdef __linux__
    ::madvise(block, bytes / kHugePage * kHugePage, MADV_HUGEPAGE);
#endif
}

}  // namespace

void FreePixels::operator()(std::uint8_t* bytes) const noexcept {
    std::free(bytes);
}

PixelMemory allocate_pixels(std::size_t bytes) {
    const bool large = bytes >= 2 * kHugePage;
    void* const block = large ? std::aligned_alloc(kHugePage, (bytes + kHugePage - 1) / kHugePage * kHugePage)
                              : std::malloc(bytes == 0 ? 1 : bytes);
    if (block == nullptr) throw std::bad_alloc();
    if (large) ask_for_huge_pages(block, bytes);
    return PixelMemory(static_cast<std::uint8_t*>(block));
}

}  // namespace proofsheet::image
