#include "cli/runs.h"

#include <fmt/format.h>

#include "cli/nearest.h"
#include "core/text.h"

namespace proofsheet::cli {

const grid::TrainingRun* find_run(const scan::Discovery& discovery, const std::string& name) {
    for (const grid::TrainingRun& run : discovery.runs)
        if (run.name == name || to_display(run.name) == name) return &run;
    return nullptr;
}

std::string about_unknown_run(const scan::Discovery& discovery, const std::string& name) {
    if (discovery.runs.empty())
        return fmt::format("There is no training run '{}': these folders hold none", to_display(name));
    std::vector<std::string> names;
    for (const grid::TrainingRun& run : discovery.runs) names.push_back(to_display(run.name));
    return fmt::format("There is no training run '{}'. Nearest: {}", to_display(name),
                       fmt::join(nearest_names(name, names, 5), ", "));
}

}  // namespace proofsheet::cli
