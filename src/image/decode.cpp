#include "image/decode.h"

#include <algorithm>
#include <limits>
#include <string_view>

#include "image/decode_limits.h"
#include "image/jpeg_decode.h"
#include "image/jpeg_header.h"
#include "image/png_decode.h"
#include "image/text_encoding.h"
#include "image/webp_decode.h"

namespace proofsheet::image {
namespace {

using namespace std::string_view_literals;

struct ForeignFormat {
    std::size_t at;
    std::string_view mark;
    std::string_view name;
};

/// Formats that pictures are often mistaken for, so that the refusal can say what it is.
std::string_view foreign_name(std::string_view head) {
    constexpr ForeignFormat formats[] = {
        {0, "GIF8"sv, "a GIF picture"},         {0, "BM"sv, "a BMP picture"},
        {0, "II*\0"sv, "a TIFF picture"},       {0, "MM\0*"sv, "a TIFF picture"},
        {4, "ftypavif"sv, "an AVIF picture"},   {4, "ftyphei"sv, "a HEIF picture"},
        {0, "\xFF\x0A"sv, "a JPEG XL picture"}, {4, "JXL "sv, "a JPEG XL picture"},
        {0, "<!DOCTYPE"sv, "a web page"},       {0, "<html"sv, "a web page"},
    };
    for (const ForeignFormat& format : formats) {
        if (head.size() >= format.at && head.substr(format.at).starts_with(format.mark)) return format.name;
    }
    return "something else";
}

Result<PictureFormat> format_of(std::span<const std::byte> file) {
    const std::string_view head = as_text(file.first(std::min<std::size_t>(file.size(), 16)));
    if (head.empty()) return damaged("The file is empty.");
    if (head.starts_with("\x89PNG\r\n\x1A\n"sv)) return PictureFormat::Png;
    if (head.starts_with("\xFF\xD8\xFF"sv)) return PictureFormat::Jpeg;
    if (head.starts_with("RIFF"sv) && head.substr(8 < head.size() ? 8 : head.size()).starts_with("WEBP"sv)) {
        return PictureFormat::Webp;
    }
    return Error{ErrorKind::Unsupported, "The file is not a PNG, JPEG or WebP picture: it looks like " +
                                             std::string(foreign_name(head)) + "."};
}

Result<SizePx> size_of(PictureFormat format, std::span<const std::byte> file) {
    if (format == PictureFormat::Png) return png_size(file);
    if (format == PictureFormat::Webp) return webp_size(file);
    const Result<JpegHeader> header = read_jpeg_header(file);
    if (!header) return header.error();
    return header->shown();
}

}  // namespace

std::string_view name_of(PictureFormat format) {
    switch (format) {
        case PictureFormat::Png:
            return "png";
        case PictureFormat::Jpeg:
            return "jpeg";
        case PictureFormat::Webp:
            return "webp";
    }
    return "unknown";
}

Result<PictureInfo> read_info(std::span<const std::byte> file) {
    const Result<PictureFormat> format = format_of(file);
    if (!format) return format.error();
    const Result<SizePx> size = size_of(*format, file);
    if (!size) return size.error();
    return PictureInfo{*format, *size};
}

Result<Pixels> decode(std::span<const std::byte> file, std::stop_token stop, const DecodeLimits& limits) {
    return decode_reduced(file, std::numeric_limits<int>::max(), std::move(stop), limits);
}

Result<Pixels> decode_reduced(std::span<const std::byte> file, int longest_side, std::stop_token stop,
                              const DecodeLimits& limits) {
    const Result<PictureFormat> format = format_of(file);
    if (!format) return format.error();
    if (stop.stop_requested()) return cancelled();
    switch (*format) {
        case PictureFormat::Png:
            return decode_png(file, longest_side, std::move(stop), limits);
        case PictureFormat::Jpeg:
            return decode_jpeg(file, longest_side, std::move(stop), limits);
        case PictureFormat::Webp:
            return decode_webp(file, longest_side, std::move(stop), limits);
    }
    return damaged("The file has no known picture format.");
}

}  // namespace proofsheet::image
