#include "scan/folder_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

#include "core/text.h"

namespace proofsheet::scan {
namespace {

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

OpenFolder open_folder(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return nullptr;
    DIR* const folder = ::fdopendir(descriptor);
    if (folder == nullptr) ::close(descriptor);
    return OpenFolder(folder);
}

/// nullopt where the path leads nowhere.
std::optional<std::string> resolve(const std::string& path) {
    const std::unique_ptr<char, decltype(&::free)> resolved(::realpath(path.c_str(), nullptr), &::free);
    if (!resolved) return std::nullopt;
    return std::string(resolved.get());
}

bool lies_in(std::string_view path, std::string_view folder) {
    if (!path.starts_with(folder)) return false;
    return path.size() == folder.size() || folder.ends_with('/') || path[folder.size()] == '/';
}

EntryKind kind_of(const struct stat& status) {
    if (S_ISDIR(status.st_mode)) return EntryKind::Folder;
    return S_ISREG(status.st_mode) ? EntryKind::File : EntryKind::Other;
}

/// Type of an entry where the file system does not give it with the name.
unsigned char type_of(int folder, const char* name) {
    struct stat status {};
    if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return DT_UNKNOWN;
    return static_cast<unsigned char>(IFTODT(status.st_mode));
}

}  // namespace

std::string absolute_folder(const std::filesystem::path& folder) {
    if (folder.empty()) return {};
    std::error_code failed;
    std::filesystem::path path = std::filesystem::absolute(folder, failed);
    if (failed) path = folder;
    const bool climbs = std::find(path.begin(), path.end(), "..") != path.end();
    if (climbs) path = std::filesystem::weakly_canonical(path, failed);
    std::string text = path.lexically_normal().native();
    while (text.size() > 1 && text.ends_with('/')) text.pop_back();
    return text;
}

std::string join_path(std::string_view folder, std::string_view name) {
    std::string path;
    path.reserve(folder.size() + name.size() + 1);
    path += folder;
    if (!folder.empty() && !name.empty() && !folder.ends_with('/')) path += '/';
    path += name;
    return path;
}

Boundary::Boundary(std::span<const std::string> folders) {
    for (const std::string& folder : folders)
        if (auto resolved = folder.empty() ? std::nullopt : resolve(folder))
            folders_.push_back(std::move(*resolved));
}

bool Boundary::contains(std::string_view resolved) const {
    return std::any_of(folders_.begin(), folders_.end(),
                       [&](const std::string& folder) { return lies_in(resolved, folder); });
}

std::vector<Problem> FolderWalk::run(std::span<const WalkStart> starts, const Visit& visit,
                                     const std::stop_token& stop) {
    starts_ = starts;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        folders_.push_back({i, {}});
        drain(folders_, visit, stop);
    }
    while (!links_.empty() && !stop.stop_requested()) {
        drain(links_, visit, stop);
        drain(folders_, visit, stop);
    }
    return std::move(problems_);
}

void FolderWalk::drain(std::deque<Pending>& queue, const Visit& visit, const std::stop_token& stop) {
    while (!queue.empty() && !stop.stop_requested()) {
        const Pending next = std::move(queue.front());
        queue.pop_front();
        walk_one(next, &queue == &links_, visit);
    }
}

bool FolderWalk::is_start_refused(std::size_t start) {
    const auto resolved = resolve(starts_[start].path);
    if (resolved && boundary_.contains(*resolved)) return false;
    if (resolved)
        report(start, {}, "outside",
               "This folder lies outside the configured folders and was not read; add it to the settings to "
               "see it");
    else
        report_unreadable({start, {}});
    return true;
}

void FolderWalk::report_unreadable(const Pending& pending) {
    const int code = errno;
    if (pending.relative.empty() && (code == ENOENT || code == ENOTDIR))
        report(pending.start, {}, "missing-folder",
               "There is no such folder; create it or change the settings");
    else
        report(pending.start, pending.relative, "unreadable",
               fmt::format("This folder cannot be read ({}); check its permissions", std::strerror(code)));
}

