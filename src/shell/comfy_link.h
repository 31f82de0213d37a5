#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/config.h"
#include "app/sampling_command.h"
#include "providers/comfy_discovery.h"
#include "providers/comfy_provider.h"
#include "tasks/inbox.h"
#include "tasks/wake_signal.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// Watches whether ComfyUI answers and reads what it has to choose from, on a thread of its own. Does nothing
/// at all where the configuration names no server.
class ComfyLink {
public:
    ComfyLink(const app::ComfyUiConfig& configuration, tasks::Inbox<app::Command>& inbox);
    ~ComfyLink();

    void begin();
    /// Asks again at once, whatever is known. Any thread.
    void reconnect();
    /// Null where no server is configured. It must not outlive the link.
    std::unique_ptr<jobs::Provider> make_provider() const;
    /// Names of the models that a workflow can load; nullopt when it loads none. For one thread. Errors: what
    /// the server or the workflow says.
    Result<std::optional<std::vector<std::string>>> models_of(const std::string& workflow_json,
                                                              const std::stop_token& stop);

private:
    void watch(const std::stop_token& stop);
    /// Returns whether it answers.
    bool look(const std::stop_token& stop);
    void tell(app::ServiceConnection connection);
    void read_models(const std::stop_token& stop);

    tasks::Inbox<app::Command>& inbox_;
    std::string address_;
    std::string fault_;  ///< why the configured address cannot be used
    std::optional<providers::ComfyConnection> connection_;
    std::optional<providers::ComfyDiscovery> planned_;  ///< of who calls `models_of`
    app::ServiceConnection told_;                       ///< the watching thread's
    std::atomic<bool> again_ = false;                   ///< the lists are read although nothing changed
    std::stop_source ending_;
    tasks::WakeSignal signal_;
    tasks::WorkerPool pool_;  ///< last: its task uses everything above
};

/// The files of the workflow folder, which is made when it is not there. Reads files.
app::WorkflowsRead read_workflow_folder(const std::filesystem::path& folder);

/// Saves a copy of a workflow with these roles beside it, under a name that is free; returns its file name.
/// Errors: InvalidInput, NotFound, Io.
Result<std::string> save_tagged_workflow(const std::filesystem::path& folder,
                                         const app::WriteTaggedWorkflow& wanted);

}  // namespace proofsheet::shell
