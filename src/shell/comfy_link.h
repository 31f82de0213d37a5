#pragma once

#include <atomic>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "app/config.h"
#include "app/sampling_command.h"
#include "providers/comfy_provider.h"
#include "tasks/guarded.h"
#include "tasks/inbox.h"
#include "tasks/wake_signal.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// Watches whether ComfyUI answers and reads what it has to choose from, on a thread of its own. Asks nobody
/// where the configuration names no server.
class ComfyLink {
public:
    ComfyLink(const app::ComfyUiConfig& configuration, tasks::Inbox<app::Command>& inbox);
    ~ComfyLink();

    void begin();
    /// Watches this server from now on. Any thread.
    void use(const app::ComfyUiConfig& configuration);
    /// Asks again at once, whatever is known. Any thread.
    void reconnect();

private:
    /// What the watching thread is to do next.
    struct Wanted {
        std::optional<app::ComfyUiConfig> configuration;  ///< to be taken
        std::stop_source look;                            ///< of the look under way
    };

    void watch();
    /// Takes the configuration that is wanted, if one came. Returns what ends the next look.
    std::stop_token take_configuration();
    void connect(const app::ComfyUiConfig& configuration);
    /// Returns whether it answers.
    bool look(const std::stop_token& stop);
    void tell(app::ServiceConnection connection);
    void read_models(const std::stop_token& stop);

    tasks::Inbox<app::Command>& inbox_;
    tasks::Guarded<Wanted> wanted_;
    std::atomic<bool> again_ = false;  ///< the lists are read although nothing changed
    std::stop_source ending_;
    tasks::WakeSignal signal_;
    // The watching thread's.
    std::string address_;
    std::optional<providers::ComfyConnection> connection_;  ///< nullopt: no usable address
    app::ServiceConnection told_;
    int failures_ = 0;        ///< in a row
    tasks::WorkerPool pool_;  ///< last: its task uses everything above
};

}  // namespace proofsheet::shell
