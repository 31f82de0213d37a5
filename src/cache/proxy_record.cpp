#include "cache/proxy_record.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <memory>
#include <new>

#include "cache/mip_size.h"
#include "image/reduce.h"

namespace proofsheet::cache {
namespace {

/// Read with another byte order, or by a version with another layout, it is another number.
constexpr std::uint64_t kMagic = 0x3159584F52505350;  // "PSPROXY1"

struct ProxyHead {
    std::uint64_t magic = kMagic;
    std::uint64_t check_low = 0;
    std::uint64_t check_high = 0;
    std::uint64_t file_bytes = 0;  ///< stamp of the picture's file
    std::int64_t mtime_ns = 0;
    std::int32_t full_width = 0;
    std::int32_t full_height = 0;
    std::int32_t width = 0;  ///< of the proxy
    std::int32_t height = 0;
    std::uint32_t path_bytes = 0;
    std::uint32_t zero = 0;
};
static_assert(sizeof(ProxyHead) == 64);

/// The checksum covers everything from here on.
constexpr std::size_t kChecked = offsetof(ProxyHead, file_bytes);

struct FreeState {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

/// A checksum over several pieces.
class Checksum {
public:
    Checksum() : state_(XXH3_createState()) {
        if (!state_) throw std::bad_alloc();
        XXH3_128bits_reset(state_.get());
    }
    void add(std::span<const std::uint8_t> bytes) {
        XXH3_128bits_update(state_.get(), bytes.data(), bytes.size());
    }
    bool matches(const ProxyHead& head) const {
        const XXH128_hash_t digest = XXH3_128bits_digest(state_.get());
        return digest.low64 == head.check_low && digest.high64 == head.check_high;
    }

private:
    std::unique_ptr<XXH3_state_t, FreeState> state_;
};

/// Closes what it opened.
class ReadOnlyFile {
public:
    explicit ReadOnlyFile(const std::filesystem::path& path)
        : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)) {}
    ~ReadOnlyFile() {
        if (fd_ >= 0) ::close(fd_);
    }
    ReadOnlyFile(const ReadOnlyFile&) = delete;
    ReadOnlyFile& operator=(const ReadOnlyFile&) = delete;

    bool is_open() const { return fd_ >= 0; }
    bool status(struct stat& status) const { return ::fstat(fd_, &status) == 0 && S_ISREG(status.st_mode); }
    bool read(std::span<std::uint8_t> to) const {
        while (!to.empty()) {
            const ssize_t got = ::read(fd_, to.data(), to.size());
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return false;
            to = to.subspan(static_cast<std::size_t>(got));
        }
        return true;
    }
    /// Its time of modification says when it was used.
    void mark_used(const struct stat& status) const {
        constexpr std::time_t kDay = 24 * 60 * 60;
        if (std::time(nullptr) - status.st_mtime > kDay) static_cast<void>(::futimens(fd_, nullptr));
    }

private:
    int fd_;
};

std::size_t padded_path_bytes(std::size_t path_bytes) {
    return (path_bytes + 63) / 64 * 64;
}

std::size_t record_bytes(const ProxyHead& head) {
    return sizeof(ProxyHead) + padded_path_bytes(head.path_bytes) +
           mip_chain_bytes({head.width, head.height});
}

/// What is worth looking at, before the checksum is known to be right.
bool is_plausible(const ProxyHead& head) {
    const SizePx full{head.full_width, head.full_height};
    constexpr int kLongestSide = 1 << 20;
    const bool has_size =
        full.width > 0 && full.height > 0 && full.longest() > kProxySide && full.longest() <= kLongestSide;
    return head.magic == kMagic && has_size && head.path_bytes <= kLongestProxyPath &&
           SizePx{head.width, head.height} == image::fit_longest_side(full, kProxySide);
}

std::span<std::uint8_t> bytes_of(ProxyHead& head) {
    return {reinterpret_cast<std::uint8_t*>(&head), sizeof head};
}

ProxyRead read_pixels(const ReadOnlyFile& file, ProxyHead& head, const PictureKey& key) {
    ProxyRead read{ProxyAnswer::Damaged, {}};
    std::string path(padded_path_bytes(head.path_bytes), '\0');
    const std::span path_bytes(reinterpret_cast<std::uint8_t*>(path.data()), path.size());
    Checksum checksum;
    checksum.add(bytes_of(head).subspan(kChecked));
    if (!file.read(path_bytes)) return read;
    checksum.add(path_bytes);
    const SizePx size{head.width, head.height};
    for (int level = 0; level < mip_level_count(size); ++level) {
        image::Pixels pixels(mip_level_size(size, level));
        if (!file.read(pixels.bytes())) return read;
        checksum.add(pixels.bytes());
        read.picture.levels.push_back(std::move(pixels));
    }
    if (!checksum.matches(head)) return read;
    path.resize(head.path_bytes);
    if (path != key.path) return {};
    read.picture.full_size = {head.full_width, head.full_height};
    read.answer = ProxyAnswer::Found;
    return read;
}

}  // namespace

