#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <cstdio>
#include <exception>
#include <iostream>

#include "cli/program.h"
#include "providers/demo_data.h"
#include "tasks/thread_priority.h"
#include "tasks/worker_pool.h"

namespace {

using namespace proofsheet;

Status make_demo(const std::filesystem::path& folder, const cli::ReportProgress& report) {
    tasks::WorkerPool painters(tasks::core_count());
    return providers::make_demo(folder, painters, [&](std::size_t done, std::size_t total) {
        report(total == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(total));
    });
}

/// Pictures come and go all the time. Memory that they leave stays with the process: when it went back to the
/// system, clearing it for the next picture took an eighth of decoding. Blocks of 32 MiB and more still go
/// back at once.
void keep_freed_memory() {
#ifdef __GLIBC__
    ::mallopt(M_MMAP_THRESHOLD, 32 << 20);
    ::mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

int run(int count, char** arguments) {
    cli::Surroundings surroundings;
    surroundings.started = std::chrono::steady_clock::now();
    surroundings.environment = app::read_environment();
    std::error_code ignored;
    surroundings.working_dir = std::filesystem::current_path(ignored);
    surroundings.make_demo = make_demo;
    surroundings.measure = bench::measure;
    surroundings.launch = shell::run_application;

    std::ios::sync_with_stdio(false);
    const auto log = spdlog::stderr_color_mt("proofsheet");
    log->set_pattern("%n: %^%l%$: %v");
    spdlog::set_default_logger(log);
    const std::vector<std::string> texts(arguments + (count > 0 ? 1 : 0), arguments + count);
    return cli::run_program(texts, surroundings, {std::cout, std::cerr, *log});
}

}  // namespace

int main(int count, char** arguments) {
    keep_freed_memory();
    try {
        return run(count, arguments);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "proofsheet: error: Stopped unexpectedly: %s\n", failure.what());
        return 1;
    }
}
