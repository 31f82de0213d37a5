#pragma once

#include <string>
#include <vector>

#include "app/update.h"

namespace proofsheet::test {

/// A catalog of `checkpoints` x 4 prompts x 4 seeds, one picture each.
inline std::shared_ptr<const grid::Catalog> small_catalog(int checkpoints, const std::string& run = "run") {
    grid::ScanReport report;
    report.run = run;
    report.root = "/samples";
    for (int c = 1; c <= checkpoints; ++c) {
        const std::string checkpoint = std::to_string(c * 500);
        report.checkpoint_order.push_back(checkpoint);
        for (const std::string prompt : {"forest", "harbour", "lake", "street"})
            for (int seed = 420; seed < 424; ++seed) {
                grid::FoundSample found;
                found.sample.path =
                    checkpoint + "/prompt_name=" + prompt + "&seed=" + std::to_string(seed) + ".png";
                found.sample.stamp = {1000, 1};
                found.dimensions = {
                    {"checkpoint", checkpoint}, {"prompt_name", prompt}, {"seed", std::to_string(seed)}};
                report.found.push_back(std::move(found));
            }
    }
    return grid::make_catalog(report, Generation{1});
}

/// A training run of one checkpoint.
inline grid::TrainingRun run_named(const std::string& name, bool samples) {
    grid::TrainingRun run;
    run.name = run.base = name;
    run.checkpoints.push_back({});
    if (samples) run.checkpoints.back().sample_dirs = {name + ".safetensors"};
    return run;
}

/// A state that commands are applied to, and the effects that they left.
struct Session {
    app::AppState state;
    std::vector<app::Effect> effects;

    template <typename T>
    std::vector<T> effects_of() const {
        std::vector<T> found;
        for (const app::Effect& effect : effects)
            if (const T* match = std::get_if<T>(&effect)) found.push_back(*match);
        return found;
    }

    void apply(const app::Command& command) {
        app::Update result = app::update(std::move(state), command);
        state = std::move(result.state);
        effects.insert(effects.end(), result.effects.begin(), result.effects.end());
    }
    void at(double ms, bool shown = true) { apply(app::FrameStarted{app::Millis(ms), shown}); }
    void open(std::shared_ptr<const grid::Catalog> catalog) {
        apply(app::OpenPaths{{"/samples"}});
        scanned(std::move(catalog));
    }
    /// The answer to the latest wish for pictures.
    void scanned(std::shared_ptr<const grid::Catalog> catalog, bool finished = true) {
        apply(app::CatalogScanned{state.scan.ticket, std::move(catalog), finished});
    }
    /// The answer to the latest wish for runs.
    void discovered(std::vector<grid::TrainingRun> runs) {
        apply(app::RunsDiscovered{state.scan.ticket, std::move(runs), {}});
    }
};

}  // namespace proofsheet::test
