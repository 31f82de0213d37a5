#include "bench/bench.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "bench/frame_rows.h"
#include "bench/many_names.h"
#include "bench/reference_set.h"
#include "bench/scan_rows.h"
#include "core/file_bytes.h"
#include "tasks/thread_priority.h"

namespace proofsheet::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDecodedFiles = 12;

std::vector<fs::path> pictures_in(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code failure;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, failure);
    for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
        std::error_code ignored;
        if (entry->path().extension() == ".png" && entry->is_regular_file(ignored))
            files.push_back(entry->path());
    }
    std::ranges::sort(files);
    return files;
}

Status make_sets(const Request& request, Sets& sets, const Tell& tell) {
    tasks::WorkerPool painters(tasks::core_count());
    tell("making the sets that are measured, where they are not there");
    if (request.pictures) {
        sets.reference = *request.pictures;
    } else {
        const Status made = make_reference_set(sets.reference, painters, [&](int done, int total) {
            if (done % 16 == 0 || done == total)
                tell("reference set: " + std::to_string(done) + " of " + std::to_string(total));
        });
        if (!made) return made;
    }
    Status made = make_many_names(sets.many);
    if (made) made = make_large_pictures(sets.large, {8192, 8192}, 3);
    if (made) made = make_large_pictures(sets.small, {16, 16}, 2);
    return made;
}

/// The decoders see a few files from the whole set.
Result<DecoderRows> measure_on(const fs::path& folder) {
    const std::vector<fs::path> all = pictures_in(folder);
    std::vector<fs::path> some;
    const std::size_t stride = std::max<std::size_t>(1, all.size() / kDecodedFiles);
    for (std::size_t i = 0; i < all.size() && some.size() < kDecodedFiles; i += stride)
        some.push_back(all[i]);
    return measure_decoders(some);
}

struct Part {
    const char* name;
    Result<std::vector<Row>> (*measure)(const Stage& stage, const Sets& sets);
};

constexpr Part kParts[] = {
    {"starts", measure_starts},
    {"flips", measure_flips},
    {"held flips", measure_hold},
    {"lightbox", measure_lightbox},
    {"scans", [](const Stage&, const Sets& sets) { return measure_scans(sets.many); }},
    {"100,000 names", measure_many},
    {"memory", measure_memory},
    {"scores", measure_scores},
    {"idling", measure_idle},
};

}  // namespace

Result<Report> measure(const Request& request, const Tell& tell) {
    Sets sets;
    sets.reference = request.folder / "reference";
    sets.many = request.folder / "many";
    sets.large = request.folder / "large";
    sets.small = request.folder / "small";
    if (const Status made = make_sets(request, sets, tell); !made) return made.error();
    Report report;
    report.machine = name_of_machine();
    tell("decoders");
    Result<DecoderRows> decoders = measure_on(sets.reference);
    if (!decoders) return decoders.error();
    report.decoders = std::move(decoders->decoders);
    report.rows = std::move(decoders->rows);
    Stage stage;
    stage.program = request.program;
    stage.folder = request.folder / "sessions";
    for (const Part& part : kParts) {
        tell(part.name);
        Result<std::vector<Row>> rows = part.measure(stage, sets);
        if (!rows) return with_context(rows.error(), part.name);
        std::ranges::move(*rows, std::back_inserter(report.rows));
    }
    return report;
}

}  // namespace proofsheet::bench
