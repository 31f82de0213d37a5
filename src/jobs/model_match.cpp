#include "jobs/model_match.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "jobs/output_name.h"

namespace proofsheet::jobs {
namespace {

constexpr std::string_view kSlashes = "/\\";

/// Takes the last part of a path off its end.
std::string_view take_last(std::string_view& path) {
    const std::size_t slash = path.find_last_of(kSlashes);
    const std::string_view last = slash == std::string_view::npos ? path : path.substr(slash + 1);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    return last;
}

std::string last_part(std::string_view path) {
    return std::string(take_last(path));
}

/// How many parts at their ends are equal.
int common_parts(std::string_view a, std::string_view b) {
    int count = 0;
    while (!a.empty() && !b.empty() && take_last(a) == take_last(b)) ++count;
    return count;
}

/// The most likely first; models that are equally likely keep their order.
std::vector<std::string> by_likeness(std::vector<std::string> candidates, const std::string& path) {
    std::stable_sort(candidates.begin(), candidates.end(), [&](const auto& a, const auto& b) {
        return common_parts(a, path) > common_parts(b, path);
    });
    return candidates;
}

}  // namespace

ModelMatcher::ModelMatcher(const ExpansionInput& input) : input_(input) {
    std::set<std::string> seen;
    for (const CheckpointToSample& checkpoint : input.checkpoints)
        if (!seen.insert(checkpoint.file).second) shared_.insert(checkpoint.file);
    if (input.models)
        for (const std::string& model : *input.models) models_[last_part(model)].push_back(model);
}

ModelMatch ModelMatcher::match(const CheckpointToSample& checkpoint) const {
    if (const std::string fault = path_part_fault(checkpoint.file); !fault.empty())
        return {"", {}, fmt::format("Its file name {}, so there is no folder for its pictures", fault)};
    if (!input_.models) return {checkpoint.file, {}, ""};
    const auto found = models_.find(checkpoint.file);
    if (found == models_.end())
        return {"",
                {},
                "The service does not know this file. Add its folder to ComfyUI's extra_model_paths.yaml, "
                "refresh, and retry"};
    std::vector<std::string> candidates = by_likeness(found->second, checkpoint.path);
    if (shared_.contains(checkpoint.file)) {
        const auto likeness = [&](std::size_t i) { return common_parts(candidates[i], checkpoint.path); };
        if (likeness(0) >= 2 && (candidates.size() == 1 || likeness(0) > likeness(1)))
            return {candidates.front(), {}, ""};
        return {
            "", {}, "Several checkpoints have this file name, and the service's models do not tell which"};
    }
    if (candidates.size() == 1) return {candidates.front(), {}, ""};
    const auto choice = input_.form.model_choices.find(checkpoint.file);
    if (choice != input_.form.model_choices.end() &&
        std::find(candidates.begin(), candidates.end(), choice->second) != candidates.end())
        return {choice->second, {}, ""};
    return {"", std::move(candidates), ""};
}

std::string ModelMatcher::folder_of(const CheckpointToSample& checkpoint) const {
    if (!shared_.contains(checkpoint.file)) return output_folder(input_.form.study, checkpoint.file);
    std::string_view path = checkpoint.path;
    take_last(path);
    return output_folder(std::string(take_last(path)), checkpoint.file);
}

std::map<std::string, std::string> resolve_models(const std::vector<std::string>& checkpoint_files,
                                                  const std::vector<std::string>& models) {
    std::map<std::string, std::string> resolved;
    for (const std::string& file : checkpoint_files) {
        std::vector<std::string> fitting;
        std::copy_if(models.begin(), models.end(), std::back_inserter(fitting),
                     [&](const std::string& model) { return last_part(model) == file; });
        if (fitting.size() == 1) resolved.emplace(file, fitting.front());
    }
    return resolved;
}

}  // namespace proofsheet::jobs
