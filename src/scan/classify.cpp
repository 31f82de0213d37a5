#include <fmt/format.h>

#include "core/file_bytes.h"
#include "scan/discover.h"
#include "scan/file_names.h"
#include "scan/folder_walk.h"

namespace proofsheet::scan {
namespace {

namespace fs = std::filesystem;

/// A look that decides how to open a folder ends after this many folders: opening a home folder must not take
/// minutes.
constexpr int kMostFolders = 2000;

/// What a bounded look into a folder found.
struct Look {
    bool has_checkpoints = false;
    bool has_sample_folders = false;  ///< folders named like checkpoint files, with pictures in them
};

Look look_into(const std::string& folder) {
    Look look;
    int visited = 0;
    std::stop_source enough;
    const auto visit = [&](const WalkedFolder& walked) {
        for (const FolderEntry& entry : walked.entries) {
            if (entry.kind != EntryKind::File) continue;
            if (is_safetensors_name(entry.name)) look.has_checkpoints = true;
            if (is_picture_name(entry.name) && is_safetensors_name(walked.relative))
                look.has_sample_folders = true;
        }
        const bool knows_all = look.has_checkpoints && look.has_sample_folders;
        if (knows_all || ++visited >= kMostFolders) enough.request_stop();
    };
    const std::vector<std::string> allowed{folder};
    const Boundary boundary(allowed);
    const std::vector<WalkStart> starts{{folder, folder}};
    FolderWalk walk(boundary,
                    {[](std::string_view name) { return is_safetensors_name(name) || is_picture_name(name); },
                     [](const std::string& relative) { return !is_passed_over(relative); }});
    static_cast<void>(walk.run(starts, visit, enough.get_token()));
    return look;
}

bool is_folder(const std::string& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

/// `samples` or `sample` in the folder or beside it, where it holds sample folders; empty when there is none.
std::string find_samples_near(const std::string& checkpoints) {
    const std::string beside(parent_part(checkpoints));
    for (const std::string& folder : {checkpoints, beside})
        for (const char* const name : {"samples", "sample"}) {
            std::string candidate = join_path(folder, name);
            if (!folder.empty() && is_folder(candidate) && look_into(candidate).has_sample_folders)
                return candidate;
        }
    return {};
}

/// Where a folder holds both: its `checkpoints` if there is such a folder.
std::string find_checkpoints_in(const std::string& folder) {
    std::string candidate = join_path(folder, "checkpoints");
    return is_folder(candidate) ? candidate : folder;
}

OpenedPath with_checkpoints(OpenedPath opened, const std::string& checkpoints) {
    opened.folders.checkpoint_dirs = {checkpoints};
    opened.folders.sample_dir = find_samples_near(checkpoints);
    return opened;
}

bool lies_below(const std::string& path, const std::string& folder) {
    return path.starts_with(folder + '/');
}

OpenedPath classify_checkpoints(OpenedPath opened, const std::string& folder, const Look& look) {
    using Kind = OpenedPath::Kind;
    opened = with_checkpoints(std::move(opened), find_checkpoints_in(folder));
    fs::path& samples = opened.folders.sample_dir;
    if (samples.empty() && look.has_sample_folders) samples = folder;
    const bool holds_both = samples == folder || lies_below(samples, folder);
    opened.kind = holds_both ? Kind::Project : Kind::CheckpointFolder;
    return opened;
}

OpenedPath classify_folder(const std::string& folder) {
    OpenedPath opened;
    opened.root = folder;
    const Look look = look_into(folder);
    if (look.has_checkpoints) return classify_checkpoints(std::move(opened), folder, look);
    if (look.has_sample_folders) {
        opened.kind = OpenedPath::Kind::SampleFolder;
        opened.folders.sample_dir = folder;
    }
    return opened;
}

OpenedPath classify_file(const std::string& file) {
    OpenedPath opened;
    opened.root = fs::path(file).parent_path();
    opened.selected = file;
    opened.kind = OpenedPath::Kind::Picture;
    if (is_safetensors_name(file)) {
        opened.kind = OpenedPath::Kind::Checkpoint;
        opened = with_checkpoints(opened, opened.root.native());
    }
    return opened;
}

}  // namespace

Result<OpenedPath> classify(const fs::path& path) {
    const std::string absolute = absolute_folder(path);
    std::error_code failed;
    const fs::file_status status = fs::status(absolute, failed);
    if (absolute.empty() || !fs::exists(status))
        return Error{ErrorKind::NotFound,
                     fmt::format("There is nothing to open at this path; check it: {}", display_path(path))};
    if (fs::is_directory(status)) return classify_folder(absolute);
    const bool is_known = is_safetensors_name(absolute) || is_picture_name(absolute);
    if (fs::is_regular_file(status) && is_known) return classify_file(absolute);
    return Error{
        ErrorKind::Unsupported,
        fmt::format("Only folders, pictures (PNG, JPEG, WebP) and .safetensors files can be opened: {}",
                    display_path(path))};
}

}  // namespace proofsheet::scan
