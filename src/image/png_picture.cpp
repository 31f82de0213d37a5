#include "image/png_picture.h"

#include <fmt/format.h>

#include <algorithm>

#include "image/decode_limits.h"
#include "image/png_chunks.h"

namespace proofsheet::image {
namespace {

/// Deflate never packs better: 258 bytes in two bits.
constexpr std::size_t kLargestExpansion = 1032;

std::uint8_t byte_at(std::span<const std::byte> bytes, std::size_t at) {
    return std::to_integer<std::uint8_t>(bytes[at]);
}

std::uint16_t uint16_at(std::span<const std::byte> bytes, std::size_t at) {
    return static_cast<std::uint16_t>(byte_at(bytes, at) << 8 | byte_at(bytes, at + 1));
}

std::string text_of(std::uint32_t type) {
    std::string name;
    for (int shift = 24; shift >= 0; shift -= 8) {
        const auto c = static_cast<char>(type >> shift & 0xFF);
        name += c >= ' ' && c <= '~' ? c : '?';
    }
    return name;
}

bool is_critical(std::uint32_t type) {
    return (type & 0x20000000) == 0;
}

bool is_known(std::uint32_t type) {
    return type == png_type("IHDR") || type == png_type("PLTE") || type == png_type("tRNS") ||
           type == png_type("IDAT") || type == png_type("IEND");
}

bool depth_fits(PngColour colour, int depth) {
    switch (colour) {
        case PngColour::Grey:
            return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
        case PngColour::Palette:
            return depth == 1 || depth == 2 || depth == 4 || depth == 8;
        case PngColour::Rgb:
        case PngColour::GreyAlpha:
        case PngColour::Rgba:
            return depth == 8 || depth == 16;
    }
    return false;
}

Status read_palette(const PngChunk& chunk, PngPicture& picture) {
    const std::size_t entries = chunk.data.size() / 3;
    if (picture.palette_size != 0) return damaged("The PNG has two palettes (PLTE).");
    if (chunk.data.size() % 3 != 0 || entries == 0 || entries > 256) {
        return damaged(
            fmt::format("The palette (PLTE) of the PNG has {} bytes, not 3 for each of up to 256 colours.",
                        chunk.data.size()));
    }
    for (std::size_t i = 0; i < entries; ++i) {
        picture.palette[i] = {byte_at(chunk.data, 3 * i), byte_at(chunk.data, 3 * i + 1),
                              byte_at(chunk.data, 3 * i + 2), 255};
    }
    picture.palette_size = static_cast<int>(entries);
    return {};
}

Status read_palette_alpha(const PngChunk& chunk, PngPicture& picture) {
    if (chunk.data.size() > static_cast<std::size_t>(picture.palette_size)) {
        return damaged("The transparency (tRNS) of the PNG has more entries than the palette before it.");
    }
    for (std::size_t i = 0; i < chunk.data.size(); ++i) picture.palette[i][3] = byte_at(chunk.data, i);
    return {};
}

Status read_transparency(const PngChunk& chunk, PngPicture& picture) {
    const PngColour colour = picture.header.colour;
    if (colour == PngColour::Palette) return read_palette_alpha(chunk, picture);
    if (colour == PngColour::GreyAlpha || colour == PngColour::Rgba) return {};
    const std::size_t samples = colour == PngColour::Grey ? 1 : 3;
    if (chunk.data.size() != 2 * samples) {
        return damaged(fmt::format("The transparency (tRNS) of the PNG has {} bytes instead of {}.",
                                   chunk.data.size(), 2 * samples));
    }
    std::array<std::uint16_t, 3> value{};
    const int used_bits = (1 << picture.header.bit_depth) - 1;
    for (std::size_t i = 0; i < samples; ++i)
        value[i] = static_cast<std::uint16_t>(uint16_at(chunk.data, 2 * i) & used_bits);
    picture.transparent = value;
    return {};
}

Error bad_crc(const PngChunk& chunk) {
    return damaged(fmt::format("The checksum of the PNG chunk '{}' at byte {} is wrong.", text_of(chunk.type),
                               chunk.offset));
}

Status read_chunk(const PngChunk& chunk, PngPicture& picture) {
    if (!is_known(chunk.type)) {
        if (!is_critical(chunk.type)) return {};
        return Error{
            ErrorKind::Unsupported,
            fmt::format("The PNG needs the chunk '{}', which is not known here.", text_of(chunk.type))};
    }
    if (!crc_matches(chunk)) return bad_crc(chunk);
    if (chunk.type == png_type("PLTE")) {
        if (const Status status = read_palette(chunk, picture); !status) return status;
    } else if (chunk.type == png_type("tRNS")) {
        if (const Status status = read_transparency(chunk, picture); !status) return status;
    } else if (chunk.type == png_type("IDAT")) {
        picture.data_bytes += chunk.data.size();
    }
    picture.chunks.push_back(chunk);
    return {};
}

Status check_data(const PngPicture& picture) {
    if (picture.header.colour == PngColour::Palette && picture.palette_size == 0) {
        return damaged("The PNG has palette colours but no palette (PLTE).");
    }
    if (picture.data_bytes == 0) return damaged("The PNG has no picture data (IDAT).");
    const auto height = static_cast<std::size_t>(picture.header.size.height);
    if (picture.header.row_bytes(picture.header.size.width) >
        picture.data_bytes * kLargestExpansion / height) {
        return damaged(
            fmt::format("The PNG says {} x {} pixels, but {} bytes of picture data cannot hold so many.",
                        picture.header.size.width, picture.header.size.height, picture.data_bytes));
    }
    return {};
}

}  // namespace

int PngHeader::samples() const {
    switch (colour) {
        case PngColour::Rgb:
            return 3;
        case PngColour::GreyAlpha:
            return 2;
        case PngColour::Rgba:
            return 4;
        case PngColour::Grey:
        case PngColour::Palette:
            return 1;
    }
    return 1;
}

std::size_t PngHeader::row_bytes(int width) const {
    return (static_cast<std::size_t>(width) * static_cast<std::size_t>(bits_per_pixel()) + 7) / 8;
}

Result<PngHeader> parse_png_header(const PngChunk& chunk) {
    const std::span<const std::byte> ihdr = chunk.data;
    if (ihdr.size() != 13) return damaged("The header (IHDR) of the PNG does not have its 13 bytes.");
    if (!crc_matches(chunk)) return bad_crc(chunk);
    const std::uint32_t width = png_uint32_at(ihdr, 0);
    const std::uint32_t height = png_uint32_at(ihdr, 4);
    if (width == 0 || height == 0 || width > 0x7FFFFFFF || height > 0x7FFFFFFF) {
        return damaged(fmt::format("The header of the PNG says {} x {} pixels.", width, height));
    }
    PngHeader header;
    header.size = {static_cast<int>(width), static_cast<int>(height)};
    header.bit_depth = byte_at(ihdr, 8);
    header.colour = static_cast<PngColour>(byte_at(ihdr, 9));
    if (!depth_fits(header.colour, header.bit_depth)) {
        return damaged(
            fmt::format("The header of the PNG says colour type {} with {} bits, which does not exist.",
                        byte_at(ihdr, 9), header.bit_depth));
    }
    if (byte_at(ihdr, 10) != 0 || byte_at(ihdr, 11) != 0 || byte_at(ihdr, 12) > 1) {
        return damaged(fmt::format(
            "The header of the PNG says compression {}, filter {}, interlace {}; known are 0, 0, 0 or 1.",
            byte_at(ihdr, 10), byte_at(ihdr, 11), byte_at(ihdr, 12)));
    }
    header.layout = byte_at(ihdr, 12) == 0 ? PngLayout::Rows : PngLayout::Adam7;
    return header;
}

Result<PngPicture> read_png(std::span<const std::byte> file, const DecodeLimits& limits) {
    const Result<PngChunks> split = split_png_chunks(file);
    if (!split) return split.error();
    const Result<PngHeader> header = parse_png_header(split->chunks.front());
    if (!header) return header.error();
    if (const Status status = check_limits(header->size, limits); !status) return status.error();
    PngPicture picture;
    picture.file = file;
    picture.header = *header;
    for (const PngChunk& chunk : split->chunks) {
        if (const Status status = read_chunk(chunk, picture); !status) return status.error();
    }
    if (!split->complete) {
        return damaged(fmt::format(
            "The PNG is cut short: it ends after {} bytes without its end mark (IEND).", file.size()));
    }
    if (const Status status = check_data(picture); !status) return status.error();
    return picture;
}

}  // namespace proofsheet::image
