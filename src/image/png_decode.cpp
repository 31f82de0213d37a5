#include "image/png_decode.h"

#include <algorithm>

#include "image/decode_limits.h"
#include "image/decode_rows.h"
#include "image/png_chunks.h"
#include "image/png_inflate.h"
#include "image/png_interlace.h"
#include "image/png_picture.h"
#include "image/png_rows.h"
#include "image/reduce.h"

namespace proofsheet::image {
namespace {

Result<Pixels> decode_passes(const PngPicture& png, PngRaw& raw, SizePx target, const std::stop_token& stop) {
    Result<Pixels> whole = decode_interlaced(png, raw, stop);
    if (!whole || target == png.header.size) return whole;
    return reduce(*whole, target);
}

}  // namespace

Result<SizePx> png_size(std::span<const std::byte> file) {
    const Result<PngChunks> split = split_png_chunks(file.first(std::min(file.size(), kPngHeadBytes)));
    if (!split) return split.error();
    const Result<PngHeader> header = parse_png_header(split->chunks.front());
    if (!header) return header.error();
    return header->size;
}

Result<Pixels> decode_png(std::span<const std::byte> file, int longest_side, std::stop_token stop,
                          const DecodeLimits& limits) {
    const Result<PngPicture> png = read_png(file, limits);
    if (!png) return png.error();
    if (stop.stop_requested()) return cancelled();
    Result<PngRaw> raw = inflate_png(*png);
    if (!raw) return raw.error();
    const SizePx target = fit_longest_side(png->header.size, longest_side);
    if (png->header.layout == PngLayout::Adam7) return decode_passes(*png, *raw, target, stop);
    DecodedRows rows(png->header.size, target);
    if (const Status status = decode_png_rows(*png, *raw, rows, stop); !status) return status.error();
    return rows.take();
}

}  // namespace proofsheet::image
