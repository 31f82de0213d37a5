#include "cli/sinkin_queue_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "cli/sinkin_session.h"
#include "cli/table.h"
#include "core/text.h"
#include "jobs/experiment_json.h"
#include "jobs/number_lists.h"

namespace proofsheet::cli {
namespace {

using Json = nlohmann::ordered_json;
using jobs::CallRow;

Json row_document(const CallRow& row) {
    return {{"id", row.id},
            {"batch_number", row.batch_number},
            {"run", to_display(row.run_name)},
            {"status", std::string(name_of(row.status))},
            {"kind", std::string(name_of(row.config.kind))},
            {"scheduler", row.config.scheduler},
            {"steps", row.config.steps},
            {"scale", row.config.scale},
            {"seed", row.config.seed},
            {"num_images", row.config.num_images},
            {"mode", std::string(name_of(row.config.mode))},
            {"expected_credits", static_cast<double>(row.expected.micro) / 1e6},
            {"cost", row.cost ? Json(static_cast<double>(row.cost->micro) / 1e6) : Json()},
            {"unfetched", row.unfetched},
            {"problem", to_display(row.problem)}};
}

Json totals_document(const jobs::CreditTotals& totals) {
    return {{"confirmed", static_cast<double>(totals.confirmed.micro) / 1e6},
            {"reserved", static_cast<double>(totals.held.micro) / 1e6},
            {"indeterminate", static_cast<double>(totals.indeterminate.micro) / 1e6}};
}

std::string overview_document(const jobs::ExperimentOverview& overview) {
    Json queue = Json::array();
    for (const CallRow& row : overview.queue) queue.push_back(row_document(row));
    const Json document{{"paused", overview.is_paused},
                        {"pause_reason", to_display(overview.pause_reason)},
                        {"credits_today", totals_document(overview.spending.day)},
                        {"queue", queue}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string overview_table(const jobs::ExperimentOverview& overview) {
    std::vector<std::vector<std::string>> rows{
        {"call", "batch", "status", "scheduler", "steps", "scale", "seed", "credits", "problem"}};
    for (const CallRow& row : overview.queue)
        rows.push_back({row.id.substr(0, 8), fmt::format("{}", row.batch_number),
                        std::string(name_of(row.status)), row.config.scheduler,
                        fmt::format("{}", row.config.steps), jobs::number_text(row.config.scale),
                        fmt::format("{}", row.config.seed), to_text(row.cost.value_or(row.expected)),
                        to_display(row.problem)});
    const auto right = Align::Right;
    const auto left = Align::Left;
    std::string text = format_table({left, right, left, left, right, right, right, right, left}, rows);
    if (overview.queue.empty()) text = "The queue is empty\n";
    if (overview.is_paused)
        text += fmt::format("Paused. {}\n", overview.pause_reason.empty()
                                                ? "'proofsheet sinkin queue run' goes on"
                                                : to_display(overview.pause_reason));
    return text;
}

ExitStatus list(const SinkInQueueCall& call, SinkInSession& session, const Console& console) {
    const auto overview = session.desk().overview();
    if (!overview) return fail(overview.error(), console);
    console.out << (call.form == OutputForm::Json ? overview_document(*overview) : overview_table(*overview));
    return ExitStatus::Done;
}

ExitStatus run(const SinkInQueueCall& call, SinkInSession& session, const Console& console) {
    const auto said = session.desk().handle(jobs::RunAll{});
    if (!said) return fail(said.error(), console);
    console.log.info("{}", *said);
    const WorkReport report = session.work();
    if (call.form == OutputForm::Json)
        console.out << report_document(report, session.desk());
    else
        print_report(report, console);
    return report.is_complete() ? ExitStatus::Done : ExitStatus::Failed;
}

/// The one call whose id begins like this.
Result<std::string> full_id(SinkInSession& session, const std::string& beginning) {
    const auto overview = session.desk().overview();
    if (!overview) return overview.error();
    std::vector<std::string> found;
    for (const CallRow& row : overview->queue)
        if (row.id.starts_with(beginning)) found.push_back(row.id);
    if (found.size() == 1) return found.front();
    return Error{ErrorKind::NotFound,
                 fmt::format("{} with '{}'. 'proofsheet sinkin queue list' shows the calls",
                             found.empty() ? "No call of the queue has an id that begins"
                                           : "Several calls have ids that begin",
                             to_display(beginning))};
}

ExitStatus say(const Result<std::string>& said, const Console& console) {
    if (!said) return fail(said.error(), console);
    console.out << *said << '\n';
    return ExitStatus::Done;
}

ExitStatus cancel(const SinkInQueueCall& call, SinkInSession& session, const Console& console) {
    if (!call.id) return say(session.desk().handle(jobs::CancelAllCalls{}), console);
    const Result<std::string> id = full_id(session, *call.id);
    if (!id) return fail(id.error(), console);
    return say(session.desk().handle(jobs::CancelCall{*id}), console);
}

}  // namespace

ExitStatus run_sinkin_queue(const SinkInQueueCall& call, const app::Config& config, const Console& console) {
    const auto session = SinkInSession::open(config, console);
    if (!session) return fail(session.error(), console);
    switch (call.action) {
        case QueueAction::List:
            return list(call, **session, console);
        case QueueAction::Run:
            return run(call, **session, console);
        case QueueAction::Pause:
            return say((*session)->desk().handle(jobs::PauseQueue{}), console);
        case QueueAction::Cancel:
            return cancel(call, **session, console);
    }
    return ExitStatus::Failed;
}

}  // namespace proofsheet::cli
