#pragma once

#include <map>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "scan/folder_walk.h"
#include "scan/watch_change.h"

namespace proofsheet::scan {

/// Whether a file of this name can change what a scan or a discovery finds: pictures, checkpoints, the .json
/// beside a picture.
bool is_watched_name(std::string_view name);

/// Those of them that wait while they are written: pictures and checkpoints.
bool can_grow(std::string_view name);

/// A file that was written since then may still be open: one second ago, in nanoseconds since 1970.
std::int64_t young_since();
/// Whether a process has the file open for writing; nullopt where the system does not tell: files of other
/// users, network file systems. Source: Linux, fcntl(2), "Leases": a read lease is refused while it is.
std::optional<bool> is_open_for_writing(int folder, const char* name);

/// What has to be done again when a file changes. `folder` is the folder of the file relative to its root.
Changed changed_by(std::string_view folder, std::string_view name);

/// Facts of a regular file; links are followed.
std::optional<FileFacts> facts_of(int folder, const char* name);

/// Watched files of some folders as they were at one time.
struct TreeListing {
    struct Folder {
        std::string relative;                    ///< to its root
        std::map<std::string, FileFacts> files;  ///< by name
        std::vector<std::string> links;          ///< names of links to folders
        bool operator==(const Folder&) const = default;
    };
    std::map<std::string, Folder> folders;  ///< by absolute path
    std::vector<Problem> problems;          ///< of the walk
    bool is_cut = false;                    ///< there were more files than may be listed
};

/// A listing holds this many files at most: about 200 bytes each.
constexpr std::size_t kMostListedFiles = 1'000'000;

TreeListing list_trees(std::span<const std::string> roots, const Boundary& boundary,
                       const std::stop_token& stop, std::size_t most_files = kMostListedFiles);

/// What one poll tells.
struct PollStep {
    std::optional<Changed> changed;
    GrowingFiles growing;
    bool operator==(const PollStep&) const = default;
};

/// Compares a listing with the one before. A file grows when its size or time changed, or when it is new and
/// was written after `young_since` (nanoseconds since 1970). It is complete once two listings agree on it.
PollStep compare(const TreeListing& before, const GrowingFiles& growing_before, const TreeListing& now,
                 std::int64_t young_since);

}  // namespace proofsheet::scan
