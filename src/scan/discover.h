#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/result.h"
#include "grid/catalog.h"
#include "scan/unfinished.h"

namespace proofsheet::scan {

/// Where to look. Nothing outside these folders is ever opened: links that lead out are listed as problems.
struct Folders {
    std::vector<std::filesystem::path> checkpoint_dirs;
    std::filesystem::path sample_dir;  ///< may be empty
    bool operator==(const Folders&) const = default;
};

struct Discovery {
    std::vector<grid::TrainingRun> runs;  ///< by name, naturally sorted
    std::vector<Problem> problems;
};

/// Finds the training runs and their sample folders. Reads folder entries and, only for finals and mixed
/// runs, headers; no pictures. Errors become problems; a stop returns what was found so far. Fresh growing
/// checkpoints are left out. Any thread.
Discovery discover(const Folders& folders, std::stop_token stop = {}, const GrowingFiles& growing = {});

/// Called with what was found so far, at most every 100 ms, on the scanning thread.
using OnScanned = std::function<void(const grid::ScanReport&)>;

/// Lists the pictures of one run below the sample folder. Reads folder entries and stamps, no file content.
grid::ScanReport scan_run(const grid::TrainingRun& run, const std::filesystem::path& sample_dir,
                          const OnScanned& on_progress = {}, std::stop_token stop = {},
                          const Unfinished& unfinished = {});

/// Lists the pictures of any folder. Dimensions come from query-style names, trainer preview names, folder
/// names and, where the names give none, from embedded metadata (model, seed, steps, cfg, sampler, scheduler,
/// prompt).
grid::ScanReport scan_folder(const std::filesystem::path& folder, const OnScanned& on_progress = {},
                             std::stop_token stop = {}, const Unfinished& unfinished = {});

/// What `proofsheet open PATH` was given.
struct OpenedPath {
    /// Project: a folder that holds checkpoints and the folder of their samples.
    enum class Kind { Pictures, SampleFolder, CheckpointFolder, Picture, Checkpoint, Project };
    Kind kind = Kind::Pictures;
    std::filesystem::path root;      ///< the folder to scan
    std::filesystem::path selected;  ///< the picture or checkpoint to show, empty otherwise
    /// What to discover; empty for Pictures and Picture. The samples of checkpoints are looked for in
    /// `samples` and `sample` in their folder and beside it.
    Folders folders;
};

/// Decides how to open a file or folder. A sample folder is one with sub-folders named like checkpoint files.
/// Errors: NotFound, Unsupported (neither a folder, a picture nor a .safetensors).
Result<OpenedPath> classify(const std::filesystem::path& path);

}  // namespace proofsheet::scan
