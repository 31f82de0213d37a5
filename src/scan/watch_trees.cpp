#include "scan/watch_trees.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "core/text.h"
#include "scan/file_names.h"
#include "scan/watch_listing.h"

namespace proofsheet::scan {
namespace {

using Clock = std::chrono::steady_clock;

/// File systems whose files other machines or processes change without the kernel's knowledge: NFS, SMB,
/// CIFS, SMB2, FUSE, 9p, AFS (both), Ceph, Coda, NCP, vboxsf, Lustre. Source: statfs(2), linux/magic.h.
constexpr std::array<std::uint32_t, 13> kRemote{0x6969,     0x517B,     0xFF534D42, 0xFE534D42, 0x65735546,
                                                0x01021997, 0x5346414F, 0x6B414653, 0x00C36400, 0x73757245,
                                                0x564C,     0x786F4256, 0x0BD00BD0};

bool is_remote(int folder) {
    struct statfs status {};
    if (::fstatfs(folder, &status) != 0) return false;
    return std::find(kRemote.begin(), kRemote.end(), static_cast<std::uint32_t>(status.f_type)) !=
           kRemote.end();
}

std::string remote_notice(const std::string& root) {
    return fmt::format(
        "Changes show after a few seconds instead of at once, because a network file system does not "
        "announce "
        "them: {}",
        to_display(root));
}

std::string refusal_notice(const std::string& root, int code) {
    std::string cause = fmt::format("the system refuses ({})", std::strerror(code));
    if (code == ENOSPC)
        cause = "the system's limit of watched folders is reached; raise fs.inotify.max_user_watches";
    if (code == EMFILE || code == ENFILE)
        cause =
            "the system's limit of watchers or open files is reached; close other programs or raise "
            "fs.inotify.max_user_instances";
    return fmt::format("Changes show after a few seconds instead of at once, because {}: {}", cause,
                       to_display(root));
}

}  // namespace

InotifyTrees::InotifyTrees(std::vector<std::string> roots, std::size_t most_watches, ChangeGatherer& gatherer)
    : roots_(std::move(roots)), most_watches_(most_watches), gatherer_(gatherer), boundary_(roots_) {}

void InotifyTrees::watch_all(FileAge age, const std::stop_token& stop) {
    age_ = age;
    if (watches_.error() != 0) {
        for (const std::string& root : roots_) refuse(root, refusal_notice(root, watches_.error()));
        return;
    }
    std::vector<WalkStart> starts;
    for (const std::string& root : roots_) starts.push_back({root, root});
    walk(starts, stop);
    for (const RefusedRoot& refused : refused_) watches_.remove_below(refused.path);
    is_set_up_ = true;
    age_ = FileAge::Fresh;
}

void InotifyTrees::walk(std::span<const WalkStart> starts, const std::stop_token& stop) {
    const auto path_of = [&](const WalkedFolder& folder) {
        return join_path(starts[folder.start].path, folder.relative);
    };
    WalkRules rules{is_watched_name, [](const std::string&) { return true; }};
    // Before the entries are read: what comes later is an event, what came earlier is an entry.
    rules.opened = [&](const WalkedFolder& folder) { watch_folder(path_of(folder), folder.descriptor); };
    FolderWalk walk(boundary_, std::move(rules));
    static_cast<void>(walk.run(
        starts, [&](const WalkedFolder& folder) { look_at_files(folder, path_of(folder)); }, stop));
    if (stop.stop_requested()) is_outdated_ = true;
}

void InotifyTrees::watch_folder(const std::string& path, int descriptor) {
    const std::string& root = root_of(path);
    if (is_refused(root)) return;
    if (is_remote(descriptor)) return refuse(root, remote_notice(root));
    const bool is_full = watches_.count() >= most_watches_;
    const int failed = is_full ? ENOSPC : watches_.add(descriptor, path);
    // A folder that vanished or was locked meanwhile is none of the system's refusals.
    if (failed != 0 && failed != ENOENT && failed != EACCES) refuse(root, refusal_notice(root, failed));
}

void InotifyTrees::look_at_files(const WalkedFolder& folder, const std::string& path) {
    for (const std::string& name : folder.folder_links) folder_links_.insert(join_path(path, name));
    // Links are followed after all real folders; a walk that starts below a root cannot know those.
    if (is_set_up_ && !folder.folder_links.empty()) is_outdated_ = true;
    const std::int64_t young = young_since();
    for (const FolderEntry& entry : folder.entries) {
        if (entry.kind != EntryKind::File || !can_grow(entry.name)) continue;
        const auto facts = facts_of(folder.descriptor, entry.name.c_str());
        if (facts && facts->stamp.mtime_ns >= young && may_be_open(folder.descriptor, entry.name.c_str()))
            gatherer_.suspected(join_path(path, entry.name), changed_at(path, entry.name), age_, *facts,
                                Clock::now());
    }
}

/// Whether somebody may have a file open for writing. Where the system does not tell, files that are there
/// from the start are taken as complete, so that a folder that was just copied shows at once.
bool InotifyTrees::may_be_open(int folder, const char* name) const {
    return is_open_for_writing(folder, name).value_or(is_set_up_ || age_ == FileAge::Known);
}

void InotifyTrees::refuse(const std::string& root, std::string notice) {
    refused_.push_back({root, std::move(notice)});
    if (is_set_up_) is_outdated_ = true;
}

bool InotifyTrees::is_refused(const std::string& root) const {
    return std::any_of(refused_.begin(), refused_.end(),
                       [&](const RefusedRoot& refused) { return refused.path == root; });
}

/// The longest root that the path lies in.
const std::string& InotifyTrees::root_of(const std::string& path) const {
    const std::string* best = nullptr;
    for (const std::string& root : roots_) {
        const bool holds = path == root || path.starts_with(root.ends_with('/') ? root : root + '/');
        if (holds && (best == nullptr || root.size() > best->size())) best = &root;
    }
    return best == nullptr ? roots_.front() : *best;
}

Changed InotifyTrees::changed_at(const std::string& folder, const std::string& name) const {
    const std::string& root = root_of(folder);
    const std::string_view below = std::string_view(folder).substr(std::min(folder.size(), root.size()));
    return changed_by(below.starts_with('/') ? below.substr(1) : below, name);
}

void InotifyTrees::read_events(const std::stop_token& stop) {
    if (watches_.error() != 0) return;
    for (const InotifyEvent& event : watches_.read()) {
        if (is_outdated_) return;
        take(event, stop);
    }
}

void InotifyTrees::take(const InotifyEvent& event, const std::stop_token& stop) {
    if ((event.mask & (IN_Q_OVERFLOW | IN_UNMOUNT)) != 0) {
        is_outdated_ = true;
        return;
    }
    if ((event.mask & IN_IGNORED) != 0) return watches_.forget(event.watch);
    const std::string* const watched = watches_.path_of(event.watch);
    if (watched == nullptr || event.name.starts_with('.')) return;
    const std::string folder = *watched;
    if (event.name.empty()) return take_own(folder, event.mask);
    const std::string path = join_path(folder, event.name);
    if ((event.mask & IN_ISDIR) != 0) return take_folder(path, event.mask, stop);
    if (is_link_to_folder(path, event.mask)) {
        is_outdated_ = true;
        return;
    }
    if (is_watched_name(event.name)) take_file(path, changed_at(folder, event.name), event.mask);
}

/// What happened to a watched folder itself: its parent tells most of it, but a root has none.
void InotifyTrees::take_own(const std::string& folder, std::uint32_t mask) {
    const bool has_parent = watches_.watches(std::string(parent_part(folder)));
    if (!has_parent && (mask & (IN_DELETE_SELF | IN_MOVE_SELF)) != 0) is_outdated_ = true;
    if (!has_parent && (mask & IN_ATTRIB) != 0) gatherer_.changed(Changed::Runs, Clock::now());
}

void InotifyTrees::take_folder(const std::string& path, std::uint32_t mask, const std::stop_token& stop) {
    if ((mask & (IN_MOVED_FROM | IN_DELETE)) != 0) {
        if ((mask & IN_MOVED_FROM) != 0) watches_.remove_below(path);
        return gatherer_.gone_below(path, Clock::now());
    }
    if ((mask & (IN_CREATE | IN_MOVED_TO | IN_ATTRIB)) == 0) return;
    gatherer_.changed(Changed::Runs, Clock::now());
    if ((mask & IN_ATTRIB) != 0 && watches_.watches(path)) return;
    const std::vector<WalkStart> starts{{path, path}};
    walk(starts, stop);
}

bool InotifyTrees::is_link_to_folder(const std::string& path, std::uint32_t mask) const {
    if ((mask & (IN_DELETE | IN_MOVED_FROM)) != 0) return folder_links_.contains(path);
    if ((mask & (IN_CREATE | IN_MOVED_TO)) == 0) return false;
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode) &&
           ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

void InotifyTrees::take_file(const std::string& path, Changed what, std::uint32_t mask) {
    const auto now = Clock::now();
    if ((mask & (IN_DELETE | IN_MOVED_FROM)) != 0) return gatherer_.gone(path, what, now);
    if ((mask & (IN_MOVED_TO | IN_CLOSE_WRITE)) != 0) return gatherer_.completed(path, what, now);
    if ((mask & IN_CREATE) != 0) return take_new_file(path, what);
    if ((mask & IN_MODIFY) != 0 && can_grow(path)) {
        const auto facts = gatherer_.is_growing(path) ? FileFacts{} : facts_of(AT_FDCWD, path.c_str());
        if (facts) gatherer_.modified(path, what, *facts, now);
    }
    if ((mask & IN_ATTRIB) != 0) gatherer_.changed(what, now);
}

void InotifyTrees::take_new_file(const std::string& path, Changed what) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return;
    // A link, hard or symbolic, is complete with its name; nothing will close it.
    const bool is_link = !S_ISREG(status.st_mode) || status.st_nlink > 1;
    if (is_link || !can_grow(path)) return gatherer_.changed(what, Clock::now());
    if (const auto facts = facts_of(AT_FDCWD, path.c_str()))
        gatherer_.created(path, what, *facts, Clock::now());
}

}  // namespace proofsheet::scan
