#include "scan/folder_levels.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/text.h"
#include "scan/file_names.h"
#include "scan/name_parts.h"
#include "scan/run_grouping.h"
#include "scan/sample_matching.h"
#include "scan/training_order.h"

namespace proofsheet::scan {
namespace {

/// Deeper folders are not told apart.
constexpr std::size_t kMostLevels = 16;

/// The folders of a picture.
std::vector<std::string_view> folders_of(std::string_view path) {
    auto parts = split_name(path, '/');
    if (!parts.empty()) parts.pop_back();
    if (parts.size() > kMostLevels) parts.resize(kMostLevels);
    return parts;
}

struct CheckpointLabels {
    std::map<std::string, std::string, std::less<>> by_folder_name;
    std::vector<std::string> order;
};

/// Numbers where all folders belong to one run, else the names.
CheckpointLabels label_checkpoints(const std::set<std::string, std::less<>>& names) {
    std::vector<SampleFolder> folders;
    for (const std::string& name : names) folders.push_back({name});
    std::vector<DraftRun> runs;
    assign_sample_folders(runs, folders);
    std::sort(runs.begin(), runs.end(),
              [](const DraftRun& a, const DraftRun& b) { return natural_compare(a.base, b.base) < 0; });
    CheckpointLabels labels;
    for (DraftRun& run : runs) {
        put_in_training_order(run, [](const std::string&) { return std::nullopt; });
        for (const DraftCheckpoint& draft : run.checkpoints) {
            const std::string& file = draft.checkpoint.file;
            std::string label = runs.size() == 1 ? draft.checkpoint.label : to_display(stem_of(file));
            labels.order.push_back(label);
            labels.by_folder_name.emplace(file, std::move(label));
        }
    }
    return labels;
}

/// Indices of the levels whose names differ; a picture that has no such level counts as different.
std::vector<std::size_t> differing_levels(std::span<const std::string> paths) {
    std::array<std::set<std::string, std::less<>>, kMostLevels> names;
    for (const std::string& path : paths) {
        const auto folders = folders_of(path);
        for (std::size_t level = 0; level < kMostLevels; ++level) {
            const bool counts = level < folders.size() && !is_safetensors_name(folders[level]);
            const std::string_view name = counts ? folders[level] : std::string_view{};
            if (names[level].size() < 2 && !names[level].contains(name)) names[level].emplace(name);
        }
    }
    std::vector<std::size_t> levels;
    for (std::size_t level = 0; level < kMostLevels; ++level)
        if (names[level].size() > 1) levels.push_back(level);
    return levels;
}

Dimensions dimensions_of(std::string_view path, const std::vector<std::size_t>& levels,
                         const CheckpointLabels& checkpoints) {
    const auto folders = folders_of(path);
    Dimensions dimensions;
    for (const std::string_view folder : folders)
        if (const auto label = checkpoints.by_folder_name.find(folder);
            label != checkpoints.by_folder_name.end())
            add_dimension(dimensions, grid::kCheckpointDimension, label->second);
    for (std::size_t i = 0; i < levels.size(); ++i) {
        if (levels[i] >= folders.size() || is_safetensors_name(folders[levels[i]])) continue;
        add_dimension(dimensions, i == 0 ? "folder" : fmt::format("folder {}", i + 1),
                      to_display(folders[levels[i]]));
    }
    return dimensions;
}

}  // namespace

FolderLevels read_folder_levels(std::span<const std::string> paths) {
    std::set<std::string, std::less<>> checkpoint_names;
    for (const std::string& path : paths)
        for (const std::string_view folder : folders_of(path))
            if (is_safetensors_name(folder) && !checkpoint_names.contains(folder))
                checkpoint_names.emplace(folder);
    const CheckpointLabels checkpoints = label_checkpoints(checkpoint_names);
    const std::vector<std::size_t> levels = differing_levels(paths);
    FolderLevels result;
    for (const std::string& path : paths)
        result.dimensions.push_back(dimensions_of(path, levels, checkpoints));
    result.checkpoint_order = checkpoints.order;
    return result;
}

}  // namespace proofsheet::scan
