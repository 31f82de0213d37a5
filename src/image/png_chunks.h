#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace proofsheet::image {

/// One chunk of a PNG file; `data` points into the file.
struct PngChunk {
    std::uint32_t type = 0;  ///< four bytes, big-endian: png_type("IHDR")
    std::span<const std::byte> data;
    std::uint32_t stored_crc = 0;
    std::size_t offset = 0;  ///< of the chunk in the file
};

constexpr std::uint32_t png_type(std::string_view name) {
    return (std::uint32_t{static_cast<unsigned char>(name[0])} << 24) |
           (std::uint32_t{static_cast<unsigned char>(name[1])} << 16) |
           (std::uint32_t{static_cast<unsigned char>(name[2])} << 8) |
           std::uint32_t{static_cast<unsigned char>(name[3])};
}

/// Signature and IHDR with its length, type and CRC.
constexpr std::size_t kPngHeadBytes = 33;

/// The big-endian number in the four bytes at `at`, which must be there.
std::uint32_t png_uint32_at(std::span<const std::byte> bytes, std::size_t at);

/// CRC over type and data as PNG 1.2, 3.4 defines it.
bool crc_matches(const PngChunk& chunk);

/// The chunks of a PNG up to and with IEND, or (`complete` false) up to the place where the file is cut short
/// or to the millionth chunk. Layout: 8 bytes signature, then chunks of uint32 length, 4 bytes type, data,
/// uint32 CRC, big-endian.
struct PngChunks {
    std::vector<PngChunk> chunks;
    bool complete = false;
};

/// Splits a PNG into its chunks without copying; CRCs are not checked here.
/// Errors: Unsupported without the signature; InvalidInput when the first chunk is not a whole IHDR.
/// Source: PNG Specification 1.2, chapter 3.
Result<PngChunks> split_png_chunks(std::span<const std::byte> file);

}  // namespace proofsheet::image
