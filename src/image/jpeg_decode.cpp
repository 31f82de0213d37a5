#include "image/jpeg_decode.h"

#include <fmt/format.h>

#include "image/decode_limits.h"
#include "image/decode_rows.h"
#include "image/jpeg_header.h"
#include "image/jpeg_orient.h"
#include "image/jpeg_reader.h"
#include "image/reduce.h"

namespace proofsheet::image {
namespace {

/// Most pixels that a byte of Huffman data can stand for: one bit for each block, and a block of 8 x 8 for
/// each of the sampling factors that differ most.
constexpr std::int64_t kPixelsPerByte = 1024;

SizePx scaled_size(SizePx size, int denominator) {
    return {(size.width + denominator - 1) / denominator, (size.height + denominator - 1) / denominator};
}

/// The strongest reduction that libjpeg can do while decoding and that leaves at least `target`.
int denominator_for(SizePx size, SizePx target) {
    for (const int denominator : {8, 4, 2}) {
        const SizePx scaled = scaled_size(size, denominator);
        if (scaled.width >= target.width && scaled.height >= target.height) return denominator;
    }
    return 1;
}

Result<Pixels> read_rows(JpegReader& reader, SizePx target) {
    const SizePx size = reader.output_size();
    DecodedRows rows(size, target);
    for (int y = 0; y < size.height; ++y) {
        if (!reader.read_row(rows.band(y))) return reader.error();
        rows.done(y, 1);
    }
    if (!reader.finish()) return reader.error();
    return rows.take();
}

Status check_size(SizePx size, std::size_t file_bytes, const DecodeLimits& limits) {
    if (const Status status = check_limits(size, limits); !status) return status;
    if (size.area() / kPixelsPerByte <= static_cast<std::int64_t>(file_bytes)) return {};
    return damaged(fmt::format("The JPEG says {} x {} pixels, but its {} bytes cannot hold so many.",
                               size.width, size.height, file_bytes));
}

}  // namespace

Result<Pixels> decode_jpeg(std::span<const std::byte> file, int longest_side, std::stop_token stop,
                           const DecodeLimits& limits) {
    const Result<JpegHeader> header = read_jpeg_header(file);
    if (!header) return header.error();
    if (const Status status = check_size(header->stored, file.size(), limits); !status) return status.error();
    JpegReader reader(file, std::move(stop));
    if (!reader.read_header()) return reader.error();
    if (reader.size() != header->stored) return damaged("The JPEG has two frame headers that differ.");
    const SizePx target = fit_longest_side(header->stored, longest_side);
    if (!reader.start(denominator_for(header->stored, target))) return reader.error();
    Result<Pixels> picture = read_rows(reader, target);
    if (!picture) return picture;
    return oriented(std::move(*picture), header->orientation);
}

}  // namespace proofsheet::image
