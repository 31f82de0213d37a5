#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace proofsheet::image {

/// Gives back what `allocate_pixels` took.
struct FreePixels {
    void operator()(std::uint8_t* bytes) const noexcept;
};

using PixelMemory = std::unique_ptr<std::uint8_t[], FreePixels>;

/// Uninitialised bytes. The system is asked to map large blocks in huge pages: touching a new picture in
/// pages of 4 KiB costs a third of its decoding time. Throws std::bad_alloc.
PixelMemory allocate_pixels(std::size_t bytes);

}  // namespace proofsheet::image
