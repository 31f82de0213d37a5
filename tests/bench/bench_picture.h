#pragma once

#include <cstdint>

#include "image/pixels.h"

namespace proofsheet::test {

/// An opaque picture with smooth colours and fine noise, which compresses about as a photograph does.
inline image::Pixels bench_picture(SizePx size) {
    image::Pixels picture(size);
    std::uint32_t noise = 1;
    for (int y = 0; y < size.height; ++y) {
        std::uint8_t* pixel = picture.row(y);
        for (int x = 0; x < size.width; ++x, pixel += 4) {
            noise = noise * 1664525u + 1013904223u;
            for (int c = 0; c < 3; ++c)
                pixel[c] = static_cast<std::uint8_t>((x * (c + 1) + y * 2) / 8 + (noise >> (24 + c) & 7));
            pixel[3] = 255;
        }
    }
    return picture;
}

}  // namespace proofsheet::test
