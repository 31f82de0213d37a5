#pragma once

#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/problem.h"
#include "scan/folder_walk.h"
#include "scan/run_grouping.h"
#include "scan/sample_matching.h"
#include "scan/unfinished.h"

namespace proofsheet::scan {

/// A folder `sample` or `samples` that a trainer filled while training.
struct PreviewFolder {
    std::string root;                 ///< absolute
    std::string relative;             ///< to the root, '/' between parts, native bytes
    std::set<std::string> run_names;  ///< base names of runs that its pictures hold; may be empty
    bool operator==(const PreviewFolder&) const = default;
};

struct CheckpointWalk {
    std::vector<CheckpointFile> files;
    std::vector<PreviewFolder> previews;
    std::vector<Problem> problems;
};

/// Finds all .safetensors files below the folders and the trainers' previews between them. Reads the first
/// bytes of each checkpoint: what cannot be one is listed with a message (kinds "bad-header", "unreadable",
/// "not-a-file"). Fresh growing checkpoints are left out.
CheckpointWalk walk_checkpoint_folders(std::span<const std::string> roots, const Boundary& boundary,
                                       const GrowingFiles& growing, const std::stop_token& stop);

/// The folder `sample` or `samples` that pictures in `relative` would be trainers' previews of, empty when
/// there is none. OneTrainer has a sub-folder for each prompt.
std::string_view preview_folder_of(std::string_view relative);

struct SampleFolderWalk {
    std::vector<SampleFolder> folders;
    std::vector<Problem> problems;
};

/// Finds the folders that are named like checkpoint files, at most three levels deep. Opens none of them.
SampleFolderWalk walk_sample_folder(const std::string& sample_dir, const Boundary& boundary,
                                    const std::stop_token& stop);

}  // namespace proofsheet::scan
