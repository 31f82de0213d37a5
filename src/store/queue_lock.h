#pragma once

#include <filesystem>

#include "core/result.h"

namespace proofsheet::store {

/// Only one process works the queue of calls at a time. Held until it is destroyed; the operating system
/// gives it up for a process that ends in any way. Move-only.
class QueueLock {
public:
    /// Beside the database. Errors: Conflict (another process works the queue), Io.
    static Result<QueueLock> take(const std::filesystem::path& database_file);

    explicit QueueLock(int descriptor) : descriptor_(descriptor) {}
    ~QueueLock();
    QueueLock(QueueLock&& other) noexcept;
    QueueLock& operator=(QueueLock&& other) noexcept;

private:
    int descriptor_ = -1;
};

}  // namespace proofsheet::store
