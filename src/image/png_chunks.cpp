#include "image/png_chunks.h"

#include <libdeflate.h>

#include <algorithm>
#include <array>

namespace proofsheet::image {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::array<unsigned char, 8> kSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr std::size_t kFrameBytes = 12;  ///< length, type and CRC around the data
/// A gibibyte of empty chunks would be 90 million; IDAT chunks of 8 KiB make 131,072 of it.
constexpr std::size_t kMostChunks = 1'000'000;

bool has_signature(Bytes file) {
    return file.size() >= kSignature.size() &&
           std::equal(kSignature.begin(), kSignature.end(), file.begin(),
                      [](unsigned char expected, std::byte byte) { return std::byte{expected} == byte; });
}

}  // namespace

std::uint32_t png_uint32_at(std::span<const std::byte> bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
    return value;
}

bool crc_matches(const PngChunk& chunk) {
    const std::array<unsigned char, 4> type{
        static_cast<unsigned char>(chunk.type >> 24), static_cast<unsigned char>(chunk.type >> 16 & 0xFF),
        static_cast<unsigned char>(chunk.type >> 8 & 0xFF), static_cast<unsigned char>(chunk.type & 0xFF)};
    std::uint32_t crc = libdeflate_crc32(0, type.data(), type.size());
    if (!chunk.data.empty()) crc = libdeflate_crc32(crc, chunk.data.data(), chunk.data.size());
    return crc == chunk.stored_crc;
}

Result<PngChunks> split_png_chunks(std::span<const std::byte> file) {
    if (!has_signature(file)) return Error{ErrorKind::Unsupported, "The file does not begin as a PNG does."};
    PngChunks result;
    std::size_t at = kSignature.size();
    while (!result.complete && result.chunks.size() < kMostChunks && file.size() - at >= kFrameBytes) {
        const std::size_t length = png_uint32_at(file, at);
        if (length > file.size() - at - kFrameBytes) break;
        const PngChunk chunk{png_uint32_at(file, at + 4), file.subspan(at + 8, length),
                             png_uint32_at(file, at + 8 + length), at};
        result.chunks.push_back(chunk);
        result.complete = chunk.type == png_type("IEND");
        at += kFrameBytes + length;
    }
    if (result.chunks.empty() || result.chunks.front().type != png_type("IHDR") ||
        result.chunks.front().data.size() != 13) {
        return Error{ErrorKind::InvalidInput, "The PNG does not begin with a whole header (IHDR)."};
    }
    return result;
}

}  // namespace proofsheet::image
