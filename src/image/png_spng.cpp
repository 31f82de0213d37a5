#include "image/png_spng.h"

#include <fmt/format.h>
#include <spng.h>

#include <memory>

#include "image/decode_limits.h"

namespace proofsheet::image {
namespace {

using Context = std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)>;

/// How many rows are decoded between two looks at the stop token.
constexpr std::uint32_t kBandRows = 64;

Error spng_error(int code) {
    return damaged(fmt::format("The picture data of the PNG is damaged ({}).", spng_strerror(code)));
}

/// The file without what decoding does not need, so that a fault in a text or a colour profile does not
/// matter.
std::vector<std::byte> needed_chunks(const PngPicture& png) {
    std::vector<std::byte> bytes(png.file.begin(), png.file.begin() + 8);
    for (const PngChunk& chunk : png.chunks) {
        const auto whole = png.file.subspan(chunk.offset, chunk.data.size() + 12);
        bytes.insert(bytes.end(), whole.begin(), whole.end());
    }
    return bytes;
}

spng_format format_for(const PngHeader& header) {
    return header.bit_depth == 16 ? SPNG_FMT_RGBA16 : SPNG_FMT_RGBA8;
}

/// A context that hands out rows. Errors: the code of libspng.
int start(spng_ctx* context, const std::vector<std::byte>& bytes, spng_format format) {
    if (context == nullptr) return SPNG_EMEM;
    if (const int code = spng_set_png_buffer(context, bytes.data(), bytes.size())) return code;
    return spng_decode_image(context, nullptr, 0, format, SPNG_DECODE_TRNS | SPNG_DECODE_PROGRESSIVE);
}

/// Decodes every row (of every pass) into the place that `row_at(y)` names, then calls `done(y)`.
template <typename RowAt, typename Done>
Status decode_each_row(spng_ctx* context, std::size_t row_bytes, const std::stop_token& stop, RowAt row_at,
                       Done done) {
    for (std::uint32_t count = 0;; ++count) {
        if (count % kBandRows == 0 && stop.stop_requested()) return cancelled();
        spng_row_info info{};
        if (const int code = spng_get_row_info(context, &info)) return spng_error(code);
        const int y = static_cast<int>(info.row_num);
        const int code = spng_decode_row(context, row_at(y), row_bytes);
        if (code != SPNG_OK && code != SPNG_EOI) return spng_error(code);
        done(y);
        if (code == SPNG_EOI) return {};
    }
}

void round_to_8_bits(std::span<const std::uint16_t> samples, std::uint8_t* out) {
    for (std::size_t i = 0; i < samples.size(); ++i)
        out[i] = static_cast<std::uint8_t>((samples[i] * 255u + 32767) / 65535);
}

Result<Pixels> decode_interlaced_8(const PngPicture& png, spng_ctx* context, const std::stop_token& stop) {
    Pixels picture(png.header.size);
    const auto row_bytes = static_cast<std::size_t>(png.header.size.width) * 4;
    const Status status = decode_each_row(
        context, row_bytes, stop, [&](int y) { return picture.row(y); }, [](int) {});
    if (!status) return status.error();
    return picture;
}

Result<Pixels> decode_interlaced_16(const PngPicture& png, spng_ctx* context, const std::stop_token& stop) {
    const SizePx size = png.header.size;
    const auto row_samples = static_cast<std::size_t>(size.width) * 4;
    const auto samples = std::make_unique_for_overwrite<std::uint16_t[]>(size.rgba_bytes());
    const auto row_at = [&](int y) { return samples.get() + row_samples * static_cast<std::size_t>(y); };
    const Status status = decode_each_row(context, row_samples * 2, stop, row_at, [](int) {});
    if (!status) return status.error();
    Pixels picture(size);
    round_to_8_bits({samples.get(), size.rgba_bytes()}, picture.bytes().data());
    return picture;
}

}  // namespace

Status decode_rows_with_spng(const PngPicture& png, DecodedRows& rows, std::stop_token stop) {
    const std::vector<std::byte> bytes = needed_chunks(png);
    const Context context(spng_ctx_new(0), &spng_ctx_free);
    if (const int code = start(context.get(), bytes, SPNG_FMT_RGBA8)) return spng_error(code);
    return decode_each_row(
        context.get(), static_cast<std::size_t>(png.header.size.width) * 4, stop,
        [&](int y) { return rows.row(y); }, [&](int y) { rows.done(y); });
}

Result<Pixels> decode_interlaced_with_spng(const PngPicture& png, std::stop_token stop) {
    const std::vector<std::byte> bytes = needed_chunks(png);
    const Context context(spng_ctx_new(0), &spng_ctx_free);
    const spng_format format = format_for(png.header);
    if (const int code = start(context.get(), bytes, format)) return spng_error(code);
    return format == SPNG_FMT_RGBA16 ? decode_interlaced_16(png, context.get(), stop)
                                     : decode_interlaced_8(png, context.get(), stop);
}

}  // namespace proofsheet::image
