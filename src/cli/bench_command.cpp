#include "cli/bench_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "cli/table.h"

namespace proofsheet::cli {
namespace {

std::string tables_of(const bench::Report& report) {
    using enum Align;
    return fmt::format(
        "{}\n\n{}\n{}", report.machine,
        format_table({Left, Right, Right, Right, Left, Right, Left}, bench::table_of_rows(report)),
        format_table({Left, Right}, bench::table_of_decoders(report)));
}

}  // namespace

ExitStatus run_bench(const BenchCall& call, const Measure& measure, const app::Config& config,
                     const std::filesystem::path& working_dir, const Console& console) {
    bench::Request request;
    std::error_code failure;
    request.program = std::filesystem::read_symlink("/proc/self/exe", failure);
    request.folder = config.data_dir / "bench";
    if (call.folder) request.pictures = (working_dir / *call.folder).lexically_normal();
    if (request.pictures && !std::filesystem::is_directory(*request.pictures, failure)) {
        console.log.error("There is no folder to measure at {}", display_path(*request.pictures));
        return ExitStatus::Failed;
    }
    const auto report =
        measure(request, [&](const std::string& what) { console.err << "Measuring: " << what << std::endl; });
    if (!report) {
        console.log.error("{}", report.error().message);
        return ExitStatus::Failed;
    }
    console.out << (call.form == OutputForm::Json ? bench::to_json(*report) : tables_of(*report));
    return ExitStatus::Done;
}

}  // namespace proofsheet::cli
