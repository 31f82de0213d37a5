#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"

namespace proofsheet::scan {

/// The number in front of the header, and the most that it may say.
constexpr std::uint64_t kSafetensorsLengthBytes = 8;
constexpr std::uint64_t kLargestSafetensorsHeader = 100'000'000;

/// The header of a .safetensors file.
struct SafetensorsHeader {
    std::int64_t tensors = 0;
    /// `__metadata__` in the order of the file, each key once; values that are not text are kept as their
    /// JSON.
    std::vector<std::pair<std::string, std::string>> metadata;
    std::vector<std::string> notes;  ///< what was odd but readable
};

/// Layout: uint64 N little-endian, N bytes of JSON, then data that is never read. N is capped at 100,000,000.
/// Of a repeated key the first counts. Metadata beyond 64 MB is left out, with a note.
/// Errors: InvalidInput, each with its own sentence: shorter than 8 bytes, N over the cap, N past the end of
/// the file, not UTF-8, not JSON, not an object, nested more than 64 levels deep; NotFound, Unsupported (not
/// a regular file), Io. Source: huggingface/safetensors, README.
Result<SafetensorsHeader> read_safetensors_header(const std::filesystem::path& file);

/// The same on bytes in memory: the whole file or its first 8 + N bytes. `file_bytes` is the size of the
/// file.
Result<SafetensorsHeader> parse_safetensors_header(std::span<const std::byte> head, std::uint64_t file_bytes);

}  // namespace proofsheet::scan
