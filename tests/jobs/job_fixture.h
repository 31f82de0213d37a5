#pragma once

#include "jobs/sample_preset.h"

namespace proofsheet::jobs {

/// Eight pictures for each checkpoint.
inline SamplePreset small_preset() {
    SamplePreset preset;
    preset.name = "Small";
    preset.prompts = {{"forest portal", "a forest with a glowing portal"}, {"harbour", "a harbour at dusk"}};
    preset.negative_prompt = "blurry";
    preset.steps = {4};
    preset.cfgs = {1, 7.5};
    preset.samplers = {"euler"};
    preset.schedulers = {"simple"};
    preset.seeds = {420, 421};
    preset.width = 64;
    preset.height = 48;
    return preset;
}

}  // namespace proofsheet::jobs
