#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/size.h"

/// Writers of small picture files with hand-made metadata, good and bad.
namespace proofsheet::test {

using FileBytes = std::vector<std::byte>;

FileBytes bytes_from(std::string_view text);

/// One PNG chunk. `crc_error` is mixed into its checksum, `length_error` is added to its length.
struct PngPart {
    std::string type;
    std::string data;
    std::uint32_t crc_error = 0;
    std::uint32_t length_error = 0;
};

/// tEXt; `bytes` are written as they are.
PngPart text_part(std::string_view keyword, std::string_view bytes);
/// zTXt of Latin-1 bytes.
PngPart deflated_part(std::string_view keyword, std::string_view bytes);
/// iTXt of UTF-8, not compressed.
PngPart international_part(std::string_view keyword, std::string_view utf8);
/// iTXt of UTF-8, compressed.
PngPart deflated_international_part(std::string_view keyword, std::string_view utf8);

/// A picture of grey pixels with these chunks between header and data.
FileBytes png_with(const std::vector<PngPart>& parts, SizePx size = {4, 2});

/// A zlib stream of `text`.
std::string zlib_stream(std::string_view text);
/// A zlib stream that inflates to about `bytes` zeros, made without having them.
std::string zlib_bomb(std::uint64_t bytes);

enum class ExifOrder { Big, Little };

/// One EXIF tag of single bytes. `offset_error` is added to where it says that its value is.
struct ExifTag {
    std::uint16_t tag = 0;
    std::string value;
    std::uint16_t type = 2;
    std::uint32_t offset_error = 0;
};

constexpr std::uint16_t kUserComment = 0x9286;

/// A TIFF block with the tags in its first directory, UserComment and MakerNote in the EXIF directory.
std::string exif_block(const std::vector<ExifTag>& tags, ExifOrder order = ExifOrder::Little);

/// A UserComment in UTF-16 with the name of its encoding in front. `text` is UTF-8 of the basic plane.
std::string utf16_comment(std::string_view text, ExifOrder order);

/// A JPEG with the block in an APP1 segment.
FileBytes jpeg_with(std::string_view exif, SizePx size = {8, 8});
/// A WebP (extended form) with the block in an EXIF chunk.
FileBytes webp_with(std::string_view exif, SizePx size = {8, 8});

}  // namespace proofsheet::test
