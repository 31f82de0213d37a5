#pragma once

#include <span>
#include <string>
#include <vector>

#include "scan/run_grouping.h"

namespace proofsheet::scan {

/// A folder named like a checkpoint file below the sample folder, in one of three layouts:
/// `<file>`, `<study>/<file>`, `<run with / and \ as _>/<study>/<file>`.
struct SampleFolder {
    std::string relative;  ///< to the sample folder, '/' between parts, native bytes
    bool operator==(const SampleFolder&) const = default;
};

/// Names of sample folders that no checkpoint file has, each once.
std::vector<std::string> orphan_names(std::span<const CheckpointFile> files,
                                      std::span<const SampleFolder> folders);

/// Gives every sample folder to the checkpoint that it is named after. Where several runs own a file of that
/// name, the run folder decides, else all of them list it. What has no checkpoint file becomes a samples-only
/// checkpoint of the run with the same base name, or of a new run. Runs need their names.
void assign_sample_folders(std::vector<DraftRun>& runs, std::span<const SampleFolder> folders);

}  // namespace proofsheet::scan
