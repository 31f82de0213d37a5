#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace proofsheet::cache {

/// A file that is being written under a temporary name; removed unless it gets its real one.
class PartFile {
public:
    PartFile(int fd, std::filesystem::path path) : fd_(fd), path_(std::move(path)) {}
    ~PartFile();
    PartFile(PartFile&& other) noexcept;
    PartFile& operator=(PartFile&&) = delete;

    bool write(std::span<const std::uint8_t> bytes);
    /// Takes the place of `target`; false when the disk said no.
    bool rename_to(const std::filesystem::path& target);

private:
    int fd_;
    std::filesystem::path path_;
};

/// A folder of files that never has more than so many bytes, whoever writes into it: processes share it
/// through a ledger of the bytes that its files have, under a lock. Nothing is flushed to the disk, so after
/// a power loss files may have anything in them. One thread; readers need no lock and may be anywhere.
class ProxyFolder {
public:
    ProxyFolder(std::filesystem::path folder, std::uint64_t limit_bytes)
        : folder_(std::move(folder)), limit_(limit_bytes) {}

    const std::filesystem::path& path() const { return folder_; }
    /// A file of `bytes` bytes to write into, after the longest unused ones made room for it; nothing when
    /// the folder cannot be written or the file alone is too large.
    std::optional<PartFile> begin_file(std::uint64_t bytes);
    /// Gives a complete file its name, over one that has it.
    bool commit(PartFile part, const std::string& name);

private:
    std::uint64_t clear_down_to(std::uint64_t target) const;
    std::optional<PartFile> create_part(std::uint64_t bytes);

    std::filesystem::path folder_;
    std::uint64_t limit_;
    bool counted_ = false;  ///< the ledger was compared with the files since the start
    std::uint64_t parts_ = 0;
};

/// What a file takes on the disk: whole blocks of 4 KiB.
constexpr std::uint64_t disk_bytes(std::uint64_t bytes) {
    return (bytes + 4095) / 4096 * 4096;
}

}  // namespace proofsheet::cache
