#include "image/png_rows.h"

#include <algorithm>

#include "image/decode_limits.h"
#include "image/png_expand.h"
#include "image/png_unfilter.h"

namespace proofsheet::image {
namespace {

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
    unfilter_to_rgba(filtered, rows.above(band.y), rgba, best_vector_unit());
    const auto bytes = static_cast<std::size_t>(band.count) * static_cast<std::size_t>(filtered.width) * 4;
    if (png.transparent) apply_colour_key(png, {rgba, bytes});
    return {};
}

Status decode_any_band(const PngPicture& png, PngRaw& raw, Band band, RowUnfilter& unfilter,
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

}  // namespace

Status decode_png_rows(const PngPicture& png, PngRaw& raw, DecodedRows& rows, const std::stop_token& stop) {
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

}  // namespace proofsheet::image
