#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proofsheet::scan {

/// What the path of a picture that a trainer made while training says about it.
struct TrainingPreview {
    std::string trainer;               ///< "kohya", "ai-toolkit" or "OneTrainer"
    std::optional<std::int64_t> step;  ///< kohya names hold a step or an epoch, OneTrainer's both
    std::optional<std::int64_t> epoch;
    /// `prompt_name` (the prompt where the path holds it, else "prompt 0", "prompt 1" ...), `seed` if it is
    /// known.
    std::vector<std::pair<std::string, std::string>> dimensions;
    /// Base name of the run's checkpoints, native bytes; empty where the path does not hold it.
    std::string run_name;
    bool operator==(const TrainingPreview&) const = default;
};

/// Recognises the pictures of three trainers by their names, first hit wins; nullopt for all others, for
/// hidden files and for what lies in a hidden folder (`.thumbs`, `.tmp`). '/' stands between the parts.
///   kohya, musubi  [<name>_]<e000010 | 000500>_<prompt>_<yyyymmddHHMMSS>[_<seed>].png
///   ai-toolkit     <job>/samples/<milliseconds>__<step:9>_<prompt>.jpg
///   OneTrainer     <index> - <prompt>/<prefix><time>-training-sample-<step>-<epoch>-<epoch step>.png,
///                  where <time> is YYYY-MM-DD_HH-MM-SS
std::optional<TrainingPreview> parse_training_preview(std::string_view relative_path);

}  // namespace proofsheet::scan
