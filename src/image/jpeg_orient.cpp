#include "image/jpeg_orient.h"

#include <cstring>

namespace proofsheet::image {
namespace {

/// Where a shown pixel is taken from: stored = origin + shown.x * right + shown.y * down, in pixels of the
/// file.
struct Walk {
    std::ptrdiff_t origin;
    std::ptrdiff_t right;
    std::ptrdiff_t down;
};

/// EXIF names the place of stored row 0 and column 0: 2 top right, 3 bottom right, 4 bottom left, 5 left top,
/// 6 right top, 7 right bottom, 8 left bottom.
Walk walk_for(int orientation, SizePx stored) {
    const std::ptrdiff_t width = stored.width;
    const std::ptrdiff_t last_column = stored.width - 1;
    const std::ptrdiff_t last_row = width * (stored.height - 1);
    switch (orientation) {
        case 2:
            return {last_column, -1, width};
        case 3:
            return {last_row + last_column, -1, -width};
        case 4:
            return {last_row, 1, -width};
        case 5:
            return {0, width, 1};
        case 6:
            return {last_row, -width, 1};
        case 7:
            return {last_row + last_column, -width, -1};
        case 8:
            return {last_column, width, -1};
        default:
            return {0, 1, width};
    }
}

}  // namespace

Pixels oriented(Pixels picture, int orientation) {
    if (orientation < 2 || orientation > 8) return picture;
    const SizePx stored = picture.size();
    const Walk walk = walk_for(orientation, stored);
    Pixels shown(orientation >= 5 ? SizePx{stored.height, stored.width} : stored);
    for (int y = 0; y < shown.size().height; ++y) {
        std::uint8_t* out = shown.row(y);
        std::ptrdiff_t from = walk.origin + y * walk.down;
        for (int x = 0; x < shown.size().width; ++x, from += walk.right, out += 4) {
            std::memcpy(out, picture.row(0) + 4 * from, 4);
        }
    }
    return shown;
}

}  // namespace proofsheet::image
