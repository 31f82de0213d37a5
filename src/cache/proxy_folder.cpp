#include "cache/proxy_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <utility>
#include <vector>

namespace proofsheet::cache {
namespace {

constexpr const char* kLedgerName = "ledger";
constexpr const char* kPartEnding = ".part";

/// The bytes of all files, held under a lock of the operating system that ends with the process.
class Ledger {
public:
    explicit Ledger(const std::filesystem::path& folder)
        : fd_(::open((folder / kLedgerName).c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
        while (fd_ >= 0 && ::flock(fd_, LOCK_EX) != 0) {
            if (errno == EINTR) continue;
            ::close(std::exchange(fd_, -1));
        }
    }
    ~Ledger() {
        if (fd_ >= 0) ::close(fd_);
    }
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    bool is_locked() const { return fd_ >= 0; }
    /// Nothing when it was never written or is damaged.
    std::optional<std::uint64_t> bytes() const {
        std::uint64_t entry[2] = {};
        if (::pread(fd_, entry, sizeof entry, 0) != sizeof entry || entry[0] != ~entry[1])
            return std::nullopt;
        return entry[0];
    }
    bool set_bytes(std::uint64_t bytes) const {
        const std::uint64_t entry[2] = {bytes, ~bytes};
        return ::pwrite(fd_, entry, sizeof entry, 0) == sizeof entry;
    }

private:
    int fd_;
};

struct KeptFile {
    std::filesystem::path path;
    std::uint64_t bytes = 0;  ///< on the disk
    std::time_t used = 0;
    bool is_part = false;
};

std::vector<KeptFile> list_files(const std::filesystem::path& folder) {
    std::vector<KeptFile> files;
    std::error_code failure;
    std::filesystem::directory_iterator entry(folder, failure);
    for (; !failure && entry != std::filesystem::directory_iterator(); entry.increment(failure)) {
        const std::filesystem::path& path = entry->path();
        struct stat status {};
        if (path.filename() == kLedgerName || ::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
            continue;
        files.push_back({path, disk_bytes(static_cast<std::uint64_t>(status.st_size)), status.st_mtime,
                         path.extension() == kPartEnding});
    }
    return files;
}

/// Left behind by a process that ended while it wrote.
bool is_abandoned(const KeptFile& file) {
    constexpr std::time_t kLongEnough = 10 * 60;
    return file.is_part && std::time(nullptr) - file.used > kLongEnough;
}

bool remove_file(const KeptFile& file) {
    return ::unlink(file.path.c_str()) == 0 || errno == ENOENT;
}

std::uint64_t size_of(const std::filesystem::path& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 ? disk_bytes(static_cast<std::uint64_t>(status.st_size)) : 0;
}

}  // namespace

PartFile::~PartFile() {
    if (fd_ < 0) return;
    ::close(fd_);
    ::unlink(path_.c_str());
}

PartFile::PartFile(PartFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}

bool PartFile::write(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(fd_, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    return true;
}

bool PartFile::rename_to(const std::filesystem::path& target) {
    if (fd_ < 0 || ::rename(path_.c_str(), target.c_str()) != 0) return false;
    return ::close(std::exchange(fd_, -1)) == 0;
}

std::optional<PartFile> ProxyFolder::begin_file(std::uint64_t bytes) {
    const std::uint64_t needed = disk_bytes(bytes);
    std::error_code failure;
    if (needed > limit_) return std::nullopt;
    if (std::filesystem::create_directories(folder_, failure))
        std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, failure);
    const Ledger ledger(folder_);
    if (!ledger.is_locked()) return std::nullopt;
    const auto noted = ledger.bytes();
    std::uint64_t total = noted.value_or(limit_ + 1);
    if (!counted_ || !noted) total = clear_down_to(limit_ - needed);
    // More than one goes at once, so that the folder is not listed for every file.
    if (total > limit_ - needed) total = clear_down_to(std::min(limit_ - needed, limit_ / 10 * 9));
    counted_ = true;
    if (total > limit_ - needed || !ledger.set_bytes(total + needed)) return std::nullopt;
    std::optional<PartFile> part = create_part(bytes);
    if (!part) static_cast<void>(ledger.set_bytes(total));
    return part;
}

/// Of its full size from the beginning, so that who counts the files meanwhile counts what will be.
std::optional<PartFile> ProxyFolder::create_part(std::uint64_t bytes) {
    const std::string name = std::to_string(::getpid()) + "-" + std::to_string(std::time(nullptr)) + "-" +
                             std::to_string(++parts_);
    std::filesystem::path path = folder_ / (name + kPartEnding);
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return std::nullopt;
    PartFile part(fd, std::move(path));
    if (::ftruncate(fd, static_cast<off_t>(bytes)) != 0) return std::nullopt;
    return part;
}

bool ProxyFolder::commit(PartFile part, const std::string& name) {
    const Ledger ledger(folder_);
    if (!ledger.is_locked()) return false;
    const std::uint64_t replaced = size_of(folder_ / name);
    if (!part.rename_to(folder_ / name)) return false;
    if (const auto total = ledger.bytes()) return ledger.set_bytes(*total - std::min(*total, replaced));
    return true;
}

/// Removes the longest unused files until the rest has at most `target` bytes; says how many it has.
std::uint64_t ProxyFolder::clear_down_to(std::uint64_t target) const {
    std::vector<KeptFile> files = list_files(folder_);
    std::erase_if(files, [](const KeptFile& file) { return is_abandoned(file) && remove_file(file); });
    std::uint64_t total = 0;
    for (const KeptFile& file : files) total += file.bytes;
    std::ranges::sort(files, {}, &KeptFile::used);
    for (const KeptFile& file : files) {
        if (total <= target) break;
        if (!file.is_part && remove_file(file)) total -= file.bytes;
    }
    return total;
}

}  // namespace proofsheet::cache
