#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/temp_folder.h"

namespace proofsheet::test {

using TextPairs = std::vector<std::pair<std::string, std::string>>;

/// A whole .safetensors file without tensors: `__metadata__` holds `metadata`.
std::string safetensors_bytes(const TextPairs& metadata = {});

/// 8 bytes of length, little-endian, then `rest`.
std::string safetensors_bytes_with_length(std::uint64_t length, std::string_view rest);

/// A grey PNG of one pixel with tEXt chunks of these keywords and texts.
std::string png_bytes(const TextPairs& texts = {});

/// Folders of checkpoints and samples in a temporary place. All paths are relative to `root()` and may hold
/// any bytes; the folders above a file are made. Each function returns the absolute path.
class SampleTree {
public:
    const std::filesystem::path& root() const { return folder_.path(); }
    std::filesystem::path at(std::string_view relative) const { return root() / std::string(relative); }

    std::filesystem::path file(std::string_view relative, std::string_view bytes) const;
    std::filesystem::path checkpoint(std::string_view relative, const TextPairs& metadata = {}) const;
    std::filesystem::path picture(std::string_view relative, const TextPairs& texts = {}) const;
    std::filesystem::path folder(std::string_view relative) const;
    /// `target` is written as it is.
    std::filesystem::path link(std::string_view relative, const std::filesystem::path& target) const;
    std::filesystem::path pipe(std::string_view relative) const;
    /// A file of this size that takes no room on the disk.
    std::filesystem::path sparse(std::string_view relative, std::uint64_t bytes) const;

private:
    std::filesystem::path with_parents(std::string_view relative) const;

    TempFolder folder_;
};

}  // namespace proofsheet::test
