#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "core/text.h"
#include "jobs/model_match.h"
#include "jobs/output_name.h"
#include "jobs/sample_form.h"

namespace proofsheet::jobs {
namespace {

constexpr std::uint64_t kMostItems = 100'000;

/// Everything that varies within one checkpoint, in the order of the items.
std::vector<SampleParameters> combinations_of(const SamplePreset& preset) {
    std::vector<SampleParameters> strengths;
    for (const double strength : preset.lora_strengths) {
        strengths.emplace_back();
        strengths.back().lora_strength = strength;
    }
    if (strengths.empty()) strengths.emplace_back();
    if (preset.base_model_row) {
        strengths.emplace_back();
        strengths.back().lora_strength = 0;
        strengths.back().base_model = true;
    }
    const std::vector<SamplerPair> pairs = sampler_pairs(preset);
    std::vector<SampleParameters> combinations;
    for (const NamedPrompt& prompt : preset.prompts)
        for (const int steps : preset.steps)
            for (const double cfg : preset.cfgs)
                for (const SamplerPair& pair : pairs)
                    for (const std::uint64_t seed : preset.seeds)
                        for (const SampleParameters& strength : strengths)
                            combinations.push_back({prompt.name, prompt.text, steps, cfg, pair.sampler,
                                                    pair.scheduler, seed, strength.lora_strength,
                                                    strength.base_model});
    return combinations;
}

/// The last two parts of a folder: what tells checkpoint and study of its pictures.
std::string end_of(const std::string& folder) {
    const std::size_t last = folder.rfind('/');
    if (last == std::string::npos || last == 0) return folder;
    const std::size_t before = folder.rfind('/', last - 1);
    return before == std::string::npos ? folder : folder.substr(before + 1);
}

std::unordered_set<std::string> cells_with_pictures(const std::vector<ExistingPicture>& existing) {
    std::unordered_set<std::string> cells;
    for (const ExistingPicture& picture : existing)
        cells.insert(end_of(picture.folder) + '\n' + cell_key(picture.dimensions));
    return cells;
}

/// Turns one form into items.
class Expander {
public:
    explicit Expander(const ExpansionInput& input)
        : input_(input), chosen_(chosen_checkpoints(input)), matcher_(input) {}

    Expansion run() {
        result_.checkpoints = chosen_.size();
        result_.per_checkpoint = pictures_per_checkpoint(input_.preset);
        find_problems();
        if (!result_.problems.empty()) return std::move(result_);
        combinations_ = combinations_of(input_.preset);
        for (const SampleParameters& each : combinations_)
            keys_.push_back(cell_key(name_dimensions(each, NameSpelling::Exact)));
        if (input_.form.missing_only) cells_ = cells_with_pictures(input_.existing);
        for (const CheckpointToSample* checkpoint : chosen_) add_checkpoint(*checkpoint);
        return std::move(result_);
    }

private:
    static std::vector<const CheckpointToSample*> chosen_checkpoints(const ExpansionInput& input) {
        const auto& wanted = input.form.checkpoints;
        std::vector<const CheckpointToSample*> chosen;
        for (const CheckpointToSample& checkpoint : input.checkpoints)
            if (!wanted || std::find(wanted->begin(), wanted->end(), checkpoint.file) != wanted->end())
                chosen.push_back(&checkpoint);
        return chosen;
    }

    void find_problems() {
        for (const PresetProblem& problem : check_preset(input_.preset))
            result_.problems.push_back(problem.message);
        if (std::string fault = study_problem(input_.form.study); !fault.empty())
            result_.problems.push_back(std::move(fault));
        if (!input_.form.study.empty() && matcher_.has_shared_names())
            result_.problems.emplace_back(
                "Checkpoints of this run have the same file name, so their pictures would share a folder of "
                "the study. Leave the study empty");
        if (chosen_.empty()) result_.problems.emplace_back("No checkpoint is chosen. Choose at least one");
        if (!chosen_.empty() && result_.per_checkpoint > kMostItems / chosen_.size())
            result_.problems.push_back(
                fmt::format("The job would have more than {} pictures. Choose fewer checkpoints, or shorten "
                            "a list of the preset",
                            kMostItems));
    }

