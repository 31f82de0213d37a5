#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/call.h"

namespace proofsheet::cli {

/// What CLI11 fills in for the commands below `sinkin`.
struct RawSinkIn {
    std::string file, id, image, type, scale, strength;
    bool json = false, dry_run = false, queue_only = false, all = false;
};

/// Adds `sinkin` with its own commands.
CLI::App* add_sinkin_commands(CLI::App& app, RawSinkIn& raw);

/// `command` is what follows `sinkin`: "run", "queue list".
Command sinkin_command(const std::string& command, const RawSinkIn& raw);

/// What is wrong with options that are right on their own; empty when nothing is.
std::string sinkin_problem(const std::string& command, const RawSinkIn& raw);

}  // namespace proofsheet::cli
