#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "core/result.h"

namespace proofsheet {

/// What tells one version of a file from another without reading it.
struct FileStamp {
    std::uint64_t bytes = 0;
    std::int64_t mtime_ns = 0;  ///< modification time, nanoseconds since 1970
    auto operator<=>(const FileStamp&) const = default;
};

/// Stamp of a regular file. Errors: NotFound; Unsupported for a folder, socket, device; Io.
Result<FileStamp> stamp_of(const std::filesystem::path& path);

/// The whole of a regular file. Errors: NotFound, Unsupported (not a regular file, or larger than `limit`),
/// Io.
Result<std::vector<std::byte>> read_file(const std::filesystem::path& path, std::uint64_t limit);

/// The first `count` bytes of a regular file, fewer when it is shorter. Errors as `read_file`.
Result<std::vector<std::byte>> read_file_head(const std::filesystem::path& path, std::size_t count);

/// Writes `path`.part beside the target, flushes it to the disk and renames it over `path`, so that a reader
/// sees the old file or the new one and never half of it. Errors: Io.
Status write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes);

/// As above; the file has these permissions before the first byte is in it, whatever it had before.
Status write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes,
                             std::filesystem::perms permissions);

/// A path as text for people: well-formed UTF-8, control characters replaced.
std::string display_path(const std::filesystem::path& path);

}  // namespace proofsheet
