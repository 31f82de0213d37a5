#include "shell/comfy_link.h"

#include <random>
#include <utility>

#include "core/text.h"
#include "providers/comfy_backoff.h"
#include "providers/comfy_template.h"

namespace proofsheet::shell {
namespace {

constexpr std::chrono::milliseconds kWhileConnected{15'000};

double random_share() {
    std::random_device device;
    return std::uniform_real_distribution<double>(0, 1)(device);
}

std::vector<std::string> choices(providers::ComfyDiscovery& discovery, providers::ComfyList list,
                                 const std::stop_token& stop) {
    auto names = discovery.choices(providers::input_of(list), stop);
    return names ? std::move(*names) : std::vector<std::string>();  // not every server has every node
}

}  // namespace

ComfyLink::ComfyLink(const app::ComfyUiConfig& configuration, tasks::Inbox<app::Command>& inbox)
    : inbox_(inbox), pool_(1, tasks::PoolPriority::Background) {
    const std::optional<std::string> address = app::base_url(configuration);
    if (!address) return;
    auto connection = providers::make_comfy_connection(*address, configuration.token.reveal());
    if (!connection) {
        fault_ = connection.error().message;
        return;
    }
    connection_.emplace(std::move(*connection));
    address_ = connection_->client->address().http;
    planned_.emplace(*connection_->client);
}

ComfyLink::~ComfyLink() {
    ending_.request_stop();
    signal_.wake();
}

void ComfyLink::begin() {
    if (!fault_.empty()) tell({app::ConnectionKind::Failed, address_, "", fault_});
    if (!connection_) return;
    pool_.submit([this](std::stop_token) { watch(ending_.get_token()); });
}

void ComfyLink::reconnect() {
    again_ = true;
    signal_.wake();
}

std::unique_ptr<jobs::Provider> ComfyLink::make_provider() const {
    if (!connection_) return nullptr;
    return std::make_unique<providers::ComfyProvider>(*connection_->client);
}

Result<std::optional<std::vector<std::string>>> ComfyLink::models_of(const std::string& workflow_json,
                                                                     const std::stop_token& stop) {
    if (!connection_)
        return Error{
            ErrorKind::Unsupported,
            fault_.empty() ? "ComfyUI is not configured. Name it in Settings as comfyui.url." : fault_};
    const providers::ComfyTemplate workflow = providers::read_comfy_template(workflow_json);
    const std::optional<providers::ComfyInput> input = providers::model_input(workflow);
    if (!input) return std::optional<std::vector<std::string>>();
    auto names = planned_->choices(*input, stop);
    if (!names) return names.error();
    return std::optional(std::move(*names));
}

void ComfyLink::watch(const std::stop_token& stop) {
    int failures = 0;
    tell({app::ConnectionKind::Connecting, address_, "", ""});
    while (!stop.stop_requested()) {
        failures = look(stop) ? 0 : failures + 1;
        if (stop.stop_requested()) return;
        signal_.wait(failures == 0 ? kWhileConnected : providers::backoff(failures, random_share()));
        if (again_ && failures > 0) tell({app::ConnectionKind::Connecting, address_, "", ""});
    }
}

bool ComfyLink::look(const std::stop_token& stop) {
    const auto server = connection_->client->server(stop);
    if (stop.stop_requested()) return false;
    if (!server) {
        tell({app::ConnectionKind::Failed, address_, "", server.error().message});
        return false;
    }
    const bool was_connected = told_.kind == app::ConnectionKind::Connected;
    tell({app::ConnectionKind::Connected, address_, to_display(server->version), ""});
    if (again_.exchange(false) || !was_connected) read_models(stop);
    return true;
}

void ComfyLink::tell(app::ServiceConnection connection) {
    if (connection == told_) return;
    told_ = connection;
    inbox_.post(app::on_sampling(app::ComfyConnectionChanged{std::move(connection)}));
}

void ComfyLink::read_models(const std::stop_token& stop) {
    using providers::ComfyList;
    providers::ComfyDiscovery discovery(*connection_->client);
    app::ServiceModels models;
    models.vaes = choices(discovery, ComfyList::Vae, stop);
    models.text_encoders = choices(discovery, ComfyList::TextEncoder, stop);
    models.samplers = choices(discovery, ComfyList::Sampler, stop);
    models.schedulers = choices(discovery, ComfyList::Scheduler, stop);
    if (!stop.stop_requested()) inbox_.post(app::on_sampling(app::ServiceModelsRead{std::move(models)}));
}

}  // namespace proofsheet::shell
