#include "image/metadata_exif.h"

#include <cstdint>
#include <string_view>

#include "image/exif.h"

namespace proofsheet::image {
namespace {

using namespace std::string_view_literals;
using Bytes = std::span<const std::byte>;

std::string_view text_of(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::uint32_t byte_at(Bytes bytes, std::size_t at) {
    return std::to_integer<std::uint32_t>(bytes[at]);
}

/// TEM, RST0-7 and SOI have no length; 0x00 and fill bytes are no markers.
bool stands_alone(std::uint32_t marker) {
    return marker <= 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

bool ends_header(std::uint32_t marker) {
    return marker == 0xD9 || marker == 0xDA;
}

}  // namespace

void read_jpeg_texts(Bytes file, MetadataTexts& texts) {
    std::size_t at = 2;
    while (file.size() >= 4 && at <= file.size() - 4) {
        const std::uint32_t marker = byte_at(file, at + 1);
        if (byte_at(file, at) != 0xFF || marker == 0xFF) {
            ++at;
            continue;
        }
        if (ends_header(marker)) return;
        if (stands_alone(marker)) {
            at += 2;
            continue;
        }
        const std::size_t length = byte_at(file, at + 2) << 8 | byte_at(file, at + 3);
        if (length < 2 || length > file.size() - at - 2) break;
        const Bytes data = file.subspan(at + 4, length - 2);
        if (marker == 0xE1 && text_of(data).starts_with("Exif\0\0"sv)) read_exif_texts(data, texts);
        at += 2 + length;
    }
    texts.note("The JPEG is cut short; texts behind the cut are missing.");
}

void read_webp_texts(Bytes file, MetadataTexts& texts) {
    std::size_t at = 12;
    while (at <= file.size() && file.size() - at >= 8) {
        const std::size_t size = byte_at(file, at + 4) | byte_at(file, at + 5) << 8 |
                                 byte_at(file, at + 6) << 16 | byte_at(file, at + 7) << 24;
        if (size > file.size() - at - 8)
            return texts.note("The WebP is cut short; texts behind the cut are missing.");
        if (text_of(file.subspan(at, 4)) == "EXIF"sv) read_exif_texts(file.subspan(at + 8, size), texts);
        at += 8 + size + size % 2;
    }
}

}  // namespace proofsheet::image
