#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "jobs/sample_form.h"

namespace proofsheet::jobs {

/// What the service calls a checkpoint: a model, several that it could be, or a reason why there is none.
struct ModelMatch {
    std::string model_path;
    std::vector<std::string> candidates;  ///< the most likely first
    std::string reason;
    bool operator==(const ModelMatch&) const = default;
};

/// Finds the checkpoints of a run among the models of a service, by file name; models may have folders before
/// it, with / or \ between.
class ModelMatcher {
public:
    explicit ModelMatcher(const ExpansionInput& input);

    ModelMatch match(const CheckpointToSample& checkpoint) const;

    /// Whether several checkpoints have one file name (`checkpoint-500/model.safetensors`).
    bool has_shared_names() const { return !shared_.empty(); }
    /// The folder of the checkpoint's pictures, relative to the sample folder. Where the file name is shared
    /// the folder of the model file stands before it, as the scan expects it.
    std::string folder_of(const CheckpointToSample& checkpoint) const;

private:
    const ExpansionInput& input_;
    std::set<std::string> shared_;
    std::unordered_map<std::string, std::vector<std::string>> models_;  ///< by file name
};

/// Models for checkpoints that were skipped, by checkpoint file, where exactly one fits.
std::map<std::string, std::string> resolve_models(const std::vector<std::string>& checkpoint_files,
                                                  const std::vector<std::string>& models);

}  // namespace proofsheet::jobs
