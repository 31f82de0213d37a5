#include "cli/sinkin_session.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "core/file_bytes.h"
#include "core/text.h"
#include "net/curl_http_client.h"
#include "tasks/wake_signal.h"

namespace proofsheet::cli {
namespace {

using Json = nlohmann::ordered_json;

Json list_of(const std::vector<EndedCall>& calls, const char* key) {
    Json list = Json::array();
    for (const EndedCall& call : calls)
        list.push_back({{key, call.id}, {"message", to_display(call.message)}});
    return list;
}

void print_list(const std::vector<EndedCall>& calls, std::string_view heading, const Console& console) {
    for (const EndedCall& call : calls)
        console.out << fmt::format("{}: {}\n", heading, to_display(call.message));
}

}  // namespace

Result<std::unique_ptr<SinkInSession>> SinkInSession::open(const app::Config& config,
                                                           const Console& console) {
    Result<store::OpenedDatabase> opened = store::open_database(config.db_path);
    if (!opened) return opened.error();
    for (const std::string& notice : opened->notices) console.log.warn("{}", notice);
    return std::unique_ptr<SinkInSession>(new SinkInSession(std::move(*opened), config, console));
}

SinkInSession::SinkInSession(store::OpenedDatabase opened, const app::Config& config, const Console& console)
    : console_(console), http_(net::make_http_client()) {
    desk_ = std::make_unique<shell::ExperimentDesk>(
        std::move(opened.database), *http_, shell::experiment_setup(config),
        [this](const jobs::RunnerNews& news) { take_news(news); });
}

WorkReport SinkInSession::work() {
    report_ = {};
    tasks::WakeSignal nobody_wakes;
    for (;;) {
        const auto now = std::chrono::steady_clock::now();
        const jobs::Turn turn = desk_->turn(now, {});
        if (const auto* stopped = std::get_if<jobs::Stopped>(&turn))
            report_.stopped_because = stopped->why.message;
        if (const auto* wait = std::get_if<jobs::Wait>(&turn))
            nobody_wakes.wait(std::chrono::ceil<std::chrono::milliseconds>(wait->until - now));
        if (std::holds_alternative<jobs::Idle>(turn)) break;
    }
    const auto overview = desk_->overview();
    if (!overview) return report_;
    report_.spent = overview->spending.session.confirmed;
    if (report_.stopped_because.empty() && overview->is_paused)
        report_.stopped_because =
            overview->pause_reason.empty() ? "The queue is paused" : overview->pause_reason;
    return report_;
}

void SinkInSession::take_news(const jobs::RunnerNews& news) {
    std::visit([&](const auto& each) { take(each); }, news);
}

void SinkInSession::take(const jobs::CallStarted& news) {
    console_.log.debug("Call {} is sent", news.id);
}

void SinkInSession::take(const jobs::CallEnded& news) {
    if (news.status == jobs::CallStatus::Completed) ++report_.completed;
    if (news.status == jobs::CallStatus::Failed) report_.refused.push_back({news.id, news.message});
    if (news.status == jobs::CallStatus::Indeterminate)
        report_.indeterminate.push_back({news.id, news.message});
    const std::string cost = news.cost ? fmt::format(", {} credits", to_text(*news.cost)) : std::string();
    const std::string why = news.message.empty() ? std::string() : ": " + to_display(news.message);
    console_.err << fmt::format("Call {} {}{}{}\n", news.id.substr(0, 8), name_of(news.status), cost, why)
                 << std::flush;
}

void SinkInSession::take(const jobs::PictureKept& news) {
    report_.made.push_back(news.file.native());
}

void SinkInSession::take(const jobs::PictureGivenUp& news) {
    report_.given_up.push_back({news.image_id, news.message});
}

std::string report_document(const WorkReport& report, const shell::ExperimentDesk& desk) {
    Json document = Json::object();
    if (const auto& run = desk.last_run())
        document["run"] = {{"id", run->id},
                           {"batch_number", run->batch_number},
                           {"calls", run->calls},
                           {"folder", display_path(desk.folder_of(run->batch_number))}};
    Json made = Json::array();
    for (const std::string& file : report.made) made.push_back(display_path(file));
    document["completed"] = report.completed;
    document["made"] = std::move(made);
    document["refused"] = list_of(report.refused, "call");
    document["indeterminate"] = list_of(report.indeterminate, "call");
    document["unfetched"] = list_of(report.given_up, "image");
    document["spent"] = static_cast<double>(report.spent.micro) / 1e6;
    document["stopped_because"] =
        report.stopped_because.empty() ? Json() : Json(to_display(report.stopped_because));
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void print_report(const WorkReport& report, const Console& console) {
    for (const std::string& file : report.made) console.out << display_path(file) << '\n';
    print_list(report.refused, "Refused", console);
    print_list(report.indeterminate, "Unknown outcome, maybe paid", console);
    print_list(report.given_up, "Paid, not downloaded yet", console);
    console.out << fmt::format("Calls completed: {}, pictures: {}, credits spent: {}\n", report.completed,
                               report.made.size(), to_text(report.spent));
    if (!report.stopped_because.empty()) console.log.error("{}", report.stopped_because);
}

}  // namespace proofsheet::cli
