#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "grid/catalog.h"

namespace proofsheet::app {

// Work outside, described and not done. Whoever runs it answers with news that carries the same ticket.

/// Find the training runs in the configured folders. Answer: RunsDiscovered.
struct DiscoverRuns {
    std::uint64_t ticket = 0;
};
/// List the pictures of a run. Answers: CatalogScanned, several times.
struct ScanRun {
    std::uint64_t ticket = 0;
    grid::TrainingRun run;
};
/// Look at what was dropped or named and open it. Answers: RunsDiscovered or CatalogScanned, or OpenFailed.
struct LookAtPaths {
    std::uint64_t ticket = 0;
    std::vector<std::string> paths;
};
/// Make the demo data where it is not there and open it. Answers as LookAtPaths.
struct MakeDemo {
    std::uint64_t ticket = 0;
};
struct PutOnClipboard {
    std::string text;
};
struct ApplyFullscreen {
    bool on = false;
};

using Effect = std::variant<DiscoverRuns, ScanRun, LookAtPaths, MakeDemo, PutOnClipboard, ApplyFullscreen>;

}  // namespace proofsheet::app
