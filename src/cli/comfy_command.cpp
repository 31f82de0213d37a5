#include "cli/comfy_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/table.h"
#include "core/text.h"
#include "providers/comfy_discovery.h"
#include "providers/comfy_provider.h"
#include "providers/comfy_workflows.h"

namespace proofsheet::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr auto kDefaultAddress = "http://localhost:8188";
constexpr std::chrono::seconds kAnswerWithin{20};

std::string answer_text(const Json& document) {
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<providers::ComfyConnection> connection_of(const app::Config& config) {
    providers::ComfyTimes times;
    times.request = kAnswerWithin;
    return providers::make_comfy_connection(app::base_url(config.comfyui).value_or(kDefaultAddress),
                                            config.comfyui.token.reveal(), times);
}

std::string gib(std::uint64_t bytes) {
    return fmt::format("{:.1f} GiB", static_cast<double>(bytes) / (1u << 30));
}

std::string status_text(const std::string& url, const providers::ComfyServerInfo& server,
                        const providers::ComfyQueue& queue) {
    std::string text = fmt::format("{} at {}\n", providers::service_name(server), url);
    if (!server.device.empty())
        text += fmt::format("device: {}, {} of {} free\n", server.device, gib(server.memory_free_bytes),
                            gib(server.memory_bytes));
    return text + fmt::format("queue: {} running, {} waiting\n", queue.running.size(), queue.pending.size());
}

Json status_json(const std::string& url, const providers::ComfyServerInfo& server,
                 const providers::ComfyQueue& queue) {
    return {{"connected", true},
            {"url", url},
            {"version", server.version.empty() ? Json() : Json(server.version)},
            {"device", server.device},
            {"memory_bytes", server.memory_bytes},
            {"memory_free_bytes", server.memory_free_bytes},
            {"queue", {{"running", queue.running.size()}, {"pending", queue.pending.size()}}}};
}

ExitStatus show_status(const ComfyCall& call, const providers::ComfyClient& client, const Console& console) {
    const std::string& url = client.address().http;
    const auto server = client.server({});
    const auto queue = server ? client.queue({}) : Result<providers::ComfyQueue>(server.error());
    const bool json = call.form == OutputForm::Json;
    if (!queue) {
        if (json)
            console.out << answer_text(
                {{"connected", false}, {"url", url}, {"message", to_display(queue.error().message)}});
        return fail(queue.error(), console);
    }
    console.out << (json ? answer_text(status_json(url, *server, *queue))
                         : status_text(url, *server, *queue));
    return ExitStatus::Done;
}

/// The lists that were asked for.
std::vector<providers::ComfyList> lists_of(const ComfyCall& call) {
    std::vector<providers::ComfyList> lists = providers::comfy_lists();
    if (call.type)
        std::erase_if(lists,
                      [&](providers::ComfyList list) { return providers::name_of(list) != *call.type; });
    return lists;
}

ExitStatus show_models(const ComfyCall& call, const providers::ComfyClient& client, const Console& console) {
    providers::ComfyDiscovery discovery(client);
    Json document = Json::object();
    std::vector<std::vector<std::string>> rows{{"TYPE", "NAME"}};
    std::string names;
    for (const providers::ComfyList list : lists_of(call)) {
        const auto choices = discovery.choices(providers::input_of(list));
        // A node that this server lacks leaves a gap in the whole list, and is an error when it was asked
        // for.
        if (!choices && (call.type || choices.error().kind != ErrorKind::NotFound))
            return fail(choices.error(), console);
        if (!choices) console.log.warn("{}", to_display(choices.error().message));
        const std::string type(providers::name_of(list));
        document[type] = choices ? Json(*choices) : Json();
        for (const std::string& name : choices ? *choices : std::vector<std::string>()) {
            rows.push_back({type, to_display(name)});
            names += to_display(name) + "\n";
        }
    }
    const std::string table = call.type ? names : format_table({Align::Left, Align::Left}, rows);
    console.out << (call.form == OutputForm::Json ? answer_text(document) : table);
    return ExitStatus::Done;
}

/// What a request can set in the template, each once.
std::vector<std::string> settings_of(const providers::ComfyTemplate& workflow) {
    std::vector<std::string> names;
    for (const providers::ComfyTemplateNode& node : workflow.nodes)
        for (const providers::ComfyField& field : providers::fields_of(node.role)) {
            const std::string name(providers::name_of(field.setting));
            const bool hidden = field.setting == providers::ComfySetting::FilePrefix;
            const bool has = std::ranges::count(node.fields, field.name) > 0;
            if (has && !hidden && std::ranges::count(names, name) == 0) names.push_back(name);
        }
    return names;
}

Json workflow_json(const providers::WorkflowFile& file) {
    std::vector<std::string> roles;
    for (const auto& node : file.workflow.nodes) roles.emplace_back(providers::name_of(node.role));
    return {{"file", to_display(file.file)},
            {"usable", file.workflow.usable()},
            {"roles", roles},
            {"settings", settings_of(file.workflow)},
            {"errors", file.workflow.errors},
            {"warnings", file.workflow.warnings}};
}

std::string workflows_table(const std::vector<providers::WorkflowFile>& files) {
    std::vector<std::vector<std::string>> rows{{"WORKFLOW", "SETS", "NOTES"}};
    for (const providers::WorkflowFile& file : files) {
        std::vector<std::string> notes = file.workflow.errors;
        notes.insert(notes.end(), file.workflow.warnings.begin(), file.workflow.warnings.end());
        rows.push_back({to_display(file.file),
                        file.workflow.usable()
                            ? fmt::format("{}", fmt::join(settings_of(file.workflow), ", "))
                            : "cannot be used",
                        to_display(fmt::format("{}", fmt::join(notes, " ")))});
    }
    return files.empty() ? "No workflows.\n" : format_table({Align::Left, Align::Left, Align::Left}, rows);
}

ExitStatus show_workflows(const ComfyCall& call, const app::Config& config, const Console& console) {
    if (const Status made = providers::ensure_workflow_dir(config.workflow_dir); !made)
        return fail(made.error(), console);
    const auto files = providers::list_workflows(config.workflow_dir);
    if (!files) return fail(files.error(), console);
    Json list = Json::array();
    for (const providers::WorkflowFile& file : *files) list.push_back(workflow_json(file));
    console.out << (call.form == OutputForm::Json ? answer_text({{"workflows", list}})
                                                  : workflows_table(*files));
    return ExitStatus::Done;
}

}  // namespace

ExitStatus run_comfy(const ComfyCall& call, const app::Config& config, const Console& console) {
    if (call.question == ComfyQuestion::Workflows) return show_workflows(call, config, console);
    const auto connection = connection_of(config);
    if (!connection) return fail(connection.error(), console);
    return call.question == ComfyQuestion::Status ? show_status(call, *connection->client, console)
                                                  : show_models(call, *connection->client, console);
}

}  // namespace proofsheet::cli
