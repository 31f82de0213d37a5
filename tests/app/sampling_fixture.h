#pragma once

#include <doctest/doctest.h>

#include <string>
#include <variant>
#include <vector>

#include "app/sampling_command.h"
#include "app_fixture.h"

namespace proofsheet::test {

/// A job of a run with `checkpoints` x `prompts` items that are waiting.
inline jobs::SampleJob job_named(const std::string& id, const std::string& run, jobs::JobStatus status) {
    jobs::SampleJob job;
    job.id = id;
    job.run = run;
    job.provider = "demo";
    job.preset = app::starter_preset();
    job.status = status;
    return job;
}

inline jobs::JobItem item_at(int position, const std::string& checkpoint, const std::string& prompt,
                             std::uint64_t seed) {
    jobs::JobItem item;
    item.id = "item " + std::to_string(position);
    item.position = position;
    item.checkpoint = checkpoint;
    item.parameters.prompt_name = prompt;
    item.parameters.steps = 20;
    item.parameters.cfg = 7;
    item.parameters.sampler = "euler";
    item.parameters.scheduler = "normal";
    item.parameters.seed = seed;
    return item;
}

/// A run of three checkpoints with model files.
inline grid::TrainingRun run_to_sample(const std::string& name) {
    grid::TrainingRun run;
    run.name = run.base = name;
    for (int step = 500; step <= 1500; step += 500) {
        grid::Checkpoint checkpoint;
        checkpoint.file = name + "-" + std::to_string(step) + ".safetensors";
        checkpoint.path = "/checkpoints/" + checkpoint.file;
        checkpoint.label = std::to_string(step);
        checkpoint.number = step;
        run.checkpoints.push_back(checkpoint);
    }
    return run;
}

struct SamplingSession : Session {
    template <typename Content>
    void tell(Content content) {
        apply(app::on_sampling(std::move(content)));
    }
    const app::SamplingState& sampling() const { return *state.sampling; }

    /// The work that was asked for, of one kind.
    template <typename T>
    std::vector<T> asked() const {
        std::vector<T> found;
        for (const app::Effect& effect : effects)
            if (const auto* work = std::get_if<app::WorkForSampling>(&effect))
                if (const T* match = std::get_if<T>(&work->effect->content)) found.push_back(*match);
        return found;
    }

    void open_run() {
        apply(app::Rescan{});
        discovered({run_to_sample("ink")});
        scanned(std::make_shared<grid::Catalog>());
    }
    /// The answer to the latest plan.
    void planned(std::size_t to_make) {
        auto plan = std::make_shared<app::LaunchPlan>();
        plan->expansion.to_make = to_make;
        tell(app::LaunchPlanned{sampling().launch.ticket, plan});
    }
};

}  // namespace proofsheet::test
