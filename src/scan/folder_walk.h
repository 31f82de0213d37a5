#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "scan/file_identity.h"

namespace proofsheet::scan {

/// `folder` as an absolute path without "." parts and without a slash at the end; `..` is followed on the
/// disk. Empty stays empty.
std::string absolute_folder(const std::filesystem::path& folder);

/// Both parts with one '/' between them; either may be empty.
std::string join_path(std::string_view folder, std::string_view name);

/// The folders that may be read, with the links in their own paths resolved.
class Boundary {
public:
    /// Folders that do not exist and empty paths are left out.
    explicit Boundary(std::span<const std::string> folders);
    /// `resolved` is absolute and free of links.
    bool contains(std::string_view resolved) const;

private:
    std::vector<std::string> folders_;
};

/// Links are followed: a link to a file is a File, a link to a folder a Folder.
enum class EntryKind { Folder, File, Other };

struct FolderEntry {
    std::string name;  ///< native bytes
    EntryKind kind = EntryKind::File;
    bool is_link = false;
};

/// One folder of a walk while it is visited.
struct WalkedFolder {
    std::size_t start = 0;  ///< index of the start below which it lies
    std::string relative;   ///< to that start, '/' between parts, empty for the start itself
    int descriptor = -1;    ///< for calls relative to the folder; open during the visit only
    std::vector<FolderEntry>
        entries;  ///< in the order of the file system, without hidden ones and refused links
    std::vector<std::string> folder_links = {};  ///< names of links to folders, the refused ones too
};

struct WalkStart {
    std::string path;   ///< absolute
    std::string shown;  ///< stands for `path` in the paths of problems; may be empty
};

struct WalkRules {
    /// Whether a file of this name matters: links to other files are passed over without a word.
    std::function<bool(std::string_view name)> wants;
    /// Whether to walk into a sub-folder; `relative` is its path below the start.
    std::function<bool(const std::string& relative)> enters;
    /// Called before the entries of a folder are read; may be empty.
    std::function<void(const WalkedFolder& folder)> opened = {};
};

/// Walks folders, each once by device and inode whatever links lead there: one start after the other, links
/// to folders after all real ones. Hidden entries are skipped. Links that lead out of the boundary, nowhere,
/// or to a folder that was listed already become problems (kinds "outside", "unreadable", "loop",
/// "duplicate"), as do folders that cannot be read ("unreadable") and starts that are not there
/// ("missing-folder"). Holds one descriptor at a time.
class FolderWalk {
public:
    FolderWalk(const Boundary& boundary, WalkRules rules) : boundary_(boundary), rules_(std::move(rules)) {}

    /// Returns the problems. A stop ends the walk before the next folder.
    std::vector<Problem> run(std::span<const WalkStart> starts,
                             const std::function<void(const WalkedFolder&)>& visit,
                             const std::stop_token& stop);

private:
    struct Pending {
        std::size_t start = 0;
        std::string relative;
    };

    using Visit = std::function<void(const WalkedFolder&)>;

    void drain(std::deque<Pending>& queue, const Visit& visit, const std::stop_token& stop);
    void walk_one(const Pending& pending, bool by_link, const Visit& visit);
    void add_entry(WalkedFolder& folder, const char* name, unsigned char type);
    void add_link(WalkedFolder& folder, const char* name);
    bool is_start_refused(std::size_t start);
    void report_unreadable(const Pending& pending);
    bool is_refused(const WalkedFolder& folder, const FolderEntry& entry, FileIdentity target);
    void report_visited(const Pending& link);
    void queue_folders(const WalkedFolder& folder);
    std::string absolute(std::size_t start, std::string_view relative) const;
    void report(std::size_t start, std::string_view relative, std::string kind, std::string message);

    const Boundary& boundary_;
    WalkRules rules_;
    std::span<const WalkStart> starts_;
    std::deque<Pending> folders_;
    std::deque<Pending> links_;
    std::set<FileIdentity> visited_;
    std::vector<Problem> problems_;
};

}  // namespace proofsheet::scan
