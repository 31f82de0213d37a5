#include "scan/discover_walks.h"

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "core/text.h"
#include "scan/checkpoint_check.h"
#include "scan/file_names.h"
#include "scan/preview_path.h"

namespace proofsheet::scan {
namespace {

/// Levels of folders above the folder that is named like a checkpoint: run and study.
constexpr std::ptrdiff_t kFoldersAbove = 2;

bool is_preview_folder_name(std::string_view name) {
    return name == "sample" || name == "samples";
}

bool is_fresh(const WalkedFolder& folder, const FolderEntry& entry, const GrowingFiles& growing) {
    if (growing.fresh.empty()) return false;
    struct stat status {};
    return ::fstatat(folder.descriptor, entry.name.c_str(), &status, 0) == 0 &&
           growing.fresh.contains(identity_of(status));
}

class CheckpointCollector {
public:
    CheckpointCollector(std::span<const std::string> roots, const GrowingFiles& growing)
        : roots_(roots), growing_(growing) {}

    void visit(const WalkedFolder& folder) {
        for (const FolderEntry& entry : folder.entries)
            if (entry.kind != EntryKind::Folder && is_safetensors_name(entry.name))
                add_checkpoint(folder, entry);
        const std::string_view previews = preview_folder_of(folder.relative);
        if (!previews.empty()) add_previews(folder, previews);
    }

    CheckpointWalk finish(std::vector<Problem> problems) && {
        walk_.problems.insert(walk_.problems.end(), problems.begin(), problems.end());
        for (auto& [key, names] : previews_)
            walk_.previews.push_back({key.first, key.second, std::move(names)});
        return std::move(walk_);
    }

private:
    void add_checkpoint(const WalkedFolder& folder, const FolderEntry& entry) {
        const std::string& root = roots_[folder.start];
        std::string relative = join_path(folder.relative, entry.name);
        const std::string path = join_path(root, relative);
        if (entry.kind == EntryKind::Other) {
            walk_.problems.push_back(
                {to_display(path), "not-a-file",
                 "This has the name of a checkpoint but is not a file; rename or remove it"});
            return;
        }
        if (is_fresh(folder, entry, growing_)) return;
        if (auto problem = check_checkpoint_start(folder.descriptor, entry.name, path))
            walk_.problems.push_back(std::move(*problem));
        walk_.files.push_back({root, std::move(relative)});
    }

    void add_previews(const WalkedFolder& folder, std::string_view previews) {
        const std::string absolute = join_path(roots_[folder.start], folder.relative);
        for (const FolderEntry& entry : folder.entries) {
            if (entry.kind != EntryKind::File || !is_picture_name(entry.name)) continue;
            const auto preview = parse_preview_in(absolute, entry.name);
            if (!preview) continue;
            auto& names = previews_[{roots_[folder.start], std::string(previews)}];
            if (!preview->run_name.empty()) names.insert(preview->run_name);
        }
    }

    std::span<const std::string> roots_;
    const GrowingFiles& growing_;
    CheckpointWalk walk_;
    std::map<std::pair<std::string, std::string>, std::set<std::string>> previews_;
};

}  // namespace

std::string_view preview_folder_of(std::string_view relative) {
    if (is_preview_folder_name(last_part(relative))) return relative;
    const std::string_view parent = parent_part(relative);
    const bool is_prompt_folder = is_preview_folder_name(last_part(parent)) && !is_safetensors_name(relative);
    return is_prompt_folder ? parent : std::string_view{};
}

CheckpointWalk walk_checkpoint_folders(std::span<const std::string> roots, const Boundary& boundary,
                                       const GrowingFiles& growing, const std::stop_token& stop) {
    std::vector<WalkStart> starts;
    for (const std::string& root : roots) starts.push_back({root, root});
    CheckpointCollector collector(roots, growing);
    FolderWalk walk(boundary, {is_safetensors_name, [](const std::string&) { return true; }});
    auto problems = walk.run(
        starts, [&](const WalkedFolder& folder) { collector.visit(folder); }, stop);
    return std::move(collector).finish(std::move(problems));
}

SampleFolderWalk walk_sample_folder(const std::string& sample_dir, const Boundary& boundary,
                                    const std::stop_token& stop) {
    SampleFolderWalk found;
    const auto enters = [](const std::string& relative) {
        const auto depth = std::count(relative.begin(), relative.end(), '/') + 1;
        return depth <= kFoldersAbove && !is_safetensors_name(relative) && !is_passed_over(relative);
    };
    const auto visit = [&](const WalkedFolder& folder) {
        for (const FolderEntry& entry : folder.entries)
            if (entry.kind == EntryKind::Folder && is_safetensors_name(entry.name))
                found.folders.push_back({join_path(folder.relative, entry.name)});
    };
    const std::vector<WalkStart> starts{{sample_dir, sample_dir}};
    FolderWalk walk(boundary, {[](std::string_view) { return false; }, enters});
    found.problems = walk.run(starts, visit, stop);
    std::sort(found.folders.begin(), found.folders.end(),
              [](const SampleFolder& a, const SampleFolder& b) { return a.relative < b.relative; });
    return found;
}

}  // namespace proofsheet::scan
