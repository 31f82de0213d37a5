#include "cli/export_scores_command.h"

#include <spdlog/spdlog.h>

#include <span>

#include "cli/scored_pictures.h"
#include "core/file_bytes.h"
#include "report/csv.h"
#include "report/gather.h"
#include "report/scores_json.h"

namespace proofsheet::cli {
namespace {

std::string text_of(const report::ScoreTable& table, ScoresForm form) {
    switch (form) {
        case ScoresForm::WideCsv:
            return report::wide_csv(table);
        case ScoresForm::LongCsv:
            return report::long_csv(table);
        case ScoresForm::Json:
            return report::scores_json(table);
    }
    return {};
}

}  // namespace

ExitStatus run_export_scores(const ExportScoresCall& call, const app::Config& config,
                             const std::filesystem::path& working_dir, const Console& console) {
    auto found = scored_pictures(call.pictures, config, working_dir, console);
    auto* table = std::get_if<report::ScoreTable>(&found);
    if (table == nullptr) return std::get<ExitStatus>(found);
    table->criteria = report::active_only(table->criteria);
    const std::string text = text_of(*table, call.form);
    if (!call.output) {
        console.out << text;
        return ExitStatus::Done;
    }
    const std::filesystem::path target = (working_dir / *call.output).lexically_normal();
    const Status written = write_file_atomically(target, std::as_bytes(std::span(text)));
    if (!written) {
        console.log.error("{}", written.error().message);
        return ExitStatus::Failed;
    }
    console.out << display_path(target) << '\n';
    return ExitStatus::Done;
}

}  // namespace proofsheet::cli