    void add_checkpoint(const CheckpointToSample& checkpoint) {
        const ModelMatch match = matcher_.match(checkpoint);
        if (!match.candidates.empty()) {
            result_.ambiguous.push_back({checkpoint.file, match.candidates});
            return;
        }
        if (!match.reason.empty()) result_.unknown.push_back({checkpoint.file, match.reason});
        const std::string folder = matcher_.folder_of(checkpoint);
        for (std::size_t i = 0; i < combinations_.size(); ++i) {
            if (cells_.contains(end_of(folder) + '\n' + keys_[i])) {
                ++result_.already_there;
                continue;
            }
            ++(match.reason.empty() ? result_.to_make : result_.skipped);
            result_.items.push_back({checkpoint.file, checkpoint.number, match.model_path, folder,
                                     combinations_[i], match.reason});
        }
    }

    const ExpansionInput& input_;
    std::vector<const CheckpointToSample*> chosen_;
    ModelMatcher matcher_;
    std::vector<SampleParameters> combinations_;
    std::vector<std::string> keys_;  ///< cell of each combination
    std::unordered_set<std::string> cells_;
    Expansion result_;
};

std::string parent_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

}  // namespace

std::vector<CheckpointToSample> checkpoints_of(const grid::TrainingRun& run) {
    std::vector<CheckpointToSample> checkpoints;
    for (const grid::Checkpoint& each : run.checkpoints) {
        CheckpointToSample checkpoint{each.file, each.path, std::nullopt};
        if (each.number) checkpoint.number = static_cast<double>(*each.number);
        checkpoints.push_back(std::move(checkpoint));
    }
    return checkpoints;
}

std::vector<ExistingPicture> existing_pictures(const grid::ScanReport& report) {
    std::vector<ExistingPicture> pictures;
    pictures.reserve(report.found.size());
    for (const grid::FoundSample& found : report.found)
        pictures.push_back({parent_of(found.sample.path), found.dimensions});
    return pictures;
}

std::vector<ExistingPicture> existing_pictures(const grid::Catalog& catalog) {
    std::vector<ExistingPicture> pictures(catalog.samples.size());
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const grid::SampleId id{static_cast<std::uint32_t>(i)};
        pictures[i].folder = parent_of(catalog.samples[i].path);
        for (std::size_t d = 0; d < catalog.dimensions.size(); ++d)
            if (const grid::ValueIndex value = catalog.value(id, d); value != grid::kNoValue)
                pictures[i].dimensions.emplace_back(
                    catalog.dimensions[d].name,
                    catalog.dimensions[d].values[static_cast<std::size_t>(value)]);
    }
    return pictures;
}

Expansion expand(const ExpansionInput& input) {
    return Expander(input).run();
}

std::string summary_sentence(const Expansion& expansion) {
    std::string sentence =
        fmt::format("{} {} \xC3\x97 {} {} = {}: {} to make", expansion.checkpoints,
                    expansion.checkpoints == 1 ? "checkpoint" : "checkpoints", expansion.per_checkpoint,
                    expansion.per_checkpoint == 1 ? "picture" : "pictures",
                    expansion.checkpoints * expansion.per_checkpoint, expansion.to_make);
    if (expansion.already_there > 0) sentence += fmt::format(", {} there already", expansion.already_there);
    if (expansion.skipped > 0) sentence += fmt::format(", {} skipped", expansion.skipped);
    return sentence;
}

std::string study_problem(const std::string& study) {
    if (study.empty()) return {};
    const std::string fault = path_part_fault(study);
    if (!fault.empty())
        return fmt::format("The study cannot be the name of a folder: it {}. Change it", fault);
    if (!is_utf8(study)) return "The name of the study holds characters that are no UTF-8. Type it again";
    if (study.front() == '.')
        return "The name of the study begins with a point, so it would be hidden. Change it";
    if (study.back() == ' ' || study.back() == '.')
        return "The name of the study ends with a space or a point. Remove it";
    if (ascii_lower(study).ends_with(".safetensors"))
        return "The study has the name of a checkpoint, so its pictures would be taken for those of that. "
               "Change it";
    return {};
}

}  // namespace proofsheet::jobs
