#include "image/png_decode.h"

#include <algorithm>

#include "image/decode_limits.h"
#include "image/decode_rows.h"
#include "image/png_expand.h"
#include "image/png_inflate.h"
#include "image/png_interlace.h"
#include "image/png_picture.h"
#include "image/png_unfilter.h"
#include "image/reduce.h"

namespace proofsheet::image {
namespace {

/// Signature and IHDR with its length, type and CRC.
constexpr std::size_t kHeadBytes = 33;

struct Band {
    int y = 0;
    int count = 0;
};

Status check_filters(const FilteredRows& rows, int y) {
    for (int i = 0; i < rows.count; ++i) {
        const std::uint8_t type = rows.bytes[rows.stride() * static_cast<std::size_t>(i)];
        if (type > 4) return bad_filter(type, y + i);
    }
    return {};
}

/// The usual kinds, 8-bit RGB and RGBA: filters are undone and pixels widened in one go.
Status decode_usual_band(const PngPicture& png, const PngRaw& raw, Band band, DecodedRows& rows) {
    FilteredRows filtered{raw.bytes.get(), png.header.size.width, png.header.samples(), band.count};
    filtered.bytes += filtered.stride() * static_cast<std::size_t>(band.y);
    if (const Status status = check_filters(filtered, band.y); !status) return status;
    std::uint8_t* const rgba = rows.band(band.y);
    unfilter_to_rgba(filtered, rows.above(band.y), rgba);
    const auto bytes = static_cast<std::size_t>(band.count) * static_cast<std::size_t>(filtered.width) * 4;
    if (png.transparent) apply_colour_key(png, {rgba, bytes});
    return {};
}

Status decode_any_band(const PngPicture& png, const PngRaw& raw, Band band, RowUnfilter& unfilter,
                       DecodedRows& rows) {
    const int width = png.header.size.width;
    std::uint8_t* rgba = rows.band(band.y);
    for (int y = band.y; y < band.y + band.count; ++y, rgba += static_cast<std::size_t>(width) * 4) {
        std::uint8_t* const row = raw.bytes.get() + (1 + unfilter.row_bytes()) * static_cast<std::size_t>(y);
        if (const Status status = unfilter.next(row, y); !status) return status;
        if (const Status status = expand_row(png, row + 1, width, y, rgba); !status) return status;
    }
    return {};
}

Status decode_rows(const PngPicture& png, const PngRaw& raw, DecodedRows& rows, const std::stop_token& stop) {
    const PngHeader& header = png.header;
    const bool usual =
        header.bit_depth == 8 && (header.colour == PngColour::Rgb || header.colour == PngColour::Rgba);
    RowUnfilter unfilter(header, header.size.width);
    for (Band band; band.y < header.size.height; band.y += band.count) {
        if (stop.stop_requested()) return cancelled();
        band.count = std::min(DecodedRows::kBand, header.size.height - band.y);
        const Status status =
            usual ? decode_usual_band(png, raw, band, rows) : decode_any_band(png, raw, band, unfilter, rows);
        if (!status) return status;
        rows.done(band.y, band.count);
    }
    return {};
}

Result<Pixels> decode_passes(const PngPicture& png, PngRaw& raw, SizePx target, const std::stop_token& stop) {
    Result<Pixels> whole = decode_interlaced(png, raw, stop);
    if (!whole || target == png.header.size) return whole;
    return reduce(*whole, target);
}

}  // namespace

Result<SizePx> png_size(std::span<const std::byte> file) {
    const Result<PngChunks> split = split_png_chunks(file.first(std::min(file.size(), kHeadBytes)));
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
    if (const Status status = decode_rows(*png, *raw, rows, stop); !status) return status.error();
    return rows.take();
}

}  // namespace proofsheet::image
