#pragma once

#include <memory>
#include <optional>
#include <string>

#include "jobs/provider.h"
#include "providers/comfy_client.h"
#include "providers/comfy_fill.h"

namespace proofsheet::providers {

/// Generates pictures with ComfyUI: fills the template, sends it under the attempt's id, follows it, fetches
/// the file and checks it. Each picture has its own connection for events and its own client id. One call at
/// a time.
class ComfyProvider : public jobs::Provider {
public:
    /// The client must outlive the provider.
    explicit ComfyProvider(const ComfyClient& client) : client_(client) {}

    Status generate(const jobs::GenerationRequest& request, const jobs::ReportEvent& report,
                    std::stop_token stop) override;
    /// Also by the attempt's id, which is kept with the prompt and in its file names, so that servers that
    /// make their own ids are no obstacle.
    Status find(const jobs::GenerationRequest& request, const std::string& remote_id,
                const jobs::ReportEvent& report, std::stop_token stop) override;

private:
    /// One picture on its way.
    struct Attempt {
        const jobs::GenerationRequest& request;
        const FilledWorkflow& workflow;
        const jobs::ReportEvent& report;
        std::stop_token stop;
        std::string service;
    };

    /// Sends it and gives the server's id.
    Result<std::string> submit(const Attempt& attempt, const std::string& client_id) const;
    /// After a request without an answer: whether it arrived.
    Result<std::string> settle(const Attempt& attempt, const Error& error) const;
    /// The server's id of what was sent earlier; nothing when two looks did not find it.
    Result<std::optional<std::string>> locate(const std::string& attempt_id, const std::string& remote_id,
                                              const std::stop_token& stop) const;
    Result<std::optional<std::string>> look_for(const std::string& attempt_id, const std::string& remote_id,
                                                const std::stop_token& stop) const;
    Status follow(const Attempt& attempt, const std::string& prompt_id,
                  std::unique_ptr<net::WebSocket> socket) const;
    Status fetch(const Attempt& attempt, const std::vector<ComfyFile>& files) const;
    /// Takes it out of the queue, or interrupts it while it runs. Always an error: Cancelled, or
    /// Indeterminate where the server did not answer.
    Error withdraw(const std::string& prompt_id) const;

    const ComfyClient& client_;
};

/// A ComfyUI server with all that is needed to talk to it.
struct ComfyConnection {
    std::unique_ptr<net::HttpClient> http;
    std::unique_ptr<net::WebSocketConnector> sockets;
    std::unique_ptr<ComfyClient> client;
};

/// Talks to nobody yet. Errors: InvalidInput (the address).
Result<ComfyConnection> make_comfy_connection(std::string_view address, std::string token,
                                              ComfyTimes times = {});

}  // namespace proofsheet::providers
