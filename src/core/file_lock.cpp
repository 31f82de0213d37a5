#include "core/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/file_bytes.h"

namespace proofsheet {
namespace {

Error cannot_lock(const std::filesystem::path& file) {
    return {ErrorKind::Io, fmt::format("Cannot lock the file ({}). Check the permissions of its folder: {}",
                                       std::strerror(errno), display_path(file))};
}

/// The whole file. Locks of open file descriptions end with them, unlike those of processes, which end when
/// any descriptor of the file is closed.
struct flock whole_file() {
    struct flock range {};
    range.l_type = F_WRLCK;
    range.l_whence = SEEK_SET;
    return range;
}

}  // namespace

Result<std::optional<FileLock>> FileLock::try_lock(const std::filesystem::path& file) {
    FileLock lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (lock.descriptor_ < 0) return cannot_lock(file);
    struct flock range = whole_file();
    if (::fcntl(lock.descriptor_, F_OFD_SETLK, &range) == 0) return std::optional(std::move(lock));
    if (errno == EAGAIN || errno == EACCES) return std::optional<FileLock>();
    return cannot_lock(file);
}

Result<bool> FileLock::is_held(const std::filesystem::path& file) {
    const FileLock open(::open(file.c_str(), O_RDWR | O_CLOEXEC));
    if (open.descriptor_ < 0 && errno == ENOENT) return false;
    if (open.descriptor_ < 0) return cannot_lock(file);
    struct flock range = whole_file();
    if (::fcntl(open.descriptor_, F_OFD_GETLK, &range) != 0) return cannot_lock(file);
    return range.l_type != F_UNLCK;
}

FileLock::~FileLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

}  // namespace proofsheet
