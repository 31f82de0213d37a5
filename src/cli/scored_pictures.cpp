#include "cli/scored_pictures.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <functional>

#include "cli/runs.h"
#include "report/all_pictures.h"
#include "scan/discover.h"
#include "scan/picture_parameters.h"
#include "store/criteria_table.h"
#include "store/read_access.h"

namespace proofsheet::cli {
namespace {

/// What an export is about: its scanned pictures, and which of those that only the database knows.
struct Choice {
    report::Catalogs catalogs;
    std::function<bool(const report::PictureRow&)> is_wanted;
};

Result<Choice> choose_folder(const std::filesystem::path& folder) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(folder, ignored))
        return Error{ErrorKind::NotFound, fmt::format("There is no such folder: {}", display_path(folder))};
    Choice choice{{grid::make_catalog(scan::scan_folder(folder), Generation{1})}, {}};
    choice.is_wanted = [below = (folder / "").native()](const report::PictureRow& row) {
        return row.path.starts_with(below);
    };
    return choice;
}

Result<Choice> choose_runs(const std::optional<std::string>& name, const app::Config& config) {
    const scan::Discovery discovery = scan::discover({config.checkpoint_dirs, config.sample_dir});
    const grid::TrainingRun* wanted = name ? find_run(discovery, *name) : nullptr;
    if (name && wanted == nullptr) return Error{ErrorKind::NotFound, about_unknown_run(discovery, *name)};
    Choice choice;
    for (const grid::TrainingRun& run : discovery.runs) {
        if (name ? &run != wanted : !run.has_samples()) continue;
        choice.catalogs.push_back(grid::make_catalog(scan::scan_run(run, config.sample_dir), Generation{1}));
    }
    choice.is_wanted = [run = name ? wanted->name : std::string()](const report::PictureRow& row) {
        return run.empty() || row.run == run;
    };
    return choice;
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
    const auto choice = pictures.folder ? choose_folder((working_dir / *pictures.folder).lexically_normal())
                                        : choose_runs(pictures.run, config);
    if (!choice) return choice.error();
    report::ScoreTable table{std::move(*criteria), {}};
    const Status taken =
        report::visit_pictures(choice->catalogs, *database, facts_of, [&](report::PictureRow row) {
            if (choice->is_wanted(row)) table.rows.push_back(std::move(row));
        });
    if (!taken) return taken.error();
    std::size_t problems = 0;
    for (const auto& catalog : choice->catalogs) problems += catalog->problems.size();
    report_counts(table, problems, console);
    return table;
}

}  // namespace

std::variant<report::ScoreTable, ExitStatus> scored_pictures(const ExportedPictures& pictures,
                                                             const app::Config& config,
                                                             const std::filesystem::path& working_dir,
                                                             const Console& console) {
    auto table = read_table(pictures, config, working_dir, console);
    if (!table) {
        console.log.error("{}", table.error().message);
        return ExitStatus::Failed;
    }
    const bool knows_folders =
        pictures.folder || !config.checkpoint_dirs.empty() || !config.sample_dir.empty();
    if (table->rows.empty() && !knows_folders) {
        console.log.error("{}", kNoFolderToScan);
        return ExitStatus::BadCall;
    }
    return std::move(*table);
}

}  // namespace proofsheet::cli
