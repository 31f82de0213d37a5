#include "scan/watch_inotify.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace proofsheet::scan {
namespace {

constexpr std::uint32_t kWatched = IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO |
                                   IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ATTRIB | IN_ONLYDIR |
                                   IN_EXCL_UNLINK;

}  // namespace

std::vector<InotifyEvent> parse_inotify_events(std::span<const std::byte> bytes) {
    std::vector<InotifyEvent> events;
    while (bytes.size() >= sizeof(inotify_event)) {
        inotify_event head{};
        std::memcpy(&head, bytes.data(), sizeof(head));
        bytes = bytes.subspan(sizeof(head));
        if (head.len > bytes.size()) break;
        const char* const name = reinterpret_cast<const char*>(bytes.data());
        events.push_back({head.wd, head.mask, std::string(name, ::strnlen(name, head.len))});
        bytes = bytes.subspan(head.len);
    }
    return events;
}

InotifyWatches::InotifyWatches() : descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    if (descriptor_ < 0) error_ = errno;
}

InotifyWatches::~InotifyWatches() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

int InotifyWatches::add(int folder, const std::string& path) {
    // Through the open descriptor, so that exactly the folder that was checked is watched.
    const std::string opened = "/proc/self/fd/" + std::to_string(folder);
    int watch = ::inotify_add_watch(descriptor_, opened.c_str(), kWatched);
    if (watch < 0 && (errno == ENOENT || errno == ENOTDIR))
        watch = ::inotify_add_watch(descriptor_, path.c_str(), kWatched);
    if (watch < 0) return errno;
    if (const auto old = paths_.find(watch); old != paths_.end()) watches_.erase(old->second);
    paths_[watch] = path;
    watches_[path] = watch;
    return 0;
}

void InotifyWatches::remove_below(const std::string& path) {
    const std::string below = path.ends_with('/') ? path : path + '/';
    const auto remove = [&](std::map<std::string, int>::iterator watch) {
        ::inotify_rm_watch(descriptor_, watch->second);
        paths_.erase(watch->second);
        return watches_.erase(watch);
    };
    if (const auto self = watches_.find(path); self != watches_.end()) remove(self);
    auto watch = watches_.lower_bound(below);
    while (watch != watches_.end() && watch->first.starts_with(below)) watch = remove(watch);
}

void InotifyWatches::forget(int watch) {
    const auto path = paths_.find(watch);
    if (path == paths_.end()) return;
    const auto by_path = watches_.find(path->second);
    if (by_path != watches_.end() && by_path->second == watch) watches_.erase(by_path);
    paths_.erase(path);
}

const std::string* InotifyWatches::path_of(int watch) const {
    const auto path = paths_.find(watch);
    return path == paths_.end() ? nullptr : &path->second;
}

std::vector<InotifyEvent> InotifyWatches::read() {
    alignas(inotify_event) std::array<std::byte, 64 * 1024> buffer;
    ssize_t got = 0;
    do got = ::read(descriptor_, buffer.data(), buffer.size());
    while (got < 0 && errno == EINTR);
    if (got <= 0) return {};
    return parse_inotify_events(std::span(buffer).first(static_cast<std::size_t>(got)));
}

}  // namespace proofsheet::scan
