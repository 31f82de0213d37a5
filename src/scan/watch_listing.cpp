#include "scan/watch_listing.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "scan/discover_walks.h"
#include "scan/file_names.h"

namespace proofsheet::scan {
namespace {

class Comparison {
public:
    Comparison(const GrowingFiles& before, std::int64_t young_since)
        : before_(before), young_since_(young_since) {}

    void add(const TreeListing::Folder& old_folder, const TreeListing::Folder& folder) {
        if (old_folder.links != folder.links) changed(Changed::Runs);
        for (const auto& [name, facts] : folder.files) {
            const auto old = old_folder.files.find(name);
            const Changed what = changed_by(folder.relative, name);
            add_file(name, old == old_folder.files.end() ? nullptr : &old->second, facts, what);
        }
        for (const auto& [name, facts] : old_folder.files)
            if (!folder.files.contains(name)) changed(changed_by(folder.relative, name));
    }

    void changed(Changed what) { step_.changed = std::max(step_.changed.value_or(what), what); }
    PollStep take() { return std::move(step_); }

private:
    void add_file(std::string_view name, const FileFacts* old, const FileFacts& facts, Changed what) {
        const bool was_growing = before_.contains(facts.file);
        if (old != nullptr && *old == facts) {
            if (was_growing) changed(what);
            return;
        }
        changed(what);
        if (!can_grow(name)) return;
        const bool is_same_file = old != nullptr && old->file == facts.file;
        if (!is_same_file && facts.stamp.mtime_ns < young_since_) return;
        const bool is_fresh = old == nullptr || before_.fresh.contains(facts.file);
        (is_fresh ? step_.growing.fresh : step_.growing.rewritten).insert(facts.file);
    }

    const GrowingFiles& before_;
    std::int64_t young_since_;
    PollStep step_;
};

}  // namespace

bool is_watched_name(std::string_view name) {
    return can_grow(name) || name.ends_with(".json");
}

bool can_grow(std::string_view name) {
    return is_picture_name(name) || is_safetensors_name(name);
}

std::int64_t young_since() {
    const auto since = std::chrono::system_clock::now() - std::chrono::seconds(1);
    return std::chrono::duration_cast<std::chrono::nanoseconds>(since.time_since_epoch()).count();
}

std::optional<bool> is_open_for_writing(int folder, const char* name) {
    const int file = ::openat(folder, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (file < 0) return std::nullopt;
    // Who opens the file for writing in this instant makes the kernel send a signal: one that does nothing.
    ::fcntl(file, F_SETSIG, SIGURG);
    std::optional<bool> answer;
    if (::fcntl(file, F_SETLEASE, F_RDLCK) == 0) {
        ::fcntl(file, F_SETLEASE, F_UNLCK);
        answer = false;
    } else if (errno == EAGAIN) {
        answer = true;
    }
    ::close(file);
    return answer;
}

Changed changed_by(std::string_view folder, std::string_view name) {
    const bool is_of_runs = is_safetensors_name(name) || !preview_folder_of(folder).empty();
    return is_of_runs ? Changed::Runs : Changed::Pictures;
}

std::optional<FileFacts> facts_of(int folder, const char* name) {
    struct stat status {};
    if (::fstatat(folder, name, &status, 0) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return FileFacts{identity_of(status),
                     {static_cast<std::uint64_t>(status.st_size),
                      std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec}};
}

TreeListing list_trees(std::span<const std::string> roots, const Boundary& boundary,
                       const std::stop_token& stop, std::size_t most_files) {
    TreeListing listing;
    std::size_t count = 0;
    const auto visit = [&](const WalkedFolder& walked) {
        TreeListing::Folder folder;
        folder.relative = walked.relative;
        folder.links = walked.folder_links;
        std::sort(folder.links.begin(), folder.links.end());
        for (const FolderEntry& entry : walked.entries) {
            if (entry.kind != EntryKind::File || !is_watched_name(entry.name)) continue;
            if (count == most_files) listing.is_cut = true;
            const auto facts =
                count < most_files ? facts_of(walked.descriptor, entry.name.c_str()) : std::nullopt;
            if (facts && folder.files.emplace(entry.name, *facts).second) ++count;
        }
        listing.folders.emplace(join_path(roots[walked.start], walked.relative), std::move(folder));
    };
    std::vector<WalkStart> starts;
    for (const std::string& root : roots) starts.push_back({root, root});
    FolderWalk walk(boundary, {is_watched_name, [](const std::string&) { return true; }});
    listing.problems = walk.run(starts, visit, stop);
    return listing;
}

PollStep compare(const TreeListing& before, const GrowingFiles& growing_before, const TreeListing& now,
                 std::int64_t young_since) {
    Comparison comparison(growing_before, young_since);
    if (before.problems != now.problems) comparison.changed(Changed::Runs);
    for (const auto& [path, folder] : now.folders) {
        const auto old = before.folders.find(path);
        if (old == before.folders.end()) comparison.changed(Changed::Runs);
        comparison.add(old == before.folders.end() ? TreeListing::Folder{} : old->second, folder);
    }
    for (const auto& [path, folder] : before.folders)
        if (!now.folders.contains(path)) comparison.changed(Changed::Runs);
    return comparison.take();
}

}  // namespace proofsheet::scan
