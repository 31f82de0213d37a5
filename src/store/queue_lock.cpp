#include "store/queue_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/file_bytes.h"

namespace proofsheet::store {

Result<QueueLock> QueueLock::take(const std::filesystem::path& database_file) {
    std::filesystem::path file = database_file;
    file += ".queue-lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return Error{ErrorKind::Io, fmt::format("Cannot make the lock of the queue ({}): {}",
                                                std::strerror(errno), display_path(file))};
    QueueLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
    if (errno != EWOULDBLOCK)
        return Error{ErrorKind::Io,
                     fmt::format("Cannot lock the queue ({}): {}", std::strerror(errno), display_path(file))};
    return Error{ErrorKind::Conflict,
                 "Another Proofsheet works the queue of calls now. Use that one, or wait until it is done"};
}

QueueLock::~QueueLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

QueueLock::QueueLock(QueueLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

QueueLock& QueueLock::operator=(QueueLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

}  // namespace proofsheet::store
