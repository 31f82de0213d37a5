#pragma once

#include <filesystem>
#include <vector>

#include "bench/measure.h"
#include "bench/session.h"
#include "core/result.h"

/// Rows that are measured on sessions of the program itself. Errors: Io; what a session said when it failed.
namespace proofsheet::bench {

/// Where the pictures are.
struct Sets {
    std::filesystem::path reference;  ///< `pictures` of them in a grid of `cells`
    int pictures = 192;
    int cells = 16;
    std::filesystem::path many;   ///< 100,000 names
    std::filesystem::path large;  ///< a few pictures of 8192 x 8192
    std::filesystem::path small;  ///< hardly anything: what the program takes by itself
};

/// The first grid and all proxies, without proxies on the disk and then with them.
Result<std::vector<Row>> measure_starts(const Stage& stage, const Sets& sets);

/// Single flips, held flips, the lightbox, scores and idling, with everything resident.
Result<std::vector<Row>> measure_flips(const Stage& stage, const Sets& sets);
Result<std::vector<Row>> measure_hold(const Stage& stage, const Sets& sets);
Result<std::vector<Row>> measure_lightbox(const Stage& stage, const Sets& sets);
Result<std::vector<Row>> measure_scores(const Stage& stage, const Sets& sets);
Result<std::vector<Row>> measure_idle(const Stage& stage, const Sets& sets);

/// First rows of the large run, and frames while it is scrolled and flipped.
Result<std::vector<Row>> measure_many(const Stage& stage, const Sets& sets);

/// Main memory while pictures are opened that hardly fit the budgets.
Result<std::vector<Row>> measure_memory(const Stage& stage, const Sets& sets);

}  // namespace proofsheet::bench
