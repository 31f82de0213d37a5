#include "image/pixel_memory.h"

#include <cstdlib>
#include <memory>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace proofsheet::image {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

/// Whole huge pages inside the block, wherever the allocator put it. Blocks that begin at a huge page would
/// hold one more, but the allocator finds no room for them among those that it kept and takes new memory.
void ask_for_huge_pages([[maybe_unused]] void* block, [[maybe_unused]] std::size_t bytes) {
#ifdef __linux__
    std::size_t left = bytes;
    if (std::align(kHugePage, kHugePage, block, left) != nullptr)
        ::madvise(block, left / kHugePage * kHugePage, MADV_HUGEPAGE);
#endif
}

}  // namespace

void FreePixels::operator()(std::uint8_t* bytes) const noexcept {
    std::free(bytes);
}

PixelMemory allocate_pixels(std::size_t bytes) {
    void* const block = std::malloc(bytes == 0 ? 1 : bytes);
    if (block == nullptr) throw std::bad_alloc();
    ask_for_huge_pages(block, bytes);
    return PixelMemory(static_cast<std::uint8_t*>(block));
}

}  // namespace proofsheet::image
