#include "scan/sample_matching.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "core/text.h"
#include "scan/checkpoint_name.h"
#include "scan/file_names.h"
#include "scan/folder_walk.h"
#include "scan/name_parts.h"

namespace proofsheet::scan {
namespace {

struct Place {
    std::size_t run = 0;
    std::size_t checkpoint = 0;
};

/// How a run is called where a folder bears its name.
std::string as_folder_name(std::string name) {
    std::replace(name.begin(), name.end(), '/', '_');
    std::replace(name.begin(), name.end(), '\\', '_');
    return name;
}

struct Layout {
    std::string_view file;
    std::string_view above;  ///< the folder that holds it, a study in most cases; empty at the top
    std::string_view top;    ///< the first folder; the run folder when there are three
    bool has_run_folder = false;
};

Layout layout_of(const SampleFolder& folder) {
    const std::vector<std::string_view> parts = split_name(folder.relative, '/');
    Layout layout{last_part(folder.relative), {}, {}, parts.size() >= 3};
    if (parts.size() >= 2) {
        layout.above = parts[parts.size() - 2];
        layout.top = parts.front();
    }
    return layout;
}

class Matcher {
public:
    explicit Matcher(std::vector<DraftRun>& runs) : runs_(runs) {
        for (std::size_t r = 0; r < runs.size(); ++r) {
            runs_by_base_[runs[r].base].insert(r);
            runs_by_folder_name_[as_folder_name(runs[r].path())].insert(r);
            runs_by_folder_name_[as_folder_name(runs[r].name)].insert(r);
            for (std::size_t c = 0; c < runs[r].checkpoints.size(); ++c)
                for (const std::string& name : runs[r].checkpoints[c].names) owners_[name].push_back({r, c});
        }
    }

    /// False when no checkpoint owns the folder.
    bool give(const SampleFolder& folder);
    void add_samples_only(const SampleFolder& folder, const std::optional<CheckpointName>& name);

private:
    using Runs = std::set<std::size_t>;

    const Runs& runs_named(std::string_view folder) const;
    std::vector<Place> owners_of(const Layout& layout) const;
    void add_to_run(std::size_t run, const SampleFolder& folder, const CheckpointName& name);
    Runs runs_for(const Layout& layout, const std::string& base);

