#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/call.h"

namespace proofsheet::cli {

/// What CLI11 fills in for the commands below `comfy`.
struct RawComfy {
    std::string type;
    bool json = false;
};

/// Adds `comfy` with its own commands.
CLI::App* add_comfy_commands(CLI::App& app, RawComfy& raw);

ComfyCall comfy_status_call(const RawComfy& raw);
ComfyCall comfy_models_call(const RawComfy& raw);
ComfyCall comfy_workflows_call(const RawComfy& raw);

}  // namespace proofsheet::cli
