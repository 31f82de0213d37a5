#include "image/png_inflate.h"

#include <fmt/format.h>
#include <libdeflate.h>

#include <memory>
#include <vector>

#include "image/decode_limits.h"
#include "image/png_interlace.h"

namespace proofsheet::image {
namespace {

using Bytes = std::span<const std::byte>;
using Decompressor = std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>;

std::size_t raw_bytes(const PngHeader& header) {
    if (header.layout == PngLayout::Rows) return raw_bytes_of(header, header.size);
    std::size_t sum = 0;
    for (const Adam7Pass& pass : kAdam7Passes) sum += raw_bytes_of(header, pass_size(pass, header.size));
    return sum;
}

/// The compressed stream in one piece: the one chunk itself, or all of them copied into `joined`.
Bytes joined_data(const PngPicture& png, std::vector<std::byte>& joined) {
    for (const PngChunk& chunk : png.chunks) {
        if (chunk.type != png_type("IDAT")) continue;
        if (chunk.data.size() == png.data_bytes) return chunk.data;
        if (joined.empty()) joined.reserve(png.data_bytes);
        joined.insert(joined.end(), chunk.data.begin(), chunk.data.end());
    }
    return joined;
}

Error inflate_error(libdeflate_result code, const PngHeader& header) {
    if (code == LIBDEFLATE_SHORT_OUTPUT || code == LIBDEFLATE_INSUFFICIENT_SPACE) {
        return damaged(fmt::format(
            "The picture data (IDAT) of the PNG holds {} than its {} x {} pixels need.",
            code == LIBDEFLATE_SHORT_OUTPUT ? "less" : "more", header.size.width, header.size.height));
    }
    return damaged(
        "The picture data (IDAT) of the PNG cannot be inflated: it is damaged or its checksum is wrong.");
}

}  // namespace

Result<PngRaw> inflate_png(const PngPicture& png) {
    std::vector<std::byte> joined;
    const Bytes data = joined_data(png, joined);
    PngRaw raw;
    raw.size = raw_bytes(png.header);
    raw.bytes = allocate_pixels(raw.size + 1);
    raw.bytes[raw.size] = 0;
    const Decompressor decompressor(libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
    if (!decompressor) return Error{ErrorKind::Io, "There is not enough memory to inflate the PNG."};
    std::size_t used = 0;
    const libdeflate_result code = libdeflate_zlib_decompress_ex(decompressor.get(), data.data(), data.size(),
                                                                 raw.bytes.get(), raw.size, &used, nullptr);
    if (code != LIBDEFLATE_SUCCESS) return inflate_error(code, png.header);
    if (used != data.size()) {
        return damaged(fmt::format("The picture data (IDAT) of the PNG goes on for {} bytes after its end.",
                                   data.size() - used));
    }
    return raw;
}

}  // namespace proofsheet::image
