#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

#include "core/text.h"
#include "scan/discover.h"
#include "scan/file_names.h"
#include "scan/folder_levels.h"
#include "scan/folder_walk.h"
#include "scan/picture_listing.h"
#include "scan/picture_parameters.h"
#include "scan/preview_labels.h"
#include "scan/preview_path.h"
#include "scan/progress.h"

namespace proofsheet::scan {
namespace {

/// A picture and where its dimensions come from.
struct FolderPicture {
    grid::FoundSample found;
    std::optional<TrainingPreview> preview;
    bool is_plain = false;  ///< the name gives no dimension
    bool has_news = false;  ///< a .json lies beside it, which may have changed by itself
};

using Pictures = std::vector<FolderPicture>;

std::unordered_set<std::string> side_cars_in(const WalkedFolder& folder) {
    std::unordered_set<std::string> names;
    for (const FolderEntry& entry : folder.entries)
        if (entry.name.ends_with(".json")) names.insert(entry.name);
    return names;
}

Pictures list_all(const std::string& root, const HeldPictures& held, grid::ScanReport& report,
                  const std::stop_token& stop) {
    Pictures pictures;
    const auto visit = [&](const WalkedFolder& folder) {
        const std::unordered_set<std::string> side_cars = side_cars_in(folder);
        std::unordered_set<std::string> news;
        std::vector<grid::FoundSample> found;
        for (const ListedPicture& picture : list_pictures(folder, folder.relative, held, report.problems)) {
            found.push_back(read_sample(folder.relative, picture, {}, report.problems));
            const bool has_side_car = side_cars.contains(std::string(stem_of(picture.name)) + ".json");
            if (has_side_car && !picture.is_held) news.insert(found.back().sample.path);
        }
        split_superseded(found, 0, report.superseded);
        for (grid::FoundSample& sample : found) {
            const bool has_news = news.contains(sample.sample.path);
            pictures.push_back({std::move(sample), std::nullopt, false, has_news});
        }
    };
    const std::vector<std::string> allowed{root};
    const Boundary boundary(allowed);
    const std::vector<WalkStart> starts{{root, {}}};
    FolderWalk walk(boundary, picture_walk_rules());
    auto problems = walk.run(starts, visit, stop);
    std::move(problems.begin(), problems.end(), std::back_inserter(report.problems));
    std::sort(pictures.begin(), pictures.end(), [](const FolderPicture& a, const FolderPicture& b) {
        return a.found.sample.path < b.found.sample.path;
    });
    return pictures;
}

void append(Dimensions& dimensions, const Dimensions& more) {
    for (const auto& [name, value] : more) add_dimension(dimensions, name, value);
}

/// Names that are no query may be a trainer's previews; what is neither is plain.
void read_previews(const std::string& root, Pictures& pictures) {
    for (FolderPicture& picture : pictures) {
        if (!picture.found.dimensions.empty()) continue;
        picture.preview = parse_preview_in(root, picture.found.sample.path);
        picture.is_plain = !picture.preview.has_value();
    }
}

/// Returns the labels in training order.
std::vector<std::string> label_all_previews(Pictures& pictures) {
    std::vector<TrainingPreview> previews;
    for (const FolderPicture& picture : pictures)
        if (picture.preview) previews.push_back(*picture.preview);
    const PreviewLabels labels = label_previews({}, previews);
    auto label = labels.labels.begin();
    for (FolderPicture& picture : pictures) {
        if (!picture.preview) continue;
        if (!label->empty()) add_dimension(picture.found.dimensions, grid::kCheckpointDimension, *label);
        append(picture.found.dimensions, picture.preview->dimensions);
        ++label;
    }
    return labels.checkpoint_order;
}

/// Folders first: they are what somebody sorted the pictures by.
std::vector<std::string> add_folder_levels(Pictures& pictures) {
    std::vector<std::string> paths;
    for (const FolderPicture& picture : pictures) paths.push_back(picture.found.sample.path);
    FolderLevels levels = read_folder_levels(paths);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        Dimensions dimensions = std::move(levels.dimensions[i]);
        append(dimensions, pictures[i].found.dimensions);
        pictures[i].found.dimensions = std::move(dimensions);
    }
    return levels.checkpoint_order;
}

/// Names tell plain pictures apart where their other dimensions leave most of them in company.
void add_names_where_needed(std::vector<grid::FoundSample>& found, const std::vector<std::size_t>& plain) {
    std::map<Dimensions, std::size_t> company;
    for (const std::size_t i : plain) ++company[found[i].dimensions];
    const auto crowded = std::count_if(plain.begin(), plain.end(), [&](std::size_t i) {
        return company[found[i].dimensions] > 1 || found[i].dimensions.empty();
    });
    if (static_cast<std::size_t>(crowded) * 2 <= plain.size()) return;
    for (const std::size_t i : plain)
        add_dimension(found[i].dimensions, "name", to_display(stem_of(last_part(found[i].sample.path))));
}

/// What the report before says about an unchanged picture, else what its metadata says.
Dimensions parameters_of(const FolderPicture& picture, const std::string& root, const HeldPictures& held) {
    const grid::FoundSample* const before = held.before(picture.found.sample.path);
    const bool is_known =
        before != nullptr && before->sample.stamp == picture.found.sample.stamp && !picture.has_news;
    if (!is_known) return read_parameter_dimensions(join_path(root, picture.found.sample.path));
    Dimensions parameters;
    for (const auto& [name, value] : before->dimensions)
        if (is_parameter_dimension(name)) parameters.emplace_back(name, value);
    return parameters;
}

/// Takes the pictures into the report, reading the metadata of plain ones on the way.
void take_all(Pictures pictures, const HeldPictures& held, grid::ScanReport& report,
              const OnScanned& on_progress, const std::stop_token& stop) {
    Progress progress(on_progress);
    std::vector<std::size_t> plain;
    for (FolderPicture& picture : pictures) {
        if (stop.stop_requested()) break;
        if (picture.is_plain) {
            plain.push_back(report.found.size());
            append(picture.found.dimensions, parameters_of(picture, report.root, held));
        }
        report.found.push_back(std::move(picture.found));
        progress.tell(report);
    }
    add_names_where_needed(report.found, plain);
}

}  // namespace

grid::ScanReport scan_folder(const std::filesystem::path& folder, const OnScanned& on_progress,
                             std::stop_token stop, const Unfinished& unfinished) {
    grid::ScanReport report;
    report.root = absolute_folder(folder);
    report.run = to_display(last_part(report.root));
    const HeldPictures held(unfinished, report.root);
    Pictures pictures = list_all(report.root, held, report, stop);
    read_previews(report.root, pictures);
    std::vector<std::string> preview_order = label_all_previews(pictures);
    report.checkpoint_order = add_folder_levels(pictures);
    for (std::string& label : preview_order)
        if (std::find(report.checkpoint_order.begin(), report.checkpoint_order.end(), label) ==
            report.checkpoint_order.end())
            report.checkpoint_order.push_back(std::move(label));
    take_all(std::move(pictures), held, report, on_progress, stop);
    sort_lists(report);
    return report;
}

}  // namespace proofsheet::scan
