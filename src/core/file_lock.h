#pragma once

#include <filesystem>
#include <optional>

#include "core/result.h"

namespace proofsheet {

/// Held by one at a time on this machine, whatever the process; given back by the destructor or by the end of
/// the process, however it ends. Two locks of one file within a process exclude each other too.
class FileLock {
public:
    /// Nothing when somebody holds it. Makes the file, which stays. Errors: Io.
    static Result<std::optional<FileLock>> try_lock(const std::filesystem::path& file);

    /// Whether somebody holds it; does not take it, so that nobody is kept from it meanwhile. Errors: Io.
    static Result<bool> is_held(const std::filesystem::path& file);

    ~FileLock();
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;

private:
    explicit FileLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_ = -1;
};

}  // namespace proofsheet
