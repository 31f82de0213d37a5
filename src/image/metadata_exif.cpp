#include "image/metadata_exif.h"

#include <cstdint>
#include <string_view>

#include "image/exif.h"
#include "image/text_encoding.h"

namespace proofsheet::image {
namespace {

using namespace std::string_view_literals;
using Bytes = std::span<const std::byte>;

std::uint32_t number_of_byte(Bytes bytes, std::size_t at) {
    return std::to_integer<std::uint32_t>(bytes[at]);
}

/// TEM, RST0-7 and SOI have no length; 0x00 and fill bytes are no markers.
bool has_no_length(std::uint32_t marker) {
    return marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

bool ends_header(std::uint32_t marker) {
    return marker == 0xD9 || marker == 0xDA;
}

}  // namespace

void read_jpeg_texts(Bytes file, MetadataTexts& texts) {
    std::size_t at = 2;
    while (file.size() >= 4 && at <= file.size() - 4) {
        const std::uint32_t marker = number_of_byte(file, at + 1);
        if (number_of_byte(file, at) != 0xFF || marker == 0xFF) {
            ++at;
            continue;
        }
        if (ends_header(marker)) return;
        if (has_no_length(marker)) {
            at += 2;
            continue;
        }
        const std::size_t length = number_of_byte(file, at + 2) << 8 | number_of_byte(file, at + 3);
        if (length < 2 || length > file.size() - at - 2) break;
        const Bytes data = file.subspan(at + 4, length - 2);
        if (marker == 0xE1 && as_text(data).starts_with("Exif\0\0"sv)) read_exif_texts(data, texts);
        at += 2 + length;
    }
    texts.note("The JPEG is cut short; texts behind the cut are missing.");
}

void read_webp_texts(Bytes file, MetadataTexts& texts) {
    std::size_t at = 12;
    while (at <= file.size() && file.size() - at >= 8) {
        const std::size_t size = number_of_byte(file, at + 4) | number_of_byte(file, at + 5) << 8 |
                                 number_of_byte(file, at + 6) << 16 | number_of_byte(file, at + 7) << 24;
        if (size > file.size() - at - 8)
            return texts.note("The WebP is cut short; texts behind the cut are missing.");
        if (as_text(file.subspan(at, 4)) == "EXIF"sv) read_exif_texts(file.subspan(at + 8, size), texts);
        at += 8 + size + size % 2;
    }
}

}  // namespace proofsheet::image
