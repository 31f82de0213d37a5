#include "image/png_interlace.h"

#include <cstring>
#include <vector>

#include "image/decode_limits.h"
#include "image/png_expand.h"
#include "image/png_unfilter.h"

namespace proofsheet::image {
namespace {

/// How many pixels from `first` on, `step` apart, lie before `end`.
int count_steps(int first, int step, int end) {
    return end <= first ? 0 : (end - first - 1) / step + 1;
}

void scatter(const std::vector<std::uint8_t>& row, const Adam7Pass& pass, std::uint8_t* out) {
    out += 4 * pass.first_x;
    for (std::size_t i = 0; i < row.size(); i += 4, out += 4 * pass.step_x)
        std::memcpy(out, row.data() + i, 4);
}

/// Decodes one pass from `raw` into its places. Errors name the row of the whole picture.
Status decode_pass(const PngPicture& png, const Adam7Pass& pass, std::uint8_t* raw, Pixels& picture,
                   const std::stop_token& stop) {
    const SizePx size = pass_size(pass, png.header.size);
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(size.width) * 4);
    RowUnfilter unfilter(png.header, size.width);
    for (int row = 0; row < size.height; ++row, raw += 1 + unfilter.row_bytes()) {
        if (stop.stop_requested()) return cancelled();
        const int y = pass.first_y + row * pass.step_y;
        if (const Status status = unfilter.next(raw, y); !status) return status;
        if (const Status status = expand_row(png, raw + 1, size.width, y, rgba.data()); !status)
            return status;
        scatter(rgba, pass, picture.row(y));
    }
    return {};
}

}  // namespace

SizePx pass_size(const Adam7Pass& pass, SizePx picture) {
    return {count_steps(pass.first_x, pass.step_x, picture.width),
            count_steps(pass.first_y, pass.step_y, picture.height)};
}

std::size_t raw_bytes_of(const PngHeader& header, SizePx size) {
    if (size.area() == 0) return 0;
    return (1 + header.row_bytes(size.width)) * static_cast<std::size_t>(size.height);
}

Result<Pixels> decode_interlaced(const PngPicture& png, PngRaw& raw, const std::stop_token& stop) {
    Pixels picture(png.header.size);
    std::uint8_t* next = raw.bytes.get();
    for (const Adam7Pass& pass : kAdam7Passes) {
        const std::size_t bytes = raw_bytes_of(png.header, pass_size(pass, png.header.size));
        if (bytes == 0) continue;
        if (const Status status = decode_pass(png, pass, next, picture, stop); !status) return status.error();
        next += bytes;
    }
    return picture;
}

}  // namespace proofsheet::image
