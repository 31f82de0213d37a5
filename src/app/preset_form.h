#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jobs/sample_preset.h"

namespace proofsheet::app {

enum class SamplerChoice : std::uint8_t { Cross, Pairs };

/// A sample preset as it is typed.
struct PresetForm {
    std::string id;  ///< empty while it was never saved
    std::string name;
    std::vector<jobs::NamedPrompt> prompts;
    std::string negative_prompt;
    std::string steps;
    std::string cfgs;
    SamplerChoice choice = SamplerChoice::Cross;
    std::string samplers;    ///< names with commas between
    std::string schedulers;  ///< the same
    std::vector<jobs::SamplerPair> pairs;
    std::string seeds;
    std::string lora_strengths;
    bool base_model_row = false;
    std::string width;
    std::string height;
    bool operator==(const PresetForm&) const = default;
};

/// What a form says, and what is wrong with it. The preset can be used when there is no problem.
struct CheckedForm {
    jobs::SamplePreset preset;
    std::vector<jobs::PresetProblem> problems;
    std::string count;  ///< "4 prompts × 3 steps … = 96 per checkpoint"
    bool operator==(const CheckedForm&) const = default;
};

/// "euler, dpmpp_2m" to its names and back.
std::vector<std::string> split_names(std::string_view text);
std::string join_names(const std::vector<std::string>& names);

PresetForm form_of(const jobs::SamplePreset& preset);
CheckedForm check_form(const PresetForm& form);

/// A small preset for the first job; it has no id.
jobs::SamplePreset starter_preset();

}  // namespace proofsheet::app
