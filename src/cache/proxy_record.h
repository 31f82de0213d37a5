#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "cache/picture_source.h"
#include "image/pixel_memory.h"

namespace proofsheet::cache {

/// A proxy as it lies on the disk: pixels as they are, so that reading is copying.
/// Layout: head (`ProxyHead` in proxy_record.cpp, in the byte order of the machine), the path of the picture
/// filled up with zeros to a multiple of 64 bytes, then RGBA8 rows of all levels, the largest first. The head
/// has an XXH3-128 of everything behind it and of itself.
struct ProxyRecord {
    image::PixelMemory bytes;
    std::size_t size = 0;
    std::span<const std::uint8_t> view() const { return {bytes.get(), size}; }
};

/// Bytes of the longest path and the largest proxy that are kept.
constexpr std::size_t kLongestProxyPath = 4096;
constexpr std::size_t kLargestProxyRecord = std::size_t{2} << 20;

/// True for what can be kept: a proxy that is smaller than its picture, with all levels.
bool can_be_kept(const PictureKey& key, const LoadedPicture& picture);

/// The record of a picture that can be kept, still without its checksum.
ProxyRecord make_proxy_record(const PictureKey& key, const LoadedPicture& picture);

/// Computes the checksum. Any thread.
void seal_proxy_record(ProxyRecord& record);

/// Name of the file that keeps the proxy of a path, whatever its stamp.
std::string proxy_file_name(const std::string& path);

/// What became of looking for a proxy.
enum class ProxyAnswer : std::uint8_t {
    Found,
    Absent,   ///< none, or one of another version of the picture
    Damaged,  ///< the file is not what was written
    Refused,  ///< `admit` said no
};

struct ProxyRead {
    ProxyAnswer answer = ProxyAnswer::Absent;
    LoadedPicture picture;  ///< when Found
};

/// Reads the proxy of `key` from a file, if it is intact and of the same path and stamp. Marks the file as
/// used once a day.
ProxyRead read_proxy_file(const std::filesystem::path& file, const PictureKey& key, const Admit& admit);

}  // namespace proofsheet::cache
