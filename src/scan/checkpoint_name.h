#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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
    bool uncertain = false;  ///< a six-digit suffix that is an epoch only if another file shares the base
    bool operator==(const CheckpointName&) const = default;
};

/// Reads the name of a checkpoint by the conventions of kohya sd-scripts, musubi, ai-toolkit, OneTrainer,
/// SimpleTuner, diffusers and diffusion-pipe, first hit wins. `relative` is the path under the root, '/'
/// between parts, with its extension; `root_name`, the name of the root folder, becomes the base where the
/// root itself is the folder of the run. A number that does not fit 64 bits counts as text. All shards of one
/// model give the same name. nullopt for what is not a checkpoint: trainer state, optimizer files, critics,
/// unfinished files, hidden files.
std::optional<CheckpointName> parse_checkpoint_name(std::string_view relative,
                                                    std::string_view root_name = {});

/// Reads the names of all checkpoints of one root, in the order given, and settles by their neighbours what a
/// single name leaves open; none is `uncertain`:
/// - six digits at the end are an epoch only if another file shares the base but not the digits; else they
/// are a date
///   and stay in the base (`lora-240115`, `lora-240115-step00000500`),
/// - a generic name (`model`, `lora` ...) outside a numbered folder takes its folder's name only if that
/// makes it the
///   final of numbered checkpoints; else it keeps its own (`model`, beside `model-000010`),
/// - a final whose timestamp or noise half would be stripped keeps it if numbered checkpoints beside it do.
std::vector<std::optional<CheckpointName>> parse_checkpoint_names(std::span<const std::string> relatives,
                                                                  std::string_view root_name = {});

/// The last `step-N`, `steps-N`, `stepN` or `stepsN` in the name of a run, in any case: what its final
/// checkpoint counts.
std::optional<std::int64_t> number_in_run_name(std::string_view run_name);

}  // namespace proofsheet::scan
