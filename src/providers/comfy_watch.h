#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "jobs/provider.h"
#include "providers/comfy_client.h"
#include "providers/comfy_fill.h"
#include "providers/comfy_message.h"
#include "providers/comfy_verdict.h"

namespace proofsheet::providers {

/// Sleeps, or wakes at once when asked to stop.
void pause(std::chrono::milliseconds time, const std::stop_token& stop);

/// Follows one prompt to its end. Events tell how far it is and when to look; what it came to is read from
/// queue and history alone (see comfy_verdict.h), so that events may be missing, late or somebody else's.
class ComfyWatch {
public:
    ComfyWatch(const ComfyClient& client, std::string prompt_id, const FilledWorkflow& workflow,
               const jobs::ReportEvent& report);

    /// Blocks until the end and gives the files. `socket` may be null; one that fails is not opened again,
    /// since the server sends the events of a prompt only to the connection that sent it.
    /// Errors: NotFound (the server lost it), InvalidInput (it failed), Io (somebody interrupted it),
    /// Indeterminate (the server has been silent for `ComfyTimes::patience`), Cancelled.
    Result<std::vector<ComfyFile>> follow(std::unique_ptr<net::WebSocket> socket,
                                          const std::stop_token& stop);

private:
    using Time = std::chrono::steady_clock::time_point;

    /// False when none came in time.
    bool take_event(std::chrono::milliseconds wait, const std::stop_token& stop);
    /// What has come already.
    void take_rest(const std::stop_token& stop);
    void read_text(const std::string& text);
    void read_preview(const std::string& message);
    void take_news(const ComfyMessage& message);
    void note_progress(const ComfyMessage& message);
    void look_soon();

    Status look(const std::stop_token& stop);
    void note_absence(Time now);
    /// Nothing while the server may still come back.
    Status note_failure(const Error& error);
    void tell_place(const ComfyQueue& queue);
    void tell(jobs::Progress progress);

    const ComfyClient& client_;
    std::string prompt_id_;
    const FilledWorkflow& workflow_;
    const jobs::ReportEvent& report_;
    std::unique_ptr<net::WebSocket> socket_;
    ComfyEvidence evidence_;
    bool running_ = false;  ///< by events or by the queue
    bool ended_ = false;    ///< events said that it is over
    std::string node_;      ///< that runs
    std::optional<jobs::Progress> told_;
    Time next_look_;
    std::optional<Time> absent_since_;
    std::optional<Time> silent_since_;
    int failures_ = 0;
};

}  // namespace proofsheet::providers
