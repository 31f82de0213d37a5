#include "cli/sinkin_run_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <random>

#include "cli/sinkin_session.h"
#include "cli/table.h"
#include "core/file_bytes.h"
#include "jobs/experiment_json.h"
#include "jobs/number_lists.h"
#include "jobs/experiment_plan.h"
#include "store/read_access.h"

namespace proofsheet::cli {
namespace {

using Json = nlohmann::ordered_json;

std::uint64_t random_number() {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

/// The settings of the file; errors are said. Names of files are relative to the file's folder.
std::optional<jobs::ExperimentSettings> settings_of(const std::filesystem::path& file,
                                                    const Console& console) {
    const auto bytes = read_file(file, jobs::kLargestFormFile);
    if (!bytes) {
        console.log.error("{}", bytes.error().message);
        return std::nullopt;
    }
    jobs::SettingsRead read =
        jobs::settings_from_json({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    for (const jobs::FieldError& error : read.errors)
        console.log.error("{}: {}{}{}", display_path(file), error.field, error.field.empty() ? "" : ": ",
                          error.message);
    if (read.settings && !read.settings->init_image_file.empty())
        read.settings->init_image_file =
            (file.parent_path() / read.settings->init_image_file).lexically_normal();
    return std::move(read.settings);
}

/// What is learnt so far; nothing in a database that cannot be read.
jobs::PriceBook known_prices(const app::Config& config) {
    auto database = store::open_for_reading(config.db_path);
    if (!database) return {};
    auto prices = store::CallLog(*database, {}).prices();
    return prices ? std::move(*prices) : jobs::PriceBook();
}

std::string plan_document(const jobs::ExperimentPlan& plan, const jobs::CreditEstimate& estimate) {
    Json combinations = Json::array();
    for (const jobs::Combination& each : plan.combinations)
        combinations.push_back({{"scheduler", each.scheduler},
                                {"steps", each.steps},
                                {"scale", each.scale},
                                {"images", each.images}});
    Json calls = Json::array();
    for (const jobs::CallConfig& call : plan.calls)
        calls.push_back({{"scheduler", call.scheduler},
                         {"steps", call.steps},
                         {"scale", call.scale},
                         {"seed", call.seed},
                         {"num_images", call.num_images},
                         {"variation", call.variation + 1}});
    const Json document{{"calls", plan.calls.size()},
                        {"pictures", plan.pictures},
                        {"expected_credits", static_cast<double>(estimate.expected.micro) / 1e6},
                        {"calls_without_known_price", estimate.guessed},
                        {"warnings", plan.warnings},
                        {"combinations", combinations},
                        {"queue", calls}};
    return document.dump(2) + "\n";
}

std::string plan_summary(const jobs::ExperimentPlan& plan, const jobs::CreditEstimate& estimate) {
    const std::string price =
        estimate.guessed == 0
            ? fmt::format("about {} credits", to_text(estimate.expected))
            : fmt::format("at most about {} credits; the price of {} calls is not known yet",
                          to_text(estimate.expected), estimate.guessed);
    return fmt::format("{} calls for {} pictures, {}\n", plan.calls.size(), plan.pictures, price);
}

void print_plan(const jobs::ExperimentPlan& plan, const jobs::CreditEstimate& estimate,
                const Console& console) {
    std::vector<std::vector<std::string>> rows{{"scheduler", "steps", "scale", "pictures"}};
    for (const jobs::Combination& each : plan.combinations)
        rows.push_back({each.scheduler, fmt::format("{}", each.steps), jobs::number_text(each.scale),
                        fmt::format("{}", each.images)});
    console.out << format_table({Align::Left, Align::Right, Align::Right, Align::Right}, rows)
                << plan_summary(plan, estimate);
}

ExitStatus work(const SinkInRunCall& call, const app::Config& config, const jobs::AddRun& wish,
                const Console& console) {
    auto session = SinkInSession::open(config, console);
    if (!session) {
        console.log.error("{}", session.error().message);
        return ExitStatus::Failed;
    }
    shell::ExperimentDesk& desk = (*session)->desk();
    Result<std::string> said = desk.handle(wish);
    if (said) console.log.info("{}", *said);
    if (said && call.extent == RunExtent::Work) said = desk.handle(jobs::RunAll{});
    if (!said) {
        console.log.error("{}", said.error().message);
        return ExitStatus::Failed;
    }
    const WorkReport report = call.extent == RunExtent::Work ? (*session)->work() : WorkReport();
    if (call.form == OutputForm::Json)
        console.out << report_document(report, desk);
    else if (call.extent == RunExtent::Work)
        print_report(report, console);
    else
        console.out << *said << '\n';
    return report.is_complete() ? ExitStatus::Done : ExitStatus::Failed;
}

}  // namespace

ExitStatus run_sinkin_run(const SinkInRunCall& call, const app::Config& config,
                          const std::filesystem::path& working_dir, const Console& console) {
    auto settings = settings_of((working_dir / call.file).lexically_normal(), console);
    if (!settings) return ExitStatus::BadCall;
    const jobs::AddRun wish{std::move(*settings), random_number()};
    const jobs::ExperimentPlan plan = jobs::expand(wish.settings, wish.random_seed);
    const jobs::CreditEstimate estimate = jobs::estimate(plan.calls, known_prices(config));
    for (const std::string& warning : plan.warnings) console.log.warn("{}", warning);
    if (call.extent != RunExtent::DryRun) {
        console.err << plan_summary(plan, estimate);
        return work(call, config, wish, console);
    }
    if (call.form == OutputForm::Json)
        console.out << plan_document(plan, estimate);
    else
        print_plan(plan, estimate, console);
    return ExitStatus::Done;
}

}  // namespace proofsheet::cli