    std::vector<DraftRun>& runs_;
    const Runs none_;
    std::unordered_map<std::string, std::vector<Place>> owners_;
    std::map<std::string, Runs, std::less<>> runs_by_base_;
    std::map<std::string, Runs, std::less<>> runs_by_folder_name_;
    std::map<std::pair<std::string, std::string>, std::size_t> new_runs_;  ///< by run folder and base
};

const Matcher::Runs& Matcher::runs_named(std::string_view folder) const {
    const auto found = runs_by_folder_name_.find(folder);
    return folder.empty() || found == runs_by_folder_name_.end() ? none_ : found->second;
}

std::vector<Place> Matcher::owners_of(const Layout& layout) const {
    const auto found = owners_.find(std::string(layout.file));
    if (found == owners_.end()) return {};
    const Runs& named = runs_named(layout.top);
    std::vector<Place> narrowed;
    for (const Place& place : found->second)
        if (named.contains(place.run)) narrowed.push_back(place);
    // A run folder that names a known run speaks for that run only; a study may bear a run's name by chance.
    if (!narrowed.empty() || (layout.has_run_folder && !named.empty())) return narrowed;
    return found->second;
}

/// Of checkpoints of one run with equal file names (`checkpoint-500/model.safetensors`) the one whose folder
/// the samples name, else the final one.
std::optional<Place> choose(const DraftRun& run, const std::vector<Place>& equals, std::string_view above) {
    if (equals.size() == 1) return equals.front();
    for (const Place& place : equals) {
        const std::string_view folder = last_part(parent_part(run.checkpoints[place.checkpoint].relative));
        if (!above.empty() && folder == above) return place;
    }
    for (const Place& place : equals)
        if (run.checkpoints[place.checkpoint].named == grid::CheckpointKind::Final) return place;
    return std::nullopt;
}

std::vector<Place> one_of_each_run(const std::vector<DraftRun>& runs, const std::vector<Place>& owners,
                                   std::string_view above) {
    std::map<std::size_t, std::vector<Place>> by_run;
    for (const Place& owner : owners) by_run[owner.run].push_back(owner);
    std::vector<Place> kept;
    for (const auto& [run, places] : by_run)
        if (const auto chosen = choose(runs[run], places, above)) kept.push_back(*chosen);
    return kept;
}

bool Matcher::give(const SampleFolder& folder) {
    const Layout layout = layout_of(folder);
    const std::vector<Place> owners = one_of_each_run(runs_, owners_of(layout), layout.above);
    for (const Place& owner : owners)
        runs_[owner.run].checkpoints[owner.checkpoint].checkpoint.sample_dirs.push_back(folder.relative);
    return !owners.empty();
}

Matcher::Runs Matcher::runs_for(const Layout& layout, const std::string& base) {
    const auto same_base = runs_by_base_.find(base);
    const std::string run_folder(layout.has_run_folder ? layout.top : std::string_view{});
    if (same_base != runs_by_base_.end()) {
        Runs narrowed;
        const Runs& named = runs_named(run_folder);
        std::set_intersection(named.begin(), named.end(), same_base->second.begin(), same_base->second.end(),
                              std::inserter(narrowed, narrowed.end()));
        return narrowed.empty() ? same_base->second : narrowed;
    }
    const auto [known, is_new] = new_runs_.try_emplace({run_folder, base}, runs_.size());
    if (is_new) {
        runs_.emplace_back();
        runs_.back().base = base;
        runs_.back().origin = run_folder;
    }
    return {known->second};
}

void Matcher::add_samples_only(const SampleFolder& folder, const std::optional<CheckpointName>& name) {
    const Layout layout = layout_of(folder);
    CheckpointName known;
    known.base = stem_of(layout.file);
    if (name) known = *name;
    for (const std::size_t run : runs_for(layout, known.base)) add_to_run(run, folder, known);
}

void Matcher::add_to_run(std::size_t run, const SampleFolder& folder, const CheckpointName& name) {
    const std::string file(last_part(folder.relative));
    std::vector<DraftCheckpoint>& checkpoints = runs_[run].checkpoints;
    const auto known =
        std::find_if(checkpoints.begin(), checkpoints.end(), [&](const DraftCheckpoint& draft) {
            return draft.checkpoint.kind == grid::CheckpointKind::SamplesOnly &&
                   draft.checkpoint.file == file;
        });
    if (known != checkpoints.end()) {
        known->checkpoint.sample_dirs.push_back(folder.relative);
        return;
    }
    DraftCheckpoint draft;
    draft.relative = file;
    draft.named = name.kind;
    draft.checkpoint.file = file;
    draft.checkpoint.kind = grid::CheckpointKind::SamplesOnly;
    draft.checkpoint.number = name.number;
    draft.checkpoint.noise = name.noise;
    draft.checkpoint.sample_dirs = {folder.relative};
    checkpoints.push_back(std::move(draft));
}

/// The names of the orphans' folders, with all checkpoints that there are as their neighbours.
std::vector<std::optional<CheckpointName>> names_of_orphans(std::span<const SampleFolder> orphans,
                                                            std::span<const DraftRun> runs) {
    std::vector<std::string> names;
    for (const SampleFolder& orphan : orphans) names.emplace_back(last_part(orphan.relative));
    std::set<std::string> neighbours(names.begin(), names.end());
    for (const DraftRun& run : runs)
        for (const DraftCheckpoint& draft : run.checkpoints) neighbours.insert(draft.checkpoint.file);
    for (const std::string& name : names) neighbours.erase(name);
    names.insert(names.end(), neighbours.begin(), neighbours.end());
    auto parsed = parse_checkpoint_names(names);
    parsed.resize(orphans.size());
    return parsed;
}

}  // namespace

std::vector<std::string> orphan_names(std::span<const CheckpointFile> files,
                                      std::span<const SampleFolder> folders) {
    std::set<std::string, std::less<>> known;
    for (const CheckpointFile& file : files) known.emplace(last_part(file.relative));
    std::set<std::string> orphans;
    for (const SampleFolder& folder : folders)
        if (!known.contains(last_part(folder.relative))) orphans.emplace(last_part(folder.relative));
    return {orphans.begin(), orphans.end()};
}

void assign_sample_folders(std::vector<DraftRun>& runs, std::span<const SampleFolder> folders) {
    Matcher matcher(runs);
    std::vector<SampleFolder> orphans;
    for (const SampleFolder& folder : folders)
        if (!matcher.give(folder)) orphans.push_back(folder);
    const auto names = names_of_orphans(orphans, runs);
    for (std::size_t i = 0; i < orphans.size(); ++i) matcher.add_samples_only(orphans[i], names[i]);
    for (DraftRun& run : runs)
        for (DraftCheckpoint& draft : run.checkpoints)
            std::sort(draft.checkpoint.sample_dirs.begin(), draft.checkpoint.sample_dirs.end(),
                      [](const std::string& a, const std::string& b) { return natural_compare(a, b) < 0; });
}

}  // namespace proofsheet::scan
