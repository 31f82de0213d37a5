#include "scan/preview_scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "scan/file_names.h"
#include "scan/folder_walk.h"
#include "scan/name_parts.h"
#include "scan/picture_listing.h"
#include "scan/preview_labels.h"
#include "scan/preview_path.h"

namespace proofsheet::scan {
namespace {

struct PreviewPicture {
    grid::FoundSample found;
    TrainingPreview preview;
};

/// The deepest folder that holds all of them.
std::string common_folder(std::span<const std::string> folders) {
    std::string common = folders.front();
    for (const std::string& folder : folders)
        while (folder != common && !folder.starts_with(common + '/') && !common.empty())
            common = parent_part(common);
    return common.empty() ? "/" : common;
}

std::string relative_to(std::string_view folder, const std::string& root) {
    if (folder.size() <= root.size()) return {};
    return std::string(folder.substr(root.ends_with('/') ? root.size() : root.size() + 1));
}

class PreviewCollector {
public:
    PreviewCollector(const grid::TrainingRun& run, const HeldPictures& held, grid::ScanReport& report)
        : run_(run), held_(held), report_(report) {}

    /// `shown` is the start of the walk relative to the root of the report.
    void visit(const WalkedFolder& folder, const std::string& start, const std::string& shown) {
        const std::string relative = join_path(shown, folder.relative);
        for (const ListedPicture& picture : list_pictures(folder, relative, held_, report_.problems)) {
            auto preview = parse_preview_in(start, join_path(folder.relative, picture.name));
            PreviewPicture found{read_sample(relative, picture, {}, report_.problems), {}};
            if (preview) found.preview = std::move(*preview);
            pictures_.push_back(std::move(found));
        }
    }

    void finish() {
        leave_out_other_runs();
        std::vector<TrainingPreview> previews;
        for (const PreviewPicture& picture : pictures_) previews.push_back(picture.preview);
        PreviewLabels labels = label_previews(run_, previews);
        report_.checkpoint_order = std::move(labels.checkpoint_order);
        for (std::size_t i = 0; i < pictures_.size(); ++i) {
            grid::FoundSample& found = pictures_[i].found;
            Dimensions dimensions;
            if (!labels.labels[i].empty())
                add_dimension(dimensions, grid::kCheckpointDimension, labels.labels[i]);
            for (auto& [name, value] : previews[i].dimensions)
                add_dimension(dimensions, name, std::move(value));
            for (auto& [name, value] : found.dimensions) add_dimension(dimensions, name, std::move(value));
            found.dimensions = std::move(dimensions);
            report_.found.push_back(std::move(found));
        }
    }

private:
    /// Names that belong to nobody are the run's own under an older name, when none of the pictures bears its
    /// name.
    void leave_out_other_runs() {
        const auto bears = [&](const PreviewPicture& picture) {
            return picture.preview.run_name == run_.base;
        };
        if (std::none_of(pictures_.begin(), pictures_.end(), bears)) return;
        std::map<std::string, int> others;
        const auto is_other = [&](const PreviewPicture& picture) {
            const std::string& name = picture.preview.run_name;
            if (name.empty() || name == run_.base) return false;
            ++others[name];
            return true;
        };
        pictures_.erase(std::remove_if(pictures_.begin(), pictures_.end(), is_other), pictures_.end());
        for (const auto& [name, count] : others)
            report_.problems.push_back(
                {to_display(name), "other-run",
                 fmt::format("{} pictures bear the name of another run: {}", count, to_display(name))});
    }

    const grid::TrainingRun& run_;
    const HeldPictures& held_;
    grid::ScanReport& report_;
    std::vector<PreviewPicture> pictures_;
};

}  // namespace

grid::ScanReport scan_previews(const grid::TrainingRun& run, const std::stop_token& stop,
                               const Unfinished& unfinished) {
    grid::ScanReport report;
    report.run = run.name;
    report.root = common_folder(run.preview_dirs);
    const std::vector<std::string> allowed{run.root};
    const Boundary boundary(allowed);
    const HeldPictures held(unfinished, report.root);
    PreviewCollector collector(run, held, report);
    for (const std::string& start : run.preview_dirs) {
        const std::string shown = relative_to(start, report.root);
        const std::vector<WalkStart> starts{{start, shown}};
        FolderWalk walk(boundary, picture_walk_rules());
        auto problems = walk.run(
            starts, [&](const WalkedFolder& folder) { collector.visit(folder, start, shown); }, stop);
        report.problems.insert(report.problems.end(), problems.begin(), problems.end());
    }
    collector.finish();
    return report;
}

}  // namespace proofsheet::scan