bool can_be_kept(const PictureKey& key, const LoadedPicture& picture) {
    return key.level == Level::Proxy && key.path.size() <= kLongestProxyPath &&
           is_mip_chain(picture.levels) && picture.full_size.longest() > kProxySide &&
           picture.levels.front().size() == image::fit_longest_side(picture.full_size, kProxySide);
}

ProxyRecord make_proxy_record(const PictureKey& key, const LoadedPicture& picture) {
    ProxyHead head;
    head.file_bytes = key.stamp.bytes;
    head.mtime_ns = key.stamp.mtime_ns;
    head.full_width = picture.full_size.width;
    head.full_height = picture.full_size.height;
    head.width = picture.levels.front().size().width;
    head.height = picture.levels.front().size().height;
    head.path_bytes = static_cast<std::uint32_t>(key.path.size());
    ProxyRecord record;
    record.size = record_bytes(head);
    record.bytes = image::allocate_pixels(record.size);
    std::uint8_t* to = record.bytes.get();
    std::memcpy(to, &head, sizeof head);
    to += sizeof head;
    std::memset(to, 0, padded_path_bytes(key.path.size()));
    std::memcpy(to, key.path.data(), key.path.size());
    to += padded_path_bytes(key.path.size());
    for (const image::Pixels& level : picture.levels) to = std::ranges::copy(level.bytes(), to).out;
    return record;
}

void seal_proxy_record(ProxyRecord& record) {
    const XXH128_hash_t digest = XXH3_128bits(record.bytes.get() + kChecked, record.size - kChecked);
    std::memcpy(record.bytes.get() + offsetof(ProxyHead, check_low), &digest.low64, sizeof digest.low64);
    std::memcpy(record.bytes.get() + offsetof(ProxyHead, check_high), &digest.high64, sizeof digest.high64);
}

std::string proxy_file_name(const std::string& path) {
    const XXH128_hash_t digest = XXH3_128bits(path.data(), path.size());
    return fmt::format("{:016x}{:016x}.proxy", digest.high64, digest.low64);
}

ProxyRead read_proxy_file(const std::filesystem::path& path, const PictureKey& key, const Admit& admit) {
    const ReadOnlyFile file(path);
    struct stat status {};
    if (!file.is_open() || !file.status(status)) return {};
    ProxyHead head;
    if (!file.read(bytes_of(head)) || !is_plausible(head) ||
        static_cast<std::size_t>(status.st_size) != record_bytes(head))
        return {ProxyAnswer::Damaged, {}};
    if (FileStamp{head.file_bytes, head.mtime_ns} != key.stamp) return {};
    const std::size_t bytes = mip_chain_bytes({head.width, head.height});
    if (!admit({head.full_width, head.full_height}, bytes)) return {ProxyAnswer::Refused, {}};
    ProxyRead read = read_pixels(file, head, key);
    if (read.answer == ProxyAnswer::Found) file.mark_used(status);
    return read;
}

}  // namespace proofsheet::cache
