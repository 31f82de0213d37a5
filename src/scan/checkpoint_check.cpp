#include "scan/checkpoint_check.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "core/file_bytes.h"
#include "core/text.h"
#include "scan/safetensors.h"

namespace proofsheet::scan {
namespace {

/// uint64 N little-endian, then N bytes of JSON, which begin with a brace.
constexpr std::size_t kStartBytes = 9;

std::uint64_t little_endian(const std::array<unsigned char, kStartBytes>& bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = kSafetensorsLengthBytes; i-- > 0;) value = value << 8 | bytes[i];
    return value;
}

bool can_be_checkpoint(const std::array<unsigned char, kStartBytes>& start, std::uint64_t file_bytes) {
    // The size was read before the bytes: a file that grows may have been shorter then.
    if (file_bytes < kSafetensorsLengthBytes) return false;
    const std::uint64_t header = little_endian(start);
    return header <= kLargestSafetensorsHeader && header <= file_bytes - kSafetensorsLengthBytes &&
           start[kSafetensorsLengthBytes] == '{';
}

enum class Start { Fits, Wrong, Unreadable };

Start look_at_start(int file) {
    struct stat status {};
    if (::fstat(file, &status) != 0) return Start::Unreadable;
    if (!S_ISREG(status.st_mode)) return Start::Wrong;
    std::array<unsigned char, kStartBytes> start{};
    ssize_t got = 0;
    do got = ::pread(file, start.data(), start.size(), 0);
    while (got < 0 && errno == EINTR);
    if (got < 0) return Start::Unreadable;
    if (static_cast<std::size_t>(got) < start.size()) return Start::Wrong;
    return can_be_checkpoint(start, static_cast<std::uint64_t>(status.st_size)) ? Start::Fits : Start::Wrong;
}

Problem unreadable(const std::string& path, int code) {
    return {to_display(path), "unreadable",
            fmt::format("This checkpoint cannot be read ({}); check its permissions", std::strerror(code))};
}

}  // namespace

std::optional<Problem> check_checkpoint_start(int folder, const std::string& name, const std::string& path) {
    const int file = ::openat(folder, name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return errno == ENOENT ? std::nullopt : std::optional(unreadable(path, errno));
    const Start start = look_at_start(file);
    const int code = errno;
    ::close(file);
    if (start == Start::Fits) return std::nullopt;
    if (start == Start::Unreadable) return unreadable(path, code);
    const auto header = read_safetensors_header(path);
    if (header) return std::nullopt;
    return Problem{to_display(path), "bad-header", header.error().message};
}

}  // namespace proofsheet::scan
