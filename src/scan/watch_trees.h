#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "scan/folder_walk.h"
#include "scan/watch_gatherer.h"
#include "scan/watch_inotify.h"

namespace proofsheet::scan {

/// A root that the kernel does not watch, and one sentence for the user that says why.
struct RefusedRoot {
    std::string path;
    std::string notice;
};

/// Folders with all that is below them, watched by inotify. Every event goes to the gatherer.
class InotifyTrees {
public:
    /// `roots` are absolute. More than `most_watches` folders are treated as the system's limit is.
    InotifyTrees(std::vector<std::string> roots, std::size_t most_watches, ChangeGatherer& gatherer);

    /// Sets up all watches. Call once, before the others. `age` is that of the files that are there already.
    void watch_all(FileAge age, const std::stop_token& stop);
    /// Tells the gatherer what happened since the last call. Does not wait.
    void read_events(const std::stop_token& stop);

    int descriptor() const { return watches_.descriptor(); }
    const std::vector<RefusedRoot>& refused() const { return refused_; }
    /// Something happened that only a new set-up takes in: events were lost, links to folders changed, a root
    /// went away or cannot be watched any more.
    bool is_outdated() const { return is_outdated_; }

private:
    void walk(std::span<const WalkStart> starts, const std::stop_token& stop);
    void watch_folder(const std::string& path, int descriptor);
    void look_at_files(const WalkedFolder& folder, const std::string& path);
    bool may_be_open(int folder, const char* name) const;
    void refuse(const std::string& root, std::string notice);
    const std::string& root_of(const std::string& path) const;
    bool is_refused(const std::string& root) const;
    Changed changed_at(const std::string& folder, const std::string& name) const;

    void take(const InotifyEvent& event, const std::stop_token& stop);
    void take_own(const std::string& folder, std::uint32_t mask);
    void take_folder(const std::string& path, std::uint32_t mask, const std::stop_token& stop);
    void take_file(const std::string& path, Changed what, std::uint32_t mask);
    void take_new_file(const std::string& path, Changed what);
    bool is_link_to_folder(const std::string& path, std::uint32_t mask) const;

    std::vector<std::string> roots_;
    std::size_t most_watches_;
    ChangeGatherer& gatherer_;
    Boundary boundary_;
    InotifyWatches watches_;
    std::vector<RefusedRoot> refused_;
    std::set<std::string> folder_links_;
    FileAge age_ = FileAge::Fresh;  ///< of what a walk finds
    bool is_set_up_ = false;
    bool is_outdated_ = false;
};

}  // namespace proofsheet::scan
