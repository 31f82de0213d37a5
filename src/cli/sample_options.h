#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/call.h"

namespace proofsheet::cli {

/// What CLI11 fills in for `sample`, `job` and `preset`.
struct RawSample {
    SampleCall sample;
    std::string shift;
    std::vector<std::string> models;
    bool all = false;
    JobCall job;
    PresetCall preset;
    std::string file;
    bool json = false;
};

/// Adds the commands.
std::vector<CLI::App*> add_sample_commands(CLI::App& app, RawSample& raw);

/// The call of "sample", "job list" ...; nothing for other names.
std::optional<Command> sampling_call(const std::string& name, const RawSample& raw);

}  // namespace proofsheet::cli
