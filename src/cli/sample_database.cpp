#include "cli/sample_database.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "cli/nearest.h"
#include "core/text.h"
#include "store/sample_job_table.h"
#include "store/sample_preset_table.h"

namespace proofsheet::cli {

std::optional<store::Database> open_logged(const app::Config& config, const Console& console) {
    Result<store::OpenedDatabase> opened = store::open_database(config.db_path);
    if (!opened) {
        console.log.error("{}", opened.error().message);
        return std::nullopt;
    }
    for (const std::string& notice : opened->notices) console.log.warn("{}", notice);
    return std::move(opened->database);
}

Result<jobs::SamplePreset> find_preset(store::Database& database, const std::string& name) {
    const store::SamplePresetTable presets(database);
    Result<jobs::SamplePreset> found = presets.find_named(name);
    if (found || found.error().kind != ErrorKind::NotFound) return found;
    const Result<store::SamplePresetList> list = presets.list();
    if (!list) return list.error();
    if (list->presets.empty())
        return Error{ErrorKind::NotFound,
                     fmt::format("There is no sample preset '{}', nor any other. Make one on the Sampling "
                                 "screen, or with 'proofsheet preset import FILE'",
                                 to_display(name))};
    std::vector<std::string> names;
    for (const jobs::SamplePreset& preset : list->presets) names.push_back(to_display(preset.name));
    return Error{ErrorKind::NotFound,
                 fmt::format("There is no sample preset '{}'. Nearest: {}", to_display(name),
                             fmt::join(nearest_names(name, names, 5), ", "))};
}

Result<std::string> full_job_id(store::Database& database, const std::string& beginning) {
    const Result<std::vector<jobs::SampleJob>> all = store::SampleJobTable(database).jobs();
    if (!all) return all.error();
    std::vector<std::string> fitting;
    for (const jobs::SampleJob& job : *all)
        if (job.id.starts_with(ascii_lower(beginning))) fitting.push_back(job.id);
    if (fitting.size() == 1) return fitting.front();
    if (fitting.empty())
        return Error{ErrorKind::NotFound,
                     fmt::format("There is no sample job '{}'. 'proofsheet job list' lists them",
                                 to_display(beginning))};
    return Error{ErrorKind::Conflict, fmt::format("Several jobs begin with '{}': {}. Type more of one",
                                                  to_display(beginning), fmt::join(fitting, ", "))};
}

}  // namespace proofsheet::cli
