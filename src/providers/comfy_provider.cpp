#include "providers/comfy_provider.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "net/curl_http_client.h"
#include "providers/comfy_picture.h"
#include "providers/comfy_verdict.h"
#include "providers/comfy_watch.h"

namespace proofsheet::providers {
namespace {

constexpr int kFetchTries = 3;

Error stopped() {
    return {ErrorKind::Cancelled, "Stopped."};
}

/// An error before anything was sent: asking how the server is changes nothing there.
Error before_sending(Error error) {
    if (error.kind == ErrorKind::Indeterminate) error.kind = ErrorKind::Network;
    if (error.kind == ErrorKind::NotFound || error.kind == ErrorKind::Unsupported)
        error.kind = ErrorKind::InvalidInput;
    return error;
}

/// An error while something that was sent is looked for: it proves nothing about it.
Error while_looking(Error error) {
    if (error.kind != ErrorKind::Cancelled) error.kind = ErrorKind::Indeterminate;
    return error;
}

const ComfyQueueEntry* entry_of(const std::vector<ComfyQueueEntry>& entries, const std::string& attempt_id,
                                const std::string& remote_id) {
    const auto found = std::ranges::find_if(entries, [&](const ComfyQueueEntry& entry) {
        if (!remote_id.empty()) return entry.prompt_id == remote_id;
        return entry.prompt_id == attempt_id || entry.attempt_id == attempt_id;
    });
    return found == entries.end() ? nullptr : &*found;
}

/// The picture of the node that saves. ComfyUI gives names of earlier files for what it did not run again;
/// the prefix of this attempt tells them apart.
const ComfyFile* picture_of(const std::vector<ComfyFile>& files, const FilledWorkflow& workflow,
                            const std::string& attempt_id) {
    const auto is_ours = [&](const ComfyFile& file) { return file.filename.starts_with(attempt_id); };
    const auto ours = std::ranges::find_if(files, is_ours);
    if (ours != files.end()) return &*ours;
    const auto renamed = std::ranges::find_if(files, [&](const ComfyFile& file) {
        const auto type = workflow.node_classes.find(file.node);
        return std::ranges::count(workflow.save_nodes, file.node) > 0 &&
               type != workflow.node_classes.end() && type->second != "SaveImage";
    });
    return renamed == files.end() ? nullptr : &*renamed;
}

std::string shown_file(const ComfyFile& file) {
    return to_display(file.subfolder.empty() ? file.filename : file.subfolder + "/" + file.filename);
}

Error fetch_error(const ComfyFile& file, Error error) {
    if (error.kind == ErrorKind::NotFound)
        return {
            ErrorKind::NotFound,
            fmt::format("The picture was made, but it is gone from ComfyUI's folder: {}", shown_file(file))};
    // It is there and can be fetched later.
    if (error.kind == ErrorKind::Network) error.kind = ErrorKind::Indeterminate;
    return with_context(std::move(error),
                        fmt::format("The picture {} could not be fetched", shown_file(file)));
}

}  // namespace

Status ComfyProvider::generate(const jobs::GenerationRequest& request, const jobs::ReportEvent& report,
                               std::stop_token stop) {
    const auto workflow = fill_workflow(request);
    if (!workflow) return workflow.error();
    const auto server = client_.server(stop);
    if (stop.stop_requested()) return stopped();
    if (!server) return before_sending(server.error());

    const Attempt attempt{request, *workflow, report, stop, service_name(*server)};
    const std::string client_id = new_comfy_client_id();
    auto socket = client_.listen(client_id, stop);  // before sending, so that no event is missed
    const auto prompt_id = submit(attempt, client_id);
    if (!prompt_id) return prompt_id.error();
    report(jobs::Accepted{*prompt_id});
    return follow(attempt, *prompt_id, socket ? std::move(*socket) : nullptr);
}

Result<std::string> ComfyProvider::submit(const Attempt& attempt, const std::string& client_id) const {
    auto sent = client_.submit(attempt.workflow.graph, attempt.request.attempt_id, client_id, attempt.stop);
    if (!sent) {
        const Error& error = sent.error();
        const bool open = error.kind == ErrorKind::Indeterminate || error.kind == ErrorKind::Unsupported;
        return open ? settle(attempt, error) : Result<std::string>(before_sending(error));
    }
    if (sent->complaint.empty()) return sent->prompt_id;
    // It runs those outputs that are valid, which is not what was asked for.
    static_cast<void>(withdraw(sent->prompt_id));
    return Error{ErrorKind::InvalidInput,
                 fmt::format("ComfyUI would run only a part of the workflow: {}.", sent->complaint)};
}

Result<std::string> ComfyProvider::settle(const Attempt& attempt, const Error& error) const {
    const ComfyClient hurried = client_.hurried();
    const ComfyProvider hurried_provider(hurried);
    const std::string& id = attempt.request.attempt_id;
    const bool stopping = attempt.stop.stop_requested();
    const auto found = stopping ? hurried_provider.locate(id, {}, {}) : locate(id, {}, attempt.stop);
    if (!found) return Error{ErrorKind::Indeterminate, error.message};
    if (stopping) return *found ? withdraw(**found) : stopped();
    if (*found) return **found;
    return Error{ErrorKind::Network, "ComfyUI did not take the workflow: it was cut off before it arrived."};
}

Result<std::optional<std::string>> ComfyProvider::look_for(const std::string& attempt_id,
                                                           const std::string& remote_id,
                                                           const std::stop_token& stop) const {
    const auto queue = client_.queue(stop);
    if (!queue) return queue.error();
    for (const auto* entries : {&queue->running, &queue->pending})
        if (const auto* entry = entry_of(*entries, attempt_id, remote_id))
            return std::optional(entry->prompt_id);
    const auto history = client_.history(remote_id.empty() ? attempt_id : remote_id, stop);
    if (!history) return history.error();
    if (*history) return std::optional((*history)->prompt_id);
    if (!remote_id.empty()) return std::optional<std::string>();
    const auto recent = client_.recent_history(stop);
    if (!recent) return recent.error();
    const auto found = std::ranges::find(*recent, attempt_id, &ComfyHistoryEntry::attempt_id);
    return found == recent->end() ? std::optional<std::string>() : std::optional(found->prompt_id);
}

Result<std::optional<std::string>> ComfyProvider::locate(const std::string& attempt_id,
                                                         const std::string& remote_id,
                                                         const std::stop_token& stop) const {
    auto first = look_for(attempt_id, remote_id, stop);
    if (!first || first->has_value()) return first;
    pause(kGoneAfter, stop);
    if (stop.stop_requested()) return stopped();
    return look_for(attempt_id, remote_id, stop);
}

Status ComfyProvider::find(const jobs::GenerationRequest& request, const std::string& remote_id,
                           const jobs::ReportEvent& report, std::stop_token stop) {
    const auto workflow = fill_workflow(request);
    if (!workflow) return workflow.error();
    const auto server = client_.server(stop);
    const auto found = server ? locate(request.attempt_id, remote_id, stop)
                              : Result<std::optional<std::string>>(server.error());
    if (stop.stop_requested()) return stopped();
    if (!found) return while_looking(found.error());
    if (!*found)
        return Error{ErrorKind::NotFound, "ComfyUI does not know the picture: it can be sent again."};
    report(jobs::Accepted{**found});
    return follow({request, *workflow, report, stop, service_name(*server)}, **found, nullptr);
}

Status ComfyProvider::follow(const Attempt& attempt, const std::string& prompt_id,
                             std::unique_ptr<net::WebSocket> socket) const {
    ComfyWatch watch(client_, prompt_id, attempt.workflow, attempt.report);
    const auto files = watch.follow(std::move(socket), attempt.stop);
    if (!files) return attempt.stop.stop_requested() ? withdraw(prompt_id) : files.error();
    return fetch(attempt, *files);
}

Status ComfyProvider::fetch(const Attempt& attempt, const std::vector<ComfyFile>& files) const {
    const ComfyFile* file = picture_of(files, attempt.workflow, attempt.request.attempt_id);
    if (file == nullptr)
        return Error{ErrorKind::InvalidInput,
                     "ComfyUI finished, but the node with the role save_image saved no picture of ours: "
                     "check the workflow."};
    Error last;
    for (int tries = 0; tries < kFetchTries && !attempt.stop.stop_requested(); ++tries) {
        if (tries > 0) pause(client_.times().quick_poll, attempt.stop);
        const auto bytes = client_.view(*file, attempt.stop);
        if (!bytes && bytes.error().kind == ErrorKind::NotFound) return fetch_error(*file, bytes.error());
        auto picture = bytes ? check_comfy_picture(*bytes, attempt.workflow.size, attempt.stop)
                             : Result<std::vector<std::byte>>(fetch_error(*file, bytes.error()));
        if (picture) {
            attempt.report(jobs::Finished{std::move(*picture), attempt.workflow.hash, attempt.service});
            return {};
        }
        last = picture.error();
        if (last.kind == ErrorKind::InvalidInput) return last;
    }
    return attempt.stop.stop_requested() ? stopped() : last;
}

Error ComfyProvider::withdraw(const std::string& prompt_id) const {
    const ComfyClient hurried = client_.hurried();
    Status done = hurried.remove_from_queue(prompt_id, {});
    const auto queue = hurried.queue({});
    if (!queue) done = queue.error();
    // Old servers interrupt whatever runs, whoever's it is.
    if (queue && entry_of(queue->running, {}, prompt_id) != nullptr) done = hurried.interrupt(prompt_id, {});
    if (done) return stopped();
    return {ErrorKind::Indeterminate,
            "Stopped, but ComfyUI did not answer: it may still make the picture. " + done.error().message};
}

Result<ComfyConnection> make_comfy_connection(std::string_view address, std::string token, ComfyTimes times) {
    auto parsed = parse_comfy_address(address);
    if (!parsed) return parsed.error();
    ComfyConnection connection{net::make_http_client(), net::make_web_socket_connector(), nullptr};
    connection.client = std::make_unique<ComfyClient>(*connection.http, *connection.sockets,
                                                      std::move(*parsed), std::move(token), times);
    return connection;
}

}  // namespace proofsheet::providers
