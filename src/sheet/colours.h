#pragma once

#include <cstdint>

#include "sheet/sheet.h"

namespace proofsheet::sheet {

/// sRGB.
struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0;
    bool operator==(const Colour&) const = default;
};

struct Palette {
    Colour ground;
    Colour empty;  ///< a cell without a picture
    Colour quiet;  ///< the dash in it
    Colour text;
    Colour muted;  ///< names of axes and lesser lines
    Colour broken;
};

constexpr Palette palette_of(Background background) {
    switch (background) {
        case Background::Light:
            return {{243, 244, 246}, {229, 231, 236}, {160, 166, 177},
                    {22, 24, 29},    {85, 92, 105},   {179, 38, 30}};
        case Background::White:
            return {{255, 255, 255}, {244, 245, 247}, {170, 176, 187},
                    {22, 24, 29},    {85, 92, 105},   {179, 38, 30}};
        case Background::Dark:
            break;
    }
    return {{18, 18, 18}, {28, 29, 32}, {110, 115, 126}, {232, 234, 237}, {163, 168, 179}, {240, 121, 106}};
}

}  // namespace proofsheet::sheet
