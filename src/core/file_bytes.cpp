#include "core/file_bytes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

#include "core/new_file.h"
#include "core/text.h"

namespace proofsheet {
namespace {

/// Closes a file descriptor at the end of a scope.
class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }
    bool close() {
        const int fd = std::exchange(fd_, -1);
        return fd < 0 || ::close(fd) == 0;
    }

private:
    int fd_;
};

std::string_view advice_for(int code) {
    switch (code) {
        case ENOENT:
        case ENOTDIR:
            return "check the path";
        case EACCES:
        case EPERM:
        case EROFS:
            return "check the permissions";
        case ENOSPC:
        case EDQUOT:
            return "free some space";
        case EMFILE:
        case ENFILE:
            return "close other programs";
        default:
            return "try again or check the disk";
    }
}

Error from_errno(const char* verb, const std::filesystem::path& path) {
    const int code = errno;
    const ErrorKind kind = code == ENOENT || code == ENOTDIR ? ErrorKind::NotFound : ErrorKind::Io;
    return {kind, fmt::format("Cannot {} ({}); {}: {}", verb, std::strerror(code), advice_for(code),
                              display_path(path))};
}

Result<FileStamp> stamp_of_status(const struct stat& status, const std::filesystem::path& path) {
    if (!S_ISREG(status.st_mode))
        return Error{ErrorKind::Unsupported,
                     fmt::format("Not a regular file but a folder or a device; choose a file: {}",
                                 display_path(path))};
    return FileStamp{static_cast<std::uint64_t>(status.st_size),
                     std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

Result<std::vector<std::byte>> read_up_to(const std::filesystem::path& path, std::uint64_t limit,
                                          bool whole) {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0) return from_errno("open", path);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return from_errno("read", path);
    const Result<FileStamp> stamp = stamp_of_status(status, path);
    if (!stamp) return stamp.error();
    if (whole && stamp->bytes > limit)
        return Error{ErrorKind::Unsupported,
                     fmt::format("Larger than {} MB, which is the limit for one file; use a smaller one: {}",
                                 limit / 1'000'000, display_path(path))};
    std::vector<std::byte> bytes(std::min(stamp->bytes, limit));
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return from_errno("read", path);
        if (got == 0) break;
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

Status write_all(int fd, std::span<const std::byte> bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(fd, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return from_errno("write", path);
        bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return {};
}

std::filesystem::path part_of(const std::filesystem::path& path) {
    std::filesystem::path part = path;
    part += ".part";
    return part;
}

/// A flushed file of these bytes; nothing is left of it when that fails.
Status write_part(const std::filesystem::path& part, std::span<const std::byte> bytes,
                  std::optional<std::filesystem::perms> permissions) {
    const mode_t mode = permissions ? 0600 : 0644;
    Descriptor file(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode));
    if (file.get() < 0) return from_errno("create", part);
    Status written;
    if (permissions && ::fchmod(file.get(), static_cast<mode_t>(*permissions) & 0777) != 0)
        written = from_errno("set the permissions of", part);
    if (written) written = write_all(file.get(), bytes, part);
    if (written && (::fsync(file.get()) != 0 || !file.close())) written = from_errno("write", part);
    if (!written) ::unlink(part.c_str());
    return written;
}

Status write_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes,
                        std::optional<std::filesystem::perms> permissions) {
    const std::filesystem::path part = part_of(path);
    if (Status written = write_part(part, bytes, permissions); !written) return written;
    if (::rename(part.c_str(), path.c_str()) == 0) return {};
    Error failed = from_errno("rename to", path);
    ::unlink(part.c_str());
    return failed;
}

/// Renames unless the name is taken (EEXIST).
int rename_to_free(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return -1;
    // File systems without it, some network shares among them: as near as it gets.
    struct stat status {};
    if (::lstat(to.c_str(), &status) == 0) {
        errno = EEXIST;
        return -1;
    }
    return ::rename(from.c_str(), to.c_str());
}

void flush_folder(const std::filesystem::path& folder) {
    const Descriptor open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (open.get() >= 0) ::fsync(open.get());
}

}  // namespace

Result<FileStamp> stamp_of(const std::filesystem::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return from_errno("open", path);
    return stamp_of_status(status, path);
}

Result<std::vector<std::byte>> read_file(const std::filesystem::path& path, std::uint64_t limit) {
    return read_up_to(path, limit, true);
}

Result<std::vector<std::byte>> read_file_head(const std::filesystem::path& path, std::size_t count) {
    return read_up_to(path, count, false);
}

Status write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    return write_atomically(path, bytes, std::nullopt);
}

Status write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes,
                             std::filesystem::perms permissions) {
    return write_atomically(path, bytes, permissions);
}

Status write_new_file(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    const std::filesystem::path part = part_of(path);
    if (Status written = write_part(part, bytes, std::nullopt); !written) return written;
    if (rename_to_free(part, path) == 0) {
        flush_folder(path.parent_path());
        return {};
    }
    const bool taken = errno == EEXIST;
    Error failed = from_errno("rename to", path);
    if (taken)
        failed = {ErrorKind::Conflict,
                  fmt::format("Something of this name is there already; choose another name: {}",
                              display_path(path))};
    ::unlink(part.c_str());
    return failed;
}

std::string display_path(const std::filesystem::path& path) {
    return to_display(path.native());
}

}  // namespace proofsheet
