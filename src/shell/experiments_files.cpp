#include "shell/experiments_files.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <iterator>
#include <span>

#include "core/file_bytes.h"
#include "image/decode.h"
#include "jobs/number_lists.h"
#include "report/csv.h"
#include "report/gather.h"
#include "scan/discover.h"
#include "scan/picture_parameters.h"
#include "store/criteria_table.h"

namespace proofsheet::shell {
namespace {

std::string name_of(const std::string& path) {
    return display_path(std::filesystem::path(path).filename());
}

/// Into the range and onto the step of the service.
int side_from(int side) {
    const int stepped =
        static_cast<int>(std::lround(static_cast<double>(side) / jobs::kSideStep)) * jobs::kSideStep;
    return std::clamp(stepped, jobs::kSideRange.least, jobs::kSideRange.most);
}

/// What another program's metadata says, as far as SinkIn takes it.
jobs::ExperimentForm form_from(const image::GenerationParameters& said) {
    jobs::ExperimentForm form;
    form.prompt = said.prompt.value_or("").substr(0, jobs::kLongestPrompt);
    form.negative_prompt = said.negative_prompt.value_or("").substr(0, jobs::kLongestPrompt);
    if (said.width) form.width = side_from(*said.width);
    if (said.height) form.height = side_from(*said.height);
    if (said.steps)
        form.steps = std::to_string(std::clamp(static_cast<int>(std::lround(std::min(*said.steps, 1e6))),
                                               jobs::kStepsRange.least, jobs::kStepsRange.most));
    if (said.cfg && std::isfinite(*said.cfg))
        form.scales =
            jobs::number_text(std::clamp(*said.cfg, jobs::kScaleRange.least, jobs::kScaleRange.most));
    if (said.seed && *said.seed <= jobs::kSeedRange.most) {
        form.seed_mode = jobs::SeedMode::FixedSeed;
        form.seeds = std::to_string(*said.seed);
    }
    form.total_images = form.num_images = 1;
    return form;
}

std::string time_for_name() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    char text[32];
    std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &local);
    return text;
}

report::PictureFacts facts_of(const report::PictureRow& row) {
    scan::PictureHead head = scan::read_picture_head(row.path);
    return {head.size, std::move(head.parameters)};
}

}  // namespace

app::InitImage look_at_init_image(const std::string& path) {
    app::InitImage image{path, false, {}, {}};
    const auto bytes = read_file(path, image::kLargestPictureFile);
    if (!bytes) {
        image.error = bytes.error().message;
        return image;
    }
    const auto info = image::read_info(*bytes);
    if (info)
        image.size = info->size;
    else
        image.error = info.error().message;
    return image;
}

app::SettingsFound settings_of_picture(ExperimentDesk& desk, const std::string& path) {
    app::SettingsFound found;
    found.source = name_of(path);
    auto form = desk.overviews().form_of_picture(path);
    if (!form) {
        found.problem = form.error().message;
        return found;
    }
    if (*form) {
        found.form = std::move(**form);
        return found;
    }
    const image::GenerationParameters said = scan::read_picture_head(path).parameters;
    if (!said.prompt) {
        found.problem =
            "This picture does not say how it was made, so there are no settings to use: " + found.source;
        return found;
    }
    found.form = form_from(said);
    found.problem = "No experiment made this picture: choose a model and a scheduler of SinkIn";
    return found;
}

app::SettingsFound settings_of_run(ExperimentDesk& desk, const std::string& run_id) {
    app::SettingsFound found;
    auto form = desk.overviews().form_of_run(run_id);
    if (form && *form) {
        found.source = (*form)->name.empty() ? "the run" : "“" + (*form)->name + "”";
        found.form = std::move(**form);
    } else {
        found.problem = form ? "There is no such run any more" : form.error().message;
    }
    return found;
}

Result<std::filesystem::path> write_experiments_table(ExperimentDesk& desk,
                                                      const std::filesystem::path& folder) {
    const auto overview = desk.overview();
    if (!overview) return overview.error();
    auto criteria = store::CriteriaTable(desk.database()).list();
    if (!criteria) return criteria.error();
    report::ScoreTable table{report::active_only(*criteria), {}};
    for (const jobs::RunSummary& run : overview->runs) {
        const std::filesystem::path pictures = desk.folder_of(run.batch_number);
        std::error_code ignored;
        if (!std::filesystem::is_directory(pictures, ignored)) continue;
        const auto catalog = grid::make_catalog(scan::scan_folder(pictures), Generation{1});
        auto rows = report::gather_rows(*catalog, desk.database(), facts_of);
        if (!rows) return rows.error();
        std::move(rows->begin(), rows->end(), std::back_inserter(table.rows));
    }
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed)
        return Error{ErrorKind::Io, "The folder for exports cannot be made. See that it may be written: " +
                                        display_path(folder)};
    const std::filesystem::path file = folder / ("experiments-" + time_for_name() + ".csv");
    const std::string text = report::wide_csv(table);
    const Status written = write_file_atomically(file, std::as_bytes(std::span(text)));
    if (!written) return written.error();
    return file;
}

}  // namespace proofsheet::shell
