#include "support/picture_files.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <jpeglib.h>
#include <libdeflate.h>
#include <webp/encode.h>

namespace proofsheet::test {
namespace {

void append_number(std::string& out, std::uint64_t number, int bytes, ExifOrder order) {
    for (int i = 0; i < bytes; ++i) {
        const int shift = order == ExifOrder::Big ? 8 * (bytes - 1 - i) : 8 * i;
        out += static_cast<char>(number >> shift & 0xFF);
    }
}

std::string big_endian(std::uint64_t number) {
    std::string out;
    append_number(out, number, 4, ExifOrder::Big);
    return out;
}

std::string chunk_bytes(const PngPart& part) {
    const std::string checked = part.type + part.data;
    const std::uint32_t crc = libdeflate_crc32(0, checked.data(), checked.size()) ^ part.crc_error;
    const auto length = static_cast<std::uint32_t>(part.data.size()) + part.length_error;
    return big_endian(length) + checked + big_endian(crc);
}

/// Writes Deflate bits, the lowest bit of a byte first; Huffman codes come with their highest bit first.
class BitWriter {
public:
    void bits(std::uint32_t value, int count) {
        for (int i = 0; i < count; ++i) bit(value >> i & 1);
    }
    void code(std::uint32_t value, int count) {
        for (int i = count - 1; i >= 0; --i) bit(value >> i & 1);
    }
    std::string take() {
        if (used_ > 0) out_ += static_cast<char>(byte_);
        return std::move(out_);
    }

private:
    void bit(std::uint32_t bit) {
        byte_ |= bit << used_;
        if (++used_ < 8) return;
        out_ += static_cast<char>(byte_);
        byte_ = 0;
        used_ = 0;
    }

    std::string out_;
    std::uint32_t byte_ = 0;
    int used_ = 0;
};

bool in_exif_directory(const ExifTag& tag) {
    return tag.tag == kUserComment || tag.tag == 0x927C;
}

/// A directory and the values behind it; `at` is where the directory will stand.
std::string directory_bytes(const std::vector<ExifTag>& tags, std::size_t at, ExifOrder order) {
    std::string entries;
    std::string values;
    const std::size_t values_at = at + 2 + 12 * tags.size() + 4;
    append_number(entries, tags.size(), 2, order);
    for (const ExifTag& tag : tags) {
        append_number(entries, tag.tag, 2, order);
        append_number(entries, tag.type, 2, order);
        append_number(entries, tag.type == 4 ? 1 : tag.value.size(), 4, order);
        if (tag.value.size() <= 4) {
            entries += tag.value + std::string(4 - tag.value.size(), '\0');
            continue;
        }
        append_number(entries, values_at + values.size() + tag.offset_error, 4, order);
        values += tag.value;
    }
    append_number(entries, 0, 4, order);
    return entries + values;
}

std::string riff_chunk(std::string_view name, std::string_view data) {
    std::string out(name);
    append_number(out, data.size(), 4, ExifOrder::Little);
    out += data;
    if (data.size() % 2 != 0) out += '\0';
    return out;
}

}  // namespace

FileBytes bytes_from(std::string_view text) {
    const auto* data = reinterpret_cast<const std::byte*>(text.data());
    return {data, data + text.size()};
}

std::string zlib_stream(std::string_view text) {
    const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(6), &libdeflate_free_compressor);
    std::string out(libdeflate_zlib_compress_bound(compressor.get(), text.size()), '\0');
    out.resize(libdeflate_zlib_compress(compressor.get(), text.data(), text.size(), out.data(), out.size()));
    return out;
}

/// One block with fixed codes: the literal 0, then copies of 258 bytes from one byte back. Source: RFC
/// 1951, 3.2.6.
std::string zlib_bomb(std::uint64_t bytes) {
    BitWriter writer;
    writer.bits(0x3, 3);
    writer.code(0x30, 8);
    for (std::uint64_t i = 0; i < bytes / 258; ++i) {
        writer.code(0xC5, 8);
        writer.code(0, 5);
    }
    writer.code(0, 7);
    return "\x78\x9C" + writer.take() + big_endian(1);
}

PngPart text_part(std::string_view keyword, std::string_view bytes) {
    return {"tEXt", std::string(keyword) + '\0' + std::string(bytes)};
}

PngPart deflated_part(std::string_view keyword, std::string_view bytes) {
    return {"zTXt", std::string(keyword) + std::string(2, '\0') + zlib_stream(bytes)};
}

