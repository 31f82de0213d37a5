#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "core/result.h"
#include "providers/demo_painter.h"
#include "tasks/worker_pool.h"

namespace proofsheet::providers {

/// Side of the demo's sample pictures in pixels.
constexpr int kDemoSide = 512;

/// Where the parts of the demo lie.
struct DemoFolders {
    std::filesystem::path checkpoints, samples, upscales;
    std::filesystem::path marker;  ///< written last
};
DemoFolders demo_folders(const std::filesystem::path& dir);

/// A LoRA of one of the demo's training runs, with the header that kohya's trainer writes.
struct DemoCheckpoint {
    std::string run;  ///< name of the training run
    int step = 0;
    int epoch = 0;
    bool operator==(const DemoCheckpoint&) const = default;
};

enum class DemoEnding { Whole, CutShort };

/// A picture that a checkpoint painted, with the texts that ComfyUI leaves in it.
struct DemoSample {
    DemoPicture picture;
    std::string checkpoint;   ///< file name
    std::string name_prefix;  ///< what ComfyUI was told to call the file
    DemoEnding ending = DemoEnding::Whole;
    bool operator==(const DemoSample&) const = default;
};

enum class DemoScaling { None, Lanczos, Repainted };

/// A picture as it is, or twice as large.
struct DemoUpscale {
    DemoPicture picture;  ///< before scaling
    DemoScaling scaling = DemoScaling::None;
    bool operator==(const DemoUpscale&) const = default;
};

struct DemoFile {
    std::filesystem::path path;
    std::variant<DemoCheckpoint, DemoSample, DemoUpscale> content;
    bool operator==(const DemoFile&) const = default;
};

/// All files of the demo but the marker, files of the same scene side by side. One sample is left out, one is
/// cut short, one has two batch counters. Pure: the same arguments give the same plan.
std::vector<DemoFile> plan_demo(const std::filesystem::path& dir, int side = kDemoSide);

/// Writes one file unless something of that name is there. Its folder must exist. Not flushed to the disk,
/// since it can be made again, but renamed into place whole. Any thread. Errors: Io.
Status write_demo_file(const DemoFile& file);

/// True when the demo was made to its end by this version of the program; files deleted since are not
/// noticed.
bool demo_is_complete(const std::filesystem::path& dir);

/// Makes what is missing of the demo, on the pool's threads and the calling one, and returns when it is done;
/// what is there already is never touched. Blocks; the pool must outlive the call. `on_progress` is called on
/// the calling thread with the files that are there and all files, at first and after every change. Errors:
/// Io (the first one), Cancelled.
Status make_demo(const std::filesystem::path& dir, tasks::WorkerPool& pool,
                 const std::function<void(std::size_t done, std::size_t total)>& on_progress = {},
                 const std::stop_token& stop = {}, int side = kDemoSide);

}  // namespace proofsheet::providers
