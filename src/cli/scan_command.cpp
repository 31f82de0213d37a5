#include "cli/scan_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "cli/documents.h"
#include "cli/runs.h"
#include "cli/table.h"
#include "core/text.h"
#include "scan/discover.h"

namespace proofsheet::cli {
namespace {

constexpr std::size_t kPathWidth = 60;
constexpr std::size_t kValueWidth = 40;
constexpr std::size_t kValuesWidth = 80;

std::string problems_text(const std::vector<Problem>& problems) {
    if (problems.empty()) return {};
    std::vector<std::vector<std::string>> rows{{"PROBLEM", "WHERE", "WHAT"}};
    for (const Problem& problem : problems)
        rows.push_back({to_display(problem.kind), elide_middle(to_display(problem.path), kPathWidth),
                        to_display(problem.message)});
    return fmt::format("\n{}", format_table({Align::Left, Align::Left, Align::Left}, rows));
}

std::string span_of(const grid::TrainingRun& run) {
    if (run.checkpoints.empty()) return {};
    const std::string first = to_display(run.checkpoints.front().label);
    const std::string last = to_display(run.checkpoints.back().label);
    return first == last ? first : fmt::format("{} to {}", first, last);
}

std::string runs_table(const scan::Discovery& discovery) {
    std::vector<std::vector<std::string>> rows{{"TRAINING RUN", "CHECKPOINTS", "WITH SAMPLES", "FROM"}};
    for (const grid::TrainingRun& run : discovery.runs) {
        const auto sampled = std::count_if(run.checkpoints.begin(), run.checkpoints.end(),
                                           [](const grid::Checkpoint& each) { return each.has_samples(); });
        rows.push_back({to_display(run.name), fmt::format("{}", run.checkpoints.size()),
                        fmt::format("{}", sampled), span_of(run)});
    }
    if (discovery.runs.empty()) return "No training runs.\n" + problems_text(discovery.problems);
    return format_table({Align::Left, Align::Right, Align::Right, Align::Left}, rows) +
           problems_text(discovery.problems);
}

/// The values in one line: the first ones and the last one when there are too many.
std::string values_text(const std::vector<std::string>& values) {
    if (values.empty()) return {};
    const std::string last = elide_middle(to_display(values.back()), kValueWidth);
    std::string line;
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
        const std::string value = elide_middle(to_display(values[i]), kValueWidth);
        if (line.size() + value.size() + last.size() > kValuesWidth) return line + "\xE2\x80\xA6, " + last;
        line += value + ", ";
    }
    return line + last;
}

std::string run_table(const grid::Catalog& catalog) {
    std::vector<std::vector<std::string>> rows{{"DIMENSION", "TYPE", "COUNT", "VALUES"}};
    for (const grid::Dimension& dimension : catalog.dimensions)
        rows.push_back({to_display(dimension.name),
                        dimension.type == grid::DimensionType::Number ? "number" : "text",
                        fmt::format("{}", dimension.values.size()), values_text(dimension.values)});
    return fmt::format("{}: {} images, {} superseded\n\n{}{}", to_display(catalog.run),
                       catalog.samples.size(), catalog.superseded.size(),
                       format_table({Align::Left, Align::Left, Align::Right, Align::Left}, rows),
                       problems_text(catalog.problems));
}

}  // namespace

ExitStatus run_scan(const ScanCall& call, const app::Config& config, const Console& console) {
    if (config.checkpoint_dirs.empty() && config.sample_dir.empty()) {
        console.log.error("{}", kNoFolderToScan);
        return ExitStatus::BadCall;
    }
    const scan::Discovery discovery = scan::discover({config.checkpoint_dirs, config.sample_dir});
    if (!call.run) {
        console.out << (call.form == OutputForm::Json ? runs_document(discovery) : runs_table(discovery));
        return ExitStatus::Done;
    }
    const grid::TrainingRun* run = find_run(discovery, *call.run);
    if (run == nullptr) {
        console.log.error("{}", about_unknown_run(discovery, *call.run));
        return ExitStatus::Failed;
    }
    const auto catalog = grid::make_catalog(scan::scan_run(*run, config.sample_dir), Generation{1});
    console.out << (call.form == OutputForm::Json ? run_document(*catalog) : run_table(*catalog));
    return ExitStatus::Done;
}

}  // namespace proofsheet::cli
