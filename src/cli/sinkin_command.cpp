#include "cli/sinkin_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "cli/sinkin_queue_command.h"
#include "cli/sinkin_run_command.h"
#include "cli/sinkin_session.h"
#include "cli/table.h"
#include "core/text.h"

namespace proofsheet::cli {
namespace {

using Json = nlohmann::ordered_json;

Json models_document(const std::vector<jobs::ServiceModel>& models) {
    Json list = Json::array();
    for (const jobs::ServiceModel& model : models)
        list.push_back({{"id", model.id}, {"name", model.name}, {"link", model.link}, {"tags", model.tags}});
    return list;
}

std::string models_table(const jobs::ModelList& models) {
    std::vector<std::vector<std::string>> rows{{"id", "kind", "name"}};
    for (const jobs::ServiceModel& model : models.models) rows.push_back({model.id, "model", model.name});
    for (const jobs::ServiceModel& lora : models.loras) rows.push_back({lora.id, "LoRA", lora.name});
    return format_table({Align::Left, Align::Left, Align::Left}, rows);
}

ExitStatus run_models(const SinkInModelsCall& call, const app::Config& config, const Console& console) {
    const auto session = SinkInSession::open(config, console);
    if (!session) return fail(session.error(), console);
    const auto refreshed = (*session)->desk().handle(jobs::RefreshModels{});
    if (!refreshed) return fail(refreshed.error(), console);
    const auto models = (*session)->desk().overviews().models();
    if (!models) return fail(models.error(), console);
    if (call.form == OutputForm::Json) {
        const Json document{{"models", models_document(models->models)},
                            {"loras", models_document(models->loras)}};
        console.out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    } else {
        console.out << models_table(*models);
    }
    return ExitStatus::Done;
}

/// What the call that was queued last may cost.
std::string expected_cost(shell::ExperimentDesk& desk, const std::string& call_id) {
    const auto overview = desk.overview();
    if (!overview) return {};
    for (const jobs::CallRow& row : overview->queue)
        if (row.id == call_id)
            return fmt::format("The upscale may cost {} credits\n",
                               to_text(overview->prices.of(row.config).most));
    return {};
}

/// Sends this one call, whatever else waits.
ExitStatus run_upscale(const SinkInUpscaleCall& call, const app::Config& config,
                       const std::filesystem::path& working_dir, const Console& console) {
    const auto session = SinkInSession::open(config, console);
    if (!session) return fail(session.error(), console);
    shell::ExperimentDesk& desk = (*session)->desk();
    const jobs::UpscaleWish wish{
        {}, (working_dir / call.image).lexically_normal().native(), call.type, call.scale, call.strength};
    const Result<std::string> id = desk.queue_upscale(wish);
    if (!id) return fail(id.error(), console);
    console.err << expected_cost(desk, *id);
    for (const jobs::ExperimentWish& step : {jobs::ExperimentWish(jobs::MoveCall{*id, jobs::MoveTo::Front}),
                                             jobs::ExperimentWish(jobs::RunNext{})})
        if (const auto said = desk.handle(step); !said) return fail(said.error(), console);
    const WorkReport report = (*session)->work();
    if (call.form == OutputForm::Json)
        console.out << report_document(report, desk);
    else
        print_report(report, console);
    return report.is_complete() ? ExitStatus::Done : ExitStatus::Failed;
}

}  // namespace

bool is_sinkin(const Command& command) {
    return std::holds_alternative<SinkInModelsCall>(command) ||
           std::holds_alternative<SinkInRunCall>(command) ||
           std::holds_alternative<SinkInQueueCall>(command) ||
           std::holds_alternative<SinkInUpscaleCall>(command);
}

ExitStatus run_sinkin(const Command& command, const app::Config& config,
                      const std::filesystem::path& working_dir, const Console& console) {
    if (const auto* models = std::get_if<SinkInModelsCall>(&command))
        return run_models(*models, config, console);
    if (const auto* run = std::get_if<SinkInRunCall>(&command))
        return run_sinkin_run(*run, config, working_dir, console);
    if (const auto* queue = std::get_if<SinkInQueueCall>(&command))
        return run_sinkin_queue(*queue, config, console);
    if (const auto* upscale = std::get_if<SinkInUpscaleCall>(&command))
        return run_upscale(*upscale, config, working_dir, console);
    return ExitStatus::BadCall;
}

}  // namespace proofsheet::cli
