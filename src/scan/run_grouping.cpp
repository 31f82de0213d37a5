#include "scan/run_grouping.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/text.h"
#include "scan/checkpoint_name.h"
#include "scan/file_names.h"
#include "scan/folder_walk.h"
#include "scan/name_parts.h"

namespace proofsheet::scan {
namespace {

/// The path of the whole model where `relative` is one of its shards (`-00001-of-00003`), else `relative`.
std::string without_shard(const std::string& relative) {
    NameTail tail(relative);
    if (!tail.take_extension("safetensors")) return relative;
    const std::string_view extension = std::string_view(relative).substr(tail.rest().size());
    const bool is_shard =
        tail.take_digits(5, 5) && tail.take("-of-") && tail.take_digits(5, 5) && tail.take("-");
    return is_shard ? std::string(tail.rest()) + std::string(extension) : relative;
}

/// Paths that lie beside files with an open meaning, as if the orphans' model files were still there.
std::vector<std::string> ghosts_beside(std::span<const std::string> relatives,
                                       std::span<const std::string> orphans, std::string_view root_name) {
    std::multimap<std::string, std::string> orphans_by_base;
    for (const std::string& orphan : orphans)
        if (const auto name = parse_checkpoint_name(orphan)) orphans_by_base.emplace(name->base, orphan);
    std::set<std::pair<std::string, std::string>> places;
    for (const std::string& relative : relatives) {
        if (orphans_by_base.empty()) break;
        const auto name = parse_checkpoint_name(relative, root_name);
        if (name && name->uncertain) places.emplace(parent_part(relative), name->base);
    }
    std::vector<std::string> ghosts;
    for (const auto& [folder, base] : places) {
        const auto [first, last] = orphans_by_base.equal_range(base);
        for (auto orphan = first; orphan != last; ++orphan)
            ghosts.push_back(join_path(folder, orphan->second));
    }
    return ghosts;
}

DraftCheckpoint draft_of(const CheckpointFile& file, const CheckpointName& name) {
    DraftCheckpoint draft;
    draft.relative = file.relative;
    draft.named = name.kind;
    draft.checkpoint.file = last_part(file.relative);
    draft.checkpoint.path = join_path(file.root, file.relative);
    draft.checkpoint.kind = name.kind;
    draft.checkpoint.number = name.number;
    draft.checkpoint.noise = name.noise;
    draft.names.push_back(draft.checkpoint.file);
    return draft;
}

using RunKey = std::tuple<std::string, std::string, std::string>;  // root, folder, base

struct Groups {
    std::map<RunKey, DraftRun> runs;
    std::map<std::string, std::pair<RunKey, std::size_t>> whole_models;  ///< sharded models by absolute path

    void add(const CheckpointFile& file, const CheckpointName& name);
};

void Groups::add(const CheckpointFile& file, const CheckpointName& name) {
    const RunKey key{file.root, name.folder, name.base};
    DraftRun& run = runs[key];
    if (run.checkpoints.empty()) std::tie(run.root, run.folder, run.base) = key;
    const std::string whole = without_shard(file.relative);
    if (whole == file.relative) {
        run.checkpoints.push_back(draft_of(file, name));
        return;
    }
    const auto [known, is_new] =
        whole_models.try_emplace(join_path(file.root, whole), key, run.checkpoints.size());
    if (is_new) {
        run.checkpoints.push_back(draft_of(file, name));
        run.checkpoints.back().names.emplace_back(last_part(whole));
        return;
    }
    const auto& [owner, index] = known->second;
    runs[owner].checkpoints[index].names.emplace_back(last_part(file.relative));
}

void group_root(std::span<const CheckpointFile> files, std::span<const std::string> orphans, Groups& groups) {
    const std::string_view root_name = last_part(files.front().root);
    std::vector<std::string> relatives;
    for (const CheckpointFile& file : files) relatives.push_back(file.relative);
    const std::vector<std::string> ghosts = ghosts_beside(relatives, orphans, root_name);
    relatives.insert(relatives.end(), ghosts.begin(), ghosts.end());
    const auto names = parse_checkpoint_names(relatives, root_name);
    for (std::size_t i = 0; i < files.size() && i < names.size(); ++i)
        if (names[i]) groups.add(files[i], *names[i]);
}

/// The last `count` parts of an absolute path, all of it when it has fewer.
std::string last_parts(std::string_view path, std::size_t count) {
    const std::vector<std::string_view> parts = split_name(path, '/');
    if (count > parts.size()) return std::string(path);
    std::string text;
    for (std::size_t i = parts.size() - count; i < parts.size(); ++i) text = join_path(text, parts[i]);
    return text;
}

/// As many parts of each run's root as tell all of them apart; empty texts where nothing does.
std::vector<std::string> distinctions(std::span<DraftRun* const> runs) {
    std::set<std::string> origins;
    std::size_t longest = 0;
    const auto origin_of = [](const DraftRun& run) { return run.root.empty() ? run.origin : run.root; };
    for (const DraftRun* run : runs) {
        origins.insert(origin_of(*run));
        longest = std::max(longest, split_name(origin_of(*run), '/').size());
    }
    std::vector<std::string> texts(runs.size());
    if (origins.size() < 2) return texts;
    for (std::size_t count = 1; count <= longest + 1; ++count) {
        std::set<std::string> different;
        for (std::size_t i = 0; i < runs.size(); ++i)
            different.insert(texts[i] = last_parts(origin_of(*runs[i]), count));
        if (different.size() == origins.size()) break;
    }
    return texts;
}

std::string unique_name(const std::string& wanted, std::set<std::string>& taken) {
    std::string name = wanted;
    for (int i = 2; !taken.insert(name).second; ++i) name = fmt::format("{} {}", wanted, i);
    return name;
}

}  // namespace

std::string DraftRun::path() const {
    return join_path(folder, base);
}

std::vector<DraftRun> group_checkpoints(std::span<const CheckpointFile> files,
                                        std::span<const std::string> orphans) {
    std::vector<CheckpointFile> sorted(files.begin(), files.end());
    std::sort(sorted.begin(), sorted.end(), [](const CheckpointFile& a, const CheckpointFile& b) {
        return std::tie(a.root, a.relative) < std::tie(b.root, b.relative);
    });
    Groups groups;
    for (auto first = sorted.begin(); first != sorted.end();) {
        const auto last = std::find_if(first, sorted.end(),
                                       [&](const CheckpointFile& file) { return file.root != first->root; });
        group_root({first, last}, orphans, groups);
        first = last;
    }
    std::vector<DraftRun> runs;
    for (auto& [key, run] : groups.runs) runs.push_back(std::move(run));
    return runs;
}

void name_runs(std::vector<DraftRun>& runs) {
    std::map<std::string, std::vector<DraftRun*>> by_path;
    for (DraftRun& run : runs) by_path[to_display(run.path())].push_back(&run);
    std::set<std::string> taken;
    for (const auto& [path, equals] : by_path) {
        const std::vector<std::string> texts = distinctions(equals);
        for (std::size_t i = 0; i < equals.size(); ++i)
            equals[i]->name = unique_name(
                texts[i].empty() ? path : fmt::format("{} ({})", path, to_display(texts[i])), taken);
    }
}

}  // namespace proofsheet::scan
