#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace proofsheet::scan {

/// One event as the kernel reports it.
struct InotifyEvent {
    int watch = -1;
    std::uint32_t mask = 0;
    std::string name;  ///< of the entry, native bytes; empty for the watched folder itself
    bool operator==(const InotifyEvent&) const = default;
};

/// Reads what `read` gives on an inotify descriptor: struct inotify_event (int wd, uint32 mask, cookie, len)
/// and `len` bytes of name filled up with NUL, again and again, in the byte order of the machine. What is cut
/// short at the end is left out. Source: inotify(7).
std::vector<InotifyEvent> parse_inotify_events(std::span<const std::byte> bytes);

/// Watches on folders, each with the path that it was added with.
class InotifyWatches {
public:
    /// Check `error` before use: errno of the start, 0 when it went well.
    InotifyWatches();
    ~InotifyWatches();
    InotifyWatches(const InotifyWatches&) = delete;
    InotifyWatches& operator=(const InotifyWatches&) = delete;

    int error() const { return error_; }
    int descriptor() const { return descriptor_; }
    std::size_t count() const { return paths_.size(); }

    /// Watches the folder that `folder` is an open descriptor of. Returns 0 or errno. A folder that is
    /// watched already gets the new path.
    int add(int folder, const std::string& path);
    /// Ends the watches on the folder and on all below it.
    void remove_below(const std::string& path);
    /// For a watch that the kernel ended.
    void forget(int watch);

    /// Null for a watch that was removed.
    const std::string* path_of(int watch) const;
    bool watches(const std::string& path) const { return watches_.contains(path); }

    /// What happened since the last call, as much as one read gives. Does not wait.
    std::vector<InotifyEvent> read();

private:
    int descriptor_ = -1;
    int error_ = 0;
    std::unordered_map<int, std::string> paths_;
    std::map<std::string, int> watches_;
};

}  // namespace proofsheet::scan
