#pragma once

#include <filesystem>
#include <functional>

#include "core/result.h"
#include "core/size.h"
#include "tasks/worker_pool.h"

namespace proofsheet::bench {

constexpr int kReferenceCheckpoints = 12;
constexpr int kReferenceCells = 16;

/// Called with the number of files that are there and of all; any thread.
using ReportFiles = std::function<void(int done, int total)>;

/// Makes what is missing of the reference set: `checkpoints/` with 12 headers, `samples/<checkpoint>/` with
/// 16 pictures each, 1344 x 1344 RGB PNG of about 2 MB: smooth fields of colour with fine texture on some of
/// the area, compressed as ComfyUI does. The same numbers on every machine. Errors: Io.
Status make_reference_set(const std::filesystem::path& folder, tasks::WorkerPool& painters,
                          const ReportFiles& report);

/// `count` pictures of this size in one folder; they compress well. Errors: Io.
Status make_large_pictures(const std::filesystem::path& folder, SizePx size, int count);

}  // namespace proofsheet::bench
