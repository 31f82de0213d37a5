#include "image/jpeg_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "image/decode_limits.h"
#include "image/text_encoding.h"

namespace proofsheet::image {
namespace {

using Bytes = std::span<const std::byte>;

std::optional<std::uint32_t> number_at(Bytes bytes, std::size_t at, std::size_t count, ByteOrder order) {
    if (at > bytes.size() || bytes.size() - at < count) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t from = order == ByteOrder::Big ? at + i : at + count - 1 - i;
        value = value << 8 | std::to_integer<std::uint32_t>(bytes[from]);
    }
    return value;
}

std::optional<ByteOrder> tiff_order(Bytes tiff) {
    const auto mark = number_at(tiff, 0, 4, ByteOrder::Big);
    if (mark == 0x49492A00u) return ByteOrder::Little;
    if (mark == 0x4D4D002Au) return ByteOrder::Big;
    return std::nullopt;
}

bool is_frame_header(std::uint32_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// Restart marks, TEM and SOI stand alone, without a length.
bool stands_alone(std::uint32_t marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

struct Segment {
    std::uint32_t marker = 0;
    Bytes data;            ///< without marker and length
    std::size_t next = 0;  ///< where the next segment starts
};

/// The first segment with a length at or after `at`; bytes between segments are skipped as decoders do.
std::optional<Segment> segment_at(Bytes file, std::size_t at) {
    while (at + 1 < file.size()) {
        const auto marker = std::to_integer<std::uint32_t>(file[at + 1]);
        if (file[at] != std::byte{0xFF} || marker == 0x00 || marker == 0xFF) {
            ++at;
        } else if (stands_alone(marker)) {
            at += 2;
        } else {
            const auto length = number_at(file, at + 2, 2, ByteOrder::Big);
            if (!length || *length < 2 || file.size() - at - 2 < *length) return std::nullopt;
            return Segment{marker, file.subspan(at + 4, *length - 2), at + 2 + *length};
        }
    }
    return std::nullopt;
}

Result<SizePx> frame_size(Bytes frame) {
    const auto height = number_at(frame, 1, 2, ByteOrder::Big);
    const auto width = number_at(frame, 3, 2, ByteOrder::Big);
    if (!height || !width) return damaged("The frame header of the JPEG is cut short.");
    if (*height == 0 || *width == 0) {
        return damaged(fmt::format("The frame header of the JPEG says {} x {} pixels.", *width, *height));
    }
    return SizePx{static_cast<int>(*width), static_cast<int>(*height)};
}

}  // namespace

int exif_orientation(Bytes segment) {
    constexpr std::array mark{std::byte{'E'}, std::byte{'x'}, std::byte{'i'},
                              std::byte{'f'}, std::byte{0},   std::byte{0}};
    if (segment.size() < mark.size() || !std::equal(mark.begin(), mark.end(), segment.begin())) return 1;
    const Bytes tiff = segment.subspan(mark.size());
    const auto order = tiff_order(tiff);
    if (!order) return 1;
    const auto directory = number_at(tiff, 4, 4, *order);
    const auto count = directory ? number_at(tiff, *directory, 2, *order) : std::nullopt;
    for (std::uint32_t i = 0; count && i < *count; ++i) {
        const std::size_t entry = std::size_t{*directory} + 2 + std::size_t{12} * i;
        const auto tag = number_at(tiff, entry, 2, *order);
        if (!tag) return 1;
        if (*tag != 0x0112) continue;
        const auto value = number_at(tiff, entry + 8, 2, *order);
        return value && *value >= 1 && *value <= 8 ? static_cast<int>(*value) : 1;
    }
    return 1;
}

Result<JpegHeader> read_jpeg_header(Bytes file) {
    JpegHeader header;
    std::size_t at = 2;
    while (const std::optional<Segment> segment = segment_at(file, at)) {
        if (is_frame_header(segment->marker)) {
            const Result<SizePx> size = frame_size(segment->data);
            if (!size) return size.error();
            header.stored = *size;
            return header;
        }
        if (segment->marker == 0xE1 && header.orientation == 1)
            header.orientation = exif_orientation(segment->data);
        if (segment->marker == 0xD9 || segment->marker == 0xDA) break;
        at = segment->next;
    }
    return damaged(fmt::format("The JPEG has no frame header in its {} bytes.", file.size()));
}

}  // namespace proofsheet::image
