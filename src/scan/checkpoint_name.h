#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "grid/catalog.h"

namespace proofsheet::scan {

/// What the path of a checkpoint says about it.
struct CheckpointName {
    std::string folder;  ///< of the run, relative to the root, '/' between parts
    std::string base;    ///< never empty
    grid::CheckpointKind kind = grid::CheckpointKind::Final;
    std::optional<std::int64_t> number;
    std::optional<std::int64_t> epoch;  ///< the second number where a name holds both
    std::optional<std::string> noise;   ///< "high" or "low"
    bool uncertain = false;             ///< a six-digit suffix that is an epoch only if another file shares the base
    bool operator==(const CheckpointName&) const = default;
};

/// Reads the name of a checkpoint by the conventions of kohya sd-scripts, musubi, ai-toolkit, OneTrainer, SimpleTuner,
/// diffusers and diffusion-pipe, first hit wins. `relative` is the path under the root, '/' between parts, with its extension.
/// nullopt for what is not a checkpoint: trainer state, optimizer files, critics, unfinished files.
std::optional<CheckpointName> parse_checkpoint_name(std::string_view relative);

}  // namespace proofsheet::scan
