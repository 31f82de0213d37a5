#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_set>

#include "core/text.h"
#include "scan/discover.h"
#include "scan/folder_walk.h"
#include "scan/name_parts.h"
#include "scan/picture_listing.h"
#include "scan/preview_scan.h"
#include "scan/progress.h"

namespace proofsheet::scan {
namespace {

bool has_sample_folders(const grid::TrainingRun& run) {
    return std::any_of(run.checkpoints.begin(), run.checkpoints.end(),
                       [](const grid::Checkpoint& checkpoint) { return checkpoint.has_samples(); });
}

using FileNames = std::unordered_set<std::string>;

/// File names that several checkpoints of the run have (`checkpoint-500/model.safetensors`): for them the
/// folder above the samples may say which one they belong to.
FileNames shared_file_names(const grid::TrainingRun& run) {
    FileNames seen;
    FileNames shared;
    for (const grid::Checkpoint& checkpoint : run.checkpoints)
        if (!seen.insert(checkpoint.file).second) shared.insert(checkpoint.file);
    return shared;
}

/// `<study>/<file>` or `<run>/<study>/<file>`; empty for `<file>`.
std::string study_of(const FileNames& shared, const grid::Checkpoint& checkpoint,
                     std::string_view sample_dir) {
    const auto parts = split_name(sample_dir, '/');
    if (parts.size() < 2) return {};
    const std::string_view above = parts[parts.size() - 2];
    if (shared.contains(checkpoint.file)) {
        const auto model = split_name(checkpoint.path, '/');
        if (model.size() >= 2 && model[model.size() - 2] == above) return {};
    }
    return to_display(above);
}

Dimensions location_of(const FileNames& shared, const grid::Checkpoint& checkpoint,
                       std::string_view sample_dir) {
    Dimensions location;
    add_dimension(location, grid::kCheckpointDimension, checkpoint.label);
    if (checkpoint.noise) add_dimension(location, "noise", *checkpoint.noise);
    std::string study = study_of(shared, checkpoint, sample_dir);
    if (!study.empty()) add_dimension(location, "study", std::move(study));
    return location;
}

/// Adds the pictures of one folder to the report.
void add_folder(const WalkedFolder& folder, const std::string& start, Dimensions location,
                const HeldPictures& held, grid::ScanReport& report) {
    const std::string relative = join_path(start, folder.relative);
    if (!folder.relative.empty()) add_dimension(location, "folder", to_display(folder.relative));
    std::vector<grid::FoundSample> found;
    for (const ListedPicture& picture : list_pictures(folder, relative, held, report.problems))
        found.push_back(read_sample(relative, picture, location, report.problems));
    split_superseded(found, location.size(), report.superseded);
    std::move(found.begin(), found.end(), std::back_inserter(report.found));
}

std::vector<std::string> labels_in_order(const grid::TrainingRun& run) {
    std::vector<std::string> labels;
    std::unordered_set<std::string> seen;
    for (const grid::Checkpoint& checkpoint : run.checkpoints)
        if (seen.insert(checkpoint.label).second) labels.push_back(checkpoint.label);
    return labels;
}

grid::ScanReport scan_sample_folders(const grid::TrainingRun& run, const std::string& sample_dir,
                                     const OnScanned& on_progress, const std::stop_token& stop,
                                     const Unfinished& unfinished) {
    grid::ScanReport report;
    report.run = run.name;
    report.root = sample_dir;
    report.checkpoint_order = labels_in_order(run);
    const std::vector<std::string> allowed{sample_dir, run.root};
    const Boundary boundary(allowed);
    const FileNames shared = shared_file_names(run);
    const HeldPictures held(unfinished, report.root);
    Progress progress(on_progress);
    for (const grid::Checkpoint& checkpoint : run.checkpoints) {
        for (const std::string& start : checkpoint.sample_dirs) {
            if (stop.stop_requested()) return report;
            const Dimensions location = location_of(shared, checkpoint, start);
            const std::vector<WalkStart> starts{{join_path(sample_dir, start), start}};
            FolderWalk walk(boundary, picture_walk_rules());
            auto problems = walk.run(
                starts,
                [&](const WalkedFolder& folder) {
                    add_folder(folder, start, location, held, report);
                    progress.tell(report);
                },
                stop);
            std::move(problems.begin(), problems.end(), std::back_inserter(report.problems));
        }
    }
    return report;
}

}  // namespace

grid::ScanReport scan_run(const grid::TrainingRun& run, const std::filesystem::path& sample_dir,
                          const OnScanned& on_progress, std::stop_token stop, const Unfinished& unfinished) {
    grid::ScanReport report =
        !has_sample_folders(run) && !run.preview_dirs.empty()
            ? scan_previews(run, stop, unfinished)
            : scan_sample_folders(run, absolute_folder(sample_dir), on_progress, stop, unfinished);
    sort_lists(report);
    return report;
}

}  // namespace proofsheet::scan