void FolderWalk::walk_one(const Pending& pending, bool by_link, const Visit& visit) {
    if (pending.relative.empty() && is_start_refused(pending.start)) return;
    const OpenFolder open = open_folder(absolute(pending.start, pending.relative));
    struct stat status {};
    if (!open || ::fstat(::dirfd(open.get()), &status) != 0) return report_unreadable(pending);
    if (!visited_.insert(identity_of(status)).second) {
        if (by_link) report_visited(pending);
        return;
    }
    WalkedFolder folder{pending.start, pending.relative, ::dirfd(open.get()), {}};
    if (rules_.opened) rules_.opened(folder);
    errno = 0;
    while (const dirent* const entry = ::readdir(open.get())) {
        if (entry->d_name[0] != '.') add_entry(folder, entry->d_name, entry->d_type);
        errno = 0;
    }
    if (errno != 0)
        report(pending.start, pending.relative, "unreadable",
               fmt::format("Only a part of this folder could be read ({}); check the disk",
                           std::strerror(errno)));
    queue_folders(folder);
    visit(folder);
}

void FolderWalk::add_entry(WalkedFolder& folder, const char* name, unsigned char type) {
    if (type == DT_UNKNOWN) type = type_of(folder.descriptor, name);
    if (type == DT_LNK) return add_link(folder, name);
    const EntryKind kind = type == DT_DIR   ? EntryKind::Folder
                           : type == DT_REG ? EntryKind::File
                                            : EntryKind::Other;
    folder.entries.push_back({name, kind, false});
}

void FolderWalk::add_link(WalkedFolder& folder, const char* name) {
    FolderEntry entry{name, EntryKind::Other, true};
    struct stat status {};
    if (::fstatat(folder.descriptor, name, &status, 0) != 0) {
        const bool loop = errno == ELOOP;
        report(folder.start, join_path(folder.relative, name), loop ? "loop" : "unreadable",
               loop
                   ? "This link leads back to itself; remove it"
                   : fmt::format("This link leads nowhere ({}); correct or remove it", std::strerror(errno)));
        return;
    }
    entry.kind = kind_of(status);
    if (entry.kind == EntryKind::Folder) folder.folder_links.push_back(name);
    if (entry.kind != EntryKind::Folder && !rules_.wants(name)) return;
    if (is_refused(folder, entry, identity_of(status))) return;
    folder.entries.push_back(std::move(entry));
}

bool FolderWalk::is_refused(const WalkedFolder& folder, const FolderEntry& entry, FileIdentity target) {
    const std::string relative = join_path(folder.relative, entry.name);
    const auto resolved = resolve(absolute(folder.start, relative));
    if (!resolved || !boundary_.contains(*resolved)) {
        report(folder.start, relative, "outside",
               "This link leads out of the configured folders and was not followed; add its target to the "
               "settings "
               "to see it");
        return true;
    }
    if (entry.kind != EntryKind::Folder) return false;
    const auto here = resolve(absolute(folder.start, folder.relative));
    if (!visited_.contains(target) && !(here && lies_in(*here, *resolved))) return false;
    report_visited({folder.start, relative});
    return true;
}

void FolderWalk::report_visited(const Pending& link) {
    const std::string path = absolute(link.start, link.relative);
    const auto target = resolve(path);
    const auto parent = resolve(path.substr(0, path.rfind('/')));
    if (target && parent && lies_in(*parent, *target))
        report(link.start, link.relative, "loop",
               "This link leads back to a folder that it lies in; remove it");
    else
        report(link.start, link.relative, "duplicate",
               "This link leads to a folder that is listed already and was not followed again; nothing is "
               "missing");
}

void FolderWalk::queue_folders(const WalkedFolder& folder) {
    for (const FolderEntry& entry : folder.entries) {
        if (entry.kind != EntryKind::Folder) continue;
        std::string relative = join_path(folder.relative, entry.name);
        if (!rules_.enters(relative)) continue;
        (entry.is_link ? links_ : folders_).push_back({folder.start, std::move(relative)});
    }
}

std::string FolderWalk::absolute(std::size_t start, std::string_view relative) const {
    return join_path(starts_[start].path, relative);
}

void FolderWalk::report(std::size_t start, std::string_view relative, std::string kind, std::string message) {
    problems_.push_back(
        {to_display(join_path(starts_[start].shown, relative)), std::move(kind), std::move(message)});
}

}  // namespace proofsheet::scan
