#include "scan/discover.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "core/text.h"
#include "scan/discover_walks.h"
#include "scan/file_names.h"
#include "scan/folder_walk.h"
#include "scan/name_parts.h"
#include "scan/run_grouping.h"
#include "scan/safetensors.h"
#include "scan/sample_matching.h"
#include "scan/training_order.h"

namespace proofsheet::scan {
namespace {

/// Longest `training_info` that is read; the trainer writes two numbers.
constexpr std::size_t kLongestTrainingInfo = 64 * 1024;

std::optional<std::int64_t> whole_number(const nlohmann::json& value) {
    if (value.is_string()) return parse_digits(value.get_ref<const std::string&>());
    if (!value.is_number_unsigned()) return std::nullopt;
    const auto number = value.get<std::uint64_t>();
    if (number > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    return static_cast<std::int64_t>(number);
}

std::optional<std::int64_t> step_in_training_info(const std::string& text) {
    if (text.size() > kLongestTrainingInfo) return std::nullopt;
    const auto info = nlohmann::json::parse(text, nullptr, false);
    if (!info.is_object()) return std::nullopt;
    const auto step = info.find("step");
    return step == info.end() ? std::nullopt : whole_number(*step);
}

/// `ss_steps` of kohya, else `training_info` of ai-toolkit.
std::optional<std::int64_t> step_in(const SafetensorsHeader& header) {
    std::optional<std::int64_t> kohya;
    std::optional<std::int64_t> ai_toolkit;
    for (const auto& [key, value] : header.metadata) {
        if (key == "ss_steps") kohya = parse_digits(value);
        if (key == "training_info") ai_toolkit = step_in_training_info(value);
    }
    return kohya ? kohya : ai_toolkit;
}

/// Reads headers for their steps; each damaged one becomes a problem.
class HeaderReader {
public:
    explicit HeaderReader(std::vector<Problem>& problems) : problems_(problems) {}

    std::optional<std::int64_t> step_of(const std::string& path) {
        const auto header = read_safetensors_header(path);
        if (header) return step_in(*header);
        const bool broken = header.error().kind == ErrorKind::InvalidInput;
        problems_.push_back({to_display(path), broken ? "bad-header" : "unreadable", header.error().message});
        return std::nullopt;
    }

private:
    std::vector<Problem>& problems_;
};

std::vector<std::string> absolute_roots(const Folders& folders) {
    std::vector<std::string> roots;
    for (const std::filesystem::path& folder : folders.checkpoint_dirs)
        if (std::string root = absolute_folder(folder); !root.empty()) roots.push_back(std::move(root));
    return roots;
}

using FolderInRoot = std::pair<std::string, std::string>;
using RunsByFolder = std::map<FolderInRoot, std::set<std::size_t>>;

RunsByFolder runs_by_folder(std::span<const DraftRun> drafts) {
    RunsByFolder runs;
    for (std::size_t i = 0; i < drafts.size(); ++i)
        for (const DraftCheckpoint& draft : drafts[i].checkpoints)
            if (!draft.checkpoint.path.empty())
                runs[{drafts[i].root, std::string(parent_part(draft.relative))}].insert(i);
    return runs;
}

/// Runs with checkpoints in the folder that holds the previews, or in OneTrainer's `save` beside them.
std::set<std::size_t> runs_beside(const PreviewFolder& previews, const RunsByFolder& runs) {
    const std::string owner(parent_part(previews.relative));
    std::set<std::size_t> beside;
    for (const std::string& folder : {owner, join_path(owner, "save")})
        if (const auto found = runs.find({previews.root, folder}); found != runs.end())
            beside.insert(found->second.begin(), found->second.end());
    return beside;
}

/// Folders of previews by the names of their runs; those whose names belong to nobody go to every run beside
/// them.
void assign_previews(std::vector<grid::TrainingRun>& runs, std::span<const DraftRun> drafts,
                     std::span<const PreviewFolder> previews) {
    const RunsByFolder folders = runs_by_folder(drafts);
    for (const PreviewFolder& previews_here : previews) {
        const std::set<std::size_t> beside = runs_beside(previews_here, folders);
        const auto is_named = [&](std::size_t i) { return previews_here.run_names.contains(drafts[i].base); };
        const bool any_named = std::any_of(beside.begin(), beside.end(), is_named);
        for (const std::size_t i : beside)
            if (!any_named || is_named(i))
                runs[i].preview_dirs.push_back(join_path(previews_here.root, previews_here.relative));
    }
}

/// Previews are shown only where there are no samples: say where they are.
void note_hidden_previews(grid::TrainingRun& run) {
    const bool has_own_samples =
        std::any_of(run.checkpoints.begin(), run.checkpoints.end(),
                    [](const grid::Checkpoint& checkpoint) { return checkpoint.has_samples(); });
    if (run.preview_dirs.empty() || !has_own_samples) return;
    if (!run.note.empty()) run.note += ' ';
    run.note += fmt::format("Pictures made while training are in {}; open that folder to see them.",
                            to_display(run.preview_dirs.front()));
}

grid::TrainingRun finished(DraftRun& draft) {
    grid::TrainingRun run;
    run.name = std::move(draft.name);
    run.base = draft.base;
    run.folder = draft.folder;
    run.root = draft.root;
    run.note = std::move(draft.note);
    for (const DraftCheckpoint& checkpoint : draft.checkpoints)
        run.checkpoints.push_back(checkpoint.checkpoint);
    return run;
}

void sort_problems(std::vector<Problem>& problems) {
    const auto key = [](const Problem& problem) { return std::tie(problem.path, problem.kind); };
    std::stable_sort(problems.begin(), problems.end(),
                     [&](const Problem& a, const Problem& b) { return key(a) < key(b); });
    problems.erase(std::unique(problems.begin(), problems.end(),
                               [&](const Problem& a, const Problem& b) { return key(a) == key(b); }),
                   problems.end());
}

void append(std::vector<Problem>& problems, std::vector<Problem> more) {
    problems.insert(problems.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
}

std::vector<DraftRun> put_together(const CheckpointWalk& checkpoints, const SampleFolderWalk& samples,
                                   std::vector<Problem>& problems) {
    const auto orphans = orphan_names(checkpoints.files, samples.folders);
    std::vector<DraftRun> runs = group_checkpoints(checkpoints.files, orphans);
    name_runs(runs);
    assign_sample_folders(runs, samples.folders);
    name_runs(runs);
    HeaderReader headers(problems);
    for (DraftRun& run : runs)
        put_in_training_order(run, [&](const std::string& path) { return headers.step_of(path); });
    return runs;
}

}  // namespace

Discovery discover(const Folders& folders, std::stop_token stop, const GrowingFiles& growing) {
    const std::vector<std::string> roots = absolute_roots(folders);
    const std::string sample_dir = absolute_folder(folders.sample_dir);
    std::vector<std::string> configured = roots;
    configured.push_back(sample_dir);
    const Boundary boundary(configured);

    CheckpointWalk checkpoints = walk_checkpoint_folders(roots, boundary, growing, stop);
    SampleFolderWalk samples;
    if (!sample_dir.empty()) samples = walk_sample_folder(sample_dir, boundary, stop);

    Discovery discovery;
    append(discovery.problems, std::move(checkpoints.problems));
    append(discovery.problems, std::move(samples.problems));
    std::vector<DraftRun> drafts = put_together(checkpoints, samples, discovery.problems);
    for (DraftRun& draft : drafts) discovery.runs.push_back(finished(draft));
    assign_previews(discovery.runs, drafts, checkpoints.previews);
    for (grid::TrainingRun& run : discovery.runs) note_hidden_previews(run);
    std::sort(discovery.runs.begin(), discovery.runs.end(),
              [](const grid::TrainingRun& a, const grid::TrainingRun& b) {
                  return natural_compare(a.name, b.name) < 0;
              });
    sort_problems(discovery.problems);
    return discovery;
}

}  // namespace proofsheet::scan
