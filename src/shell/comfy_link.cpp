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
    : inbox_(inbox), wanted_({configuration, {}}), pool_(1, tasks::PoolPriority::Background) {}

ComfyLink::~ComfyLink() {
    ending_.request_stop();
    wanted_.edit([](Wanted& wanted) { wanted.look.request_stop(); });
    signal_.wake();
}

void ComfyLink::begin() {
    pool_.submit([this](std::stop_token) { watch(); });
}

void ComfyLink::use(const app::ComfyUiConfig& configuration) {
    wanted_.edit([&](Wanted& wanted) {
        wanted.configuration = configuration;
        wanted.look.request_stop();
    });
    signal_.wake();
}

void ComfyLink::reconnect() {
    again_ = true;
    signal_.wake();
}

std::stop_token ComfyLink::take_configuration() {
    std::optional<app::ComfyUiConfig> configuration;
    std::stop_token stop;
    wanted_.edit([&](Wanted& wanted) {
        configuration = std::exchange(wanted.configuration, std::nullopt);
        wanted.look = std::stop_source();
        stop = wanted.look.get_token();
    });
    if (configuration) connect(*configuration);
    return stop;
}

void ComfyLink::connect(const app::ComfyUiConfig& configuration) {
    connection_.reset();
    address_.clear();
    failures_ = 0;
    const std::optional<std::string> address = app::base_url(configuration);
    if (!address) return tell({});
    auto connection = providers::make_comfy_connection(*address, configuration.token.reveal());
    if (!connection) return tell({app::ConnectionKind::Failed, "", "", connection.error().message});
    connection_.emplace(std::move(*connection));
    address_ = connection_->client->address().http;
    tell({app::ConnectionKind::Connecting, address_, "", ""});
}

void ComfyLink::watch() {
    while (!ending_.stop_requested()) {
        const std::stop_token stop = take_configuration();
        std::optional<std::chrono::milliseconds> pause;
        if (connection_) {
            failures_ = look(stop) ? 0 : failures_ + 1;
            pause = failures_ == 0 ? kWhileConnected : providers::backoff(failures_, random_share());
        }
        if (ending_.stop_requested()) return;
        signal_.wait(pause);
        if (again_ && failures_ > 0) tell({app::ConnectionKind::Connecting, address_, "", ""});
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
