#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grid/catalog.h"

namespace proofsheet::scan {

/// A .safetensors file of a walk.
struct CheckpointFile {
    std::string root;      ///< absolute
    std::string relative;  ///< to the root, '/' between parts, native bytes
    bool operator==(const CheckpointFile&) const = default;
};

/// A checkpoint while its run is put together.
struct DraftCheckpoint {
    grid::Checkpoint checkpoint;  ///< label still empty
    grid::CheckpointKind named =
        grid::CheckpointKind::Final;  ///< by its name, also when the model file is gone
    std::string relative;             ///< to the root of the run; file name alone when the model file is gone
    std::vector<std::string> names;   ///< what a folder of its samples may be called
};

/// A run while it is put together.
struct DraftRun {
    std::string root;    ///< empty when all model files are gone
    std::string folder;  ///< relative to the root
    std::string base;
    std::string
        origin;  ///< what tells runs of equal path without a root apart: the run folder of their samples
    std::string name;  ///< see `name_runs`
    std::vector<DraftCheckpoint> checkpoints;
    std::string note;

    std::string path() const;  ///< folder and base
};

/// Groups checkpoints by root, folder and base; shards become one. `orphans` are names of sample folders
/// without a model file: they count as neighbours when a name leaves open what it means.
std::vector<DraftRun> group_checkpoints(std::span<const CheckpointFile> files,
                                        std::span<const std::string> orphans);

/// Gives each run its path as name, and where several have the same one as much of their roots as tells them
/// apart: "qwen-lora (loras-a)". Names are well-formed UTF-8 and unique.
void name_runs(std::vector<DraftRun>& runs);

}  // namespace proofsheet::scan
