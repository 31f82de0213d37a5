#include "bench/scan_rows.h"

#include "bench/session.h"
#include "grid/query.h"
#include "grid/view.h"
#include "scan/discover.h"

namespace proofsheet::bench {
namespace {

constexpr int kScanRounds = 5;

Row ratio_of(const Row& over, const Row& under) {
    Row row{"scan of 100,000 names, against find", "x", 3, {}};
    for (std::size_t i = 0; i < over.rounds.size(); ++i)
        row.rounds.push_back(over.rounds[i] / under.rounds[i]);
    return row;
}

}  // namespace

Result<std::vector<Row>> measure_scans(const std::filesystem::path& many) {
    const scan::Folders folders{{many / "checkpoints"}, many / "samples"};
    Row scans{"scan of 100,000 names", "ms", 1000, {}};
    Row finds{"find", "ms", 0, {}};
    Row arranges{"arranging 100,000 pictures", "ms", 30, {}};
    for (int round = 0; round < kScanRounds; ++round) {
        grid::ScanReport report;
        scans.rounds.push_back(wall_ms_of([&] {
            const scan::Discovery found = scan::discover(folders);
            if (!found.runs.empty()) report = scan::scan_run(found.runs.front(), folders.sample_dir);
        }));
        if (report.found.empty()) return Error{ErrorKind::NotFound, "The 100,000 names were not found."};
        finds.rounds.push_back(wall_ms_of([&] {
            static_cast<void>(run_process({"find", many.native(), "-type", "f", "-printf", "%p %s %T@\n"}));
        }));
        const auto catalog = grid::make_catalog(report, {});
        const grid::GridQuery query{grid::suggest_mapping(*catalog), {}};
        arranges.rounds.push_back(thread_ms_of([&] { static_cast<void>(grid::arrange(*catalog, query)); }));
    }
    return std::vector{scans, ratio_of(scans, finds), arranges};
}

}  // namespace proofsheet::bench
