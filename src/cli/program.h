#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/config_load.h"
#include "cli/bench_command.h"
#include "cli/console.h"
#include "cli/demo_command.h"
#include "shell/launch.h"

namespace proofsheet::cli {

/// What the program finds around itself; tests bring their own.
struct Surroundings {
    app::Environment environment;
    std::filesystem::path working_dir;  ///< absolute
    std::chrono::steady_clock::time_point started;
    MakeDemo make_demo;
    Measure measure;
    /// Opens the application; gives the exit status.
    std::function<int(const shell::LaunchOptions&)> launch;
};

/// Runs one command line, without the program's name, to its end and gives the exit status.
int run_program(const std::vector<std::string>& arguments, const Surroundings& surroundings,
                const Console& console);

}  // namespace proofsheet::cli
