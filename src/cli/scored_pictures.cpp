#include "cli/scored_pictures.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>

#include "cli/runs.h"
#include "report/gather.h"
#include "scan/discover.h"
#include "scan/picture_parameters.h"
#include "store/criteria_table.h"
#include "store/read_access.h"

namespace proofsheet::cli {
namespace {

using TakeCatalog = std::function<Status(const grid::Catalog&)>;

Status take_folder(const std::filesystem::path& folder, const TakeCatalog& take) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored))
        return Error{ErrorKind::NotFound, fmt::format("There is no such folder: {}", display_path(folder))};
    return take(*grid::make_catalog(scan::scan_folder(folder), Generation{1}));
}

Status take_runs(const std::optional<std::string>& name, const app::Config& config, const TakeCatalog& take) {
    const scan::Discovery discovery = scan::discover({config.checkpoint_dirs, config.sample_dir});
    const grid::TrainingRun* wanted = name ? find_run(discovery, *name) : nullptr;
    if (name && wanted == nullptr) return Error{ErrorKind::NotFound, about_unknown_run(discovery, *name)};
    for (const grid::TrainingRun& run : discovery.runs) {
        if (name ? &run != wanted : !run.has_samples()) continue;
        const Status taken = take(*grid::make_catalog(scan::scan_run(run, config.sample_dir), Generation{1}));
        if (!taken) return taken;
    }
    return {};
}

report::PictureFacts facts_of(const report::PictureRow& row) {
    scan::PictureHead head = scan::read_picture_head(row.path);
    return {head.size, std::move(head.parameters)};
}

void report_counts(const report::ScoreTable& table, std::size_t problems, const Console& console) {
    const auto valued = std::count_if(table.rows.begin(), table.rows.end(),
                                      [](const report::PictureRow& row) { return !row.values.empty(); });
    console.log.info("Pictures: {}, with scores, flags or notes: {}", table.rows.size(), valued);
    if (problems > 0)
        console.log.warn("Skipped or odd on the disk: {}; 'proofsheet scan --run NAME' lists it", problems);
}

Result<report::ScoreTable> read_table(const ExportedPictures& pictures, const app::Config& config,
                                      const std::filesystem::path& working_dir, const Console& console) {
    auto database = store::open_for_reading(config.db_path);
    if (!database) return database.error();
    auto criteria = store::CriteriaTable(*database).list();
    if (!criteria) return criteria.error();
    report::ScoreTable table{std::move(*criteria), {}};
    std::size_t problems = 0;
    const TakeCatalog take = [&](const grid::Catalog& catalog) -> Status {
        auto rows = report::gather_rows(catalog, *database, facts_of);
        if (!rows) return rows.error();
        problems += catalog.problems.size();
        std::move(rows->begin(), rows->end(), std::back_inserter(table.rows));
        return {};
    };
    const Status taken = pictures.folder
                             ? take_folder((working_dir / *pictures.folder).lexically_normal(), take)
                             : take_runs(pictures.run, config, take);
    if (!taken) return taken.error();
    report_counts(table, problems, console);
    return table;
}

}  // namespace

std::variant<report::ScoreTable, ExitStatus> scored_pictures(const ExportedPictures& pictures,
                                                             const app::Config& config,
                                                             const std::filesystem::path& working_dir,
                                                             const Console& console) {
    if (!pictures.folder && config.checkpoint_dirs.empty() && config.sample_dir.empty()) {
        console.log.error("{}", kNoFolderToScan);
        return ExitStatus::BadCall;
    }
    auto table = read_table(pictures, config, working_dir, console);
    if (table) return std::move(*table);
    console.log.error("{}", table.error().message);
    return ExitStatus::Failed;
}

}  // namespace proofsheet::cli