PngPart international_part(std::string_view keyword, std::string_view utf8) {
    return {"iTXt", std::string(keyword) + std::string(5, '\0') + std::string(utf8)};
}

PngPart deflated_international_part(std::string_view keyword, std::string_view utf8) {
    const std::string head("\0\1\0de\0translated\0", 17);
    return {"iTXt", std::string(keyword) + head + zlib_stream(utf8)};
}

FileBytes png_with(const std::vector<PngPart>& parts, SizePx size) {
    const auto width = static_cast<std::uint32_t>(size.width);
    const auto height = static_cast<std::uint32_t>(size.height);
    std::string file("\x89PNG\r\n\x1A\n", 8);
    file += chunk_bytes({"IHDR", big_endian(width) + big_endian(height) + std::string("\x08\0\0\0\0", 5)});
    for (const PngPart& part : parts) file += chunk_bytes(part);
    const std::string rows((std::size_t{width} + 1) * height, '\0');
    file += chunk_bytes({"IDAT", zlib_stream(rows)});
    file += chunk_bytes({"IEND", ""});
    return bytes_from(file);
}

std::string exif_block(const std::vector<ExifTag>& tags, ExifOrder order) {
    std::vector<ExifTag> first;
    std::vector<ExifTag> second;
    for (const ExifTag& tag : tags) (in_exif_directory(tag) ? second : first).push_back(tag);
    first.push_back({0x8769, std::string(4, '\0'), 4});
    std::string out = order == ExifOrder::Big ? std::string("MM\0*", 4) : std::string("II*\0", 4);
    append_number(out, 8, 4, order);
    const std::size_t second_at = 8 + directory_bytes(first, 8, order).size();
    first.back().value.clear();
    append_number(first.back().value, second_at, 4, order);
    return out + directory_bytes(first, 8, order) + directory_bytes(second, second_at, order);
}

std::string utf16_comment(std::string_view text, ExifOrder order) {
    std::string out("UNICODE\0", 8);
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i++]);
        std::uint32_t code = lead < 0x80 ? lead : lead < 0xE0 ? lead & 0x1F : lead & 0x0F;
        for (int more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : 2; more > 0; --more) {
            code = code << 6 | (static_cast<unsigned char>(text[i++]) & 0x3F);
        }
        append_number(out, code, 2, order);
    }
    return out;
}

FileBytes jpeg_with(std::string_view exif, SizePx size) {
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* buffer = nullptr;
    unsigned long length = 0;
    jpeg_mem_dest(&info, &buffer, &length);
    info.image_width = static_cast<JDIMENSION>(size.width);
    info.image_height = static_cast<JDIMENSION>(size.height);
    info.input_components = 1;
    info.in_color_space = JCS_GRAYSCALE;
    jpeg_set_defaults(&info);
    jpeg_start_compress(&info, TRUE);
    const std::string segment = std::string("Exif\0\0", 6) + std::string(exif);
    jpeg_write_marker(&info, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(segment.data()),
                      static_cast<unsigned int>(segment.size()));
    std::vector<JSAMPLE> row(static_cast<std::size_t>(size.width), 128);
    JSAMPROW rows[] = {row.data()};
    for (int y = 0; y < size.height; ++y) jpeg_write_scanlines(&info, rows, 1);
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    const auto* data = reinterpret_cast<const std::byte*>(buffer);
    FileBytes file(data, data + length);
    std::free(buffer);
    return file;
}

/// VP8X: flags (0x08: with EXIF), three zeros, width - 1 and height - 1 as 24-bit numbers.
FileBytes webp_with(std::string_view exif, SizePx size) {
    const std::vector<std::uint8_t> rgb(static_cast<std::size_t>(size.area()) * 3, 128);
    std::uint8_t* buffer = nullptr;
    const std::size_t length =
        WebPEncodeLosslessRGB(rgb.data(), size.width, size.height, size.width * 3, &buffer);
    if (length < 12) throw std::runtime_error("no WebP");
    std::string head("\x08\0\0\0", 4);
    append_number(head, static_cast<std::uint64_t>(size.width - 1), 3, ExifOrder::Little);
    append_number(head, static_cast<std::uint64_t>(size.height - 1), 3, ExifOrder::Little);
    const std::string picture(reinterpret_cast<const char*>(buffer) + 12, length - 12);
    WebPFree(buffer);
    return bytes_from(
        riff_chunk("RIFF", "WEBP" + riff_chunk("VP8X", head) + picture + riff_chunk("EXIF", exif)));
}

}  // namespace proofsheet::test
