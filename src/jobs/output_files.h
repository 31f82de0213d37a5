#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"

namespace proofsheet::jobs {

/// What a job does on the disk. Implementations: the disk, fakes in tests.
class OutputFiles {
public:
    virtual ~OutputFiles() = default;

    /// Makes a folder below the sample folder. Errors: InvalidInput (`folder` leads out of it, by its parts
    /// or by links), Io.
    virtual Status prepare(const std::filesystem::path& sample_dir, const std::string& folder) = 0;
    /// Whether something has this name, a broken link included.
    virtual bool is_there(const std::filesystem::path& path) const = 0;
    /// Names in a folder, in no order; none where it cannot be read.
    virtual std::vector<std::string> names_in(const std::filesystem::path& folder) const = 0;
    /// Errors: NotFound, Unsupported (too large, no file), Io.
    virtual Result<std::vector<std::byte>> read(const std::filesystem::path& path) const = 0;
    /// Written beside it and renamed, so that it is there whole or not at all; never over something. Errors:
    /// Conflict (the name is taken), Io.
    virtual Status write_new(const std::filesystem::path& path, std::span<const std::byte> bytes) = 0;
    /// The same, over what is there. Errors: Io.
    virtual Status write_over(const std::filesystem::path& path, std::span<const std::byte> bytes) = 0;
    /// Moves a file to a name that is free, making its folder; copies it where the target is on another
    /// disk. Errors: NotFound, Conflict, Io.
    virtual Status move_to(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
};

class DiskOutputFiles final : public OutputFiles {
public:
    Status prepare(const std::filesystem::path& sample_dir, const std::string& folder) override;
    bool is_there(const std::filesystem::path& path) const override;
    std::vector<std::string> names_in(const std::filesystem::path& folder) const override;
    Result<std::vector<std::byte>> read(const std::filesystem::path& path) const override;
    Status write_new(const std::filesystem::path& path, std::span<const std::byte> bytes) override;
    Status write_over(const std::filesystem::path& path, std::span<const std::byte> bytes) override;
    Status move_to(const std::filesystem::path& from, const std::filesystem::path& to) override;
};

}  // namespace proofsheet::jobs
