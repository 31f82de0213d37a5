#include "providers/comfy_watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <span>
#include <utility>

#include "providers/comfy_backoff.h"
#include "providers/comfy_explain.h"
#include "providers/comfy_preview.h"
#include "tasks/wake_signal.h"

namespace proofsheet::providers {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Events that are still taken once the end is known, so that the last step and the last preview are shown.
constexpr int kMostLateEvents = 1000;

double random_part() {
    std::random_device random;
    return std::uniform_real_distribution<double>(0, 1)(random);
}

bool is_sampler(const std::string& class_type) {
    return class_type.find("Sampler") != std::string::npos;
}

/// What a node does, in the words of the field.
std::string work_of(const std::string& class_type) {
    const auto has = [&](std::string_view word) { return class_type.find(word) != std::string::npos; };
    if (has("Loader")) return "Loading the model";
    if (is_sampler(class_type)) return "Sampling";
    if (has("VAEDecode")) return "Decoding";
    if (has("TextEncode")) return "Encoding the prompt";
    if (has("Save")) return "Saving";
    if (has("Upscale")) return "Upscaling";
    return class_type;
}

Error end_error(const ComfyVerdict& verdict) {
    if (verdict.fate == ComfyFate::Failed) return {ErrorKind::InvalidInput, explain_fault(verdict.fault)};
    if (verdict.fate == ComfyFate::Interrupted)
        return {ErrorKind::Io, "The picture was interrupted in ComfyUI: generate it again if it is wanted."};
    return {ErrorKind::NotFound,
            "ComfyUI does not know the picture any more: it was restarted, or its queue was cleared. It can "
            "be sent again."};
}

bool is_in(const std::vector<ComfyQueueEntry>& entries, const std::string& id) {
    return std::ranges::count(entries, id, &ComfyQueueEntry::prompt_id) > 0;
}

}  // namespace

void pause(milliseconds time, const std::stop_token& stop) {
    tasks::WakeSignal signal;
    const std::stop_callback wake(stop, [&] { signal.wake(); });
    signal.wait(time);
}

ComfyWatch::ComfyWatch(const ComfyClient& client, std::string prompt_id, const FilledWorkflow& workflow,
                       const jobs::ReportEvent& report)
    : client_(client), prompt_id_(std::move(prompt_id)), workflow_(workflow), report_(report) {}

Result<std::vector<ComfyFile>> ComfyWatch::follow(std::unique_ptr<net::WebSocket> socket,
                                                  const std::stop_token& stop) {
    socket_ = std::move(socket);
    next_look_ = steady_clock::now() + (socket_ ? client_.times().poll : milliseconds(0));
    while (!stop.stop_requested()) {
        const auto left = std::chrono::ceil<milliseconds>(next_look_ - steady_clock::now());
        if (left.count() > 0) {
            take_event(left, stop);
            continue;
        }
        if (auto looked = look(stop); !looked) return looked.error();
        ComfyVerdict verdict = judge(evidence_);
        if (verdict.fate == ComfyFate::Done) take_rest(stop);
        if (verdict.fate == ComfyFate::Done) return std::move(verdict.files);
        if (verdict.fate != ComfyFate::Open) return end_error(verdict);
    }
    return Error{ErrorKind::Cancelled, "Stopped."};
}

bool ComfyWatch::take_event(milliseconds wait, const std::stop_token& stop) {
    if (!socket_) {
        pause(wait, stop);
        return false;
    }
    const auto message = socket_->read(wait, stop);
    if (!message && message.error().kind != ErrorKind::Cancelled) {
        socket_.reset();
        look_soon();
    }
    if (!message || !message->has_value()) return false;
    const net::WebSocketMessage& came = **message;
    if (came.kind == net::MessageKind::Text)
        read_text(came.data);
    else
        read_preview(came.data);
    return true;
}

void ComfyWatch::take_rest(const std::stop_token& stop) {
    for (int i = 0; i < kMostLateEvents && take_event(milliseconds(0), stop); ++i) {
    }
}

void ComfyWatch::read_text(const std::string& text) {
    const auto message = parse_comfy_message(text);
    if (!message) return;
    if (message->prompt_id == prompt_id_) {
        next_look_ = steady_clock::now() + client_.times().poll;
        take_news(*message);
    } else if (message->prompt_id.empty() &&
               (message->news == ComfyNews::Ended ||
                (message->news == ComfyNews::Status && message->queue_remaining == 0))) {
        look_soon();
    }
}

void ComfyWatch::take_news(const ComfyMessage& message) {
    running_ = true;
    if (message.news == ComfyNews::Executing) node_ = message.node;
    if (message.news == ComfyNews::Executing || message.news == ComfyNews::Progress) note_progress(message);
    if (message.news == ComfyNews::Executed)
        evidence_.hinted_files.insert(evidence_.hinted_files.end(), message.files.begin(),
                                      message.files.end());
    if (message.news == ComfyNews::Succeeded) evidence_.hint = ComfyHint::Succeeded;
    if (message.news == ComfyNews::Interrupted) evidence_.hint = ComfyHint::Interrupted;
    if (message.news == ComfyNews::Failed) {
        evidence_.hint = ComfyHint::Failed;
        evidence_.hinted_fault = message.fault;
    }
    ended_ = ended_ || message.news == ComfyNews::Ended || evidence_.hint != ComfyHint::None;
    if (!ended_) return;
    running_ = false;
    look_soon();
}

void ComfyWatch::note_progress(const ComfyMessage& message) {
    const auto found = workflow_.node_classes.find(message.node);
    const std::string class_type = found == workflow_.node_classes.end() ? std::string() : found->second;
    jobs::Progress progress{.step = 0, .steps = 0, .note = work_of(class_type)};
    // Tiled decoders and upscalers count their tiles, which are no steps of the sampler.
    if (message.news == ComfyNews::Progress && is_sampler(class_type)) {
        progress.step = std::clamp(message.value, 0, std::max(message.max, 0));
        progress.steps = std::max(message.max, 0);
    }
    tell(std::move(progress));
}

void ComfyWatch::read_preview(const std::string& message) {
    auto preview = parse_comfy_preview(std::as_bytes(std::span(message)));
    if (!preview || preview->kind != ComfyPreview::Kind::Picture) return;
    // Without an id it belongs to whatever runs, and only one prompt runs at a time.
    const bool ours = preview->prompt_id.empty() ? running_ : preview->prompt_id == prompt_id_;
    if (!ours) return;
    next_look_ = std::max(next_look_, steady_clock::now() + client_.times().quick_poll);
    report_(jobs::Preview{std::move(preview->picture)});
}

void ComfyWatch::look_soon() {
    next_look_ = std::min(next_look_, steady_clock::now());
}

Status ComfyWatch::look(const std::stop_token& stop) {
    const ComfyTimes& times = client_.times();
    // The queue first: what leaves it between the two requests is in the history by then.
    const auto queue = client_.queue(stop);
    if (!queue) return note_failure(queue.error());
    const bool running = is_in(queue->running, prompt_id_);
    const bool pending = !running && is_in(queue->pending, prompt_id_);
    evidence_.place = running ? ComfyPlace::Running : pending ? ComfyPlace::Pending : ComfyPlace::Absent;
    if (evidence_.place == ComfyPlace::Absent || ended_) {
        auto history = client_.history(prompt_id_, stop);
        if (!history) return note_failure(history.error());
        evidence_.history = std::move(*history);
    }
    failures_ = 0;
    silent_since_.reset();
    const auto now = steady_clock::now();
    note_absence(now);
    next_look_ = now + (evidence_.place == ComfyPlace::Absent || ended_ ? times.quick_poll : times.poll);
    tell_place(*queue);
    return {};
}

void ComfyWatch::note_absence(Time now) {
    if (evidence_.place != ComfyPlace::Absent || evidence_.history) {
        evidence_.absences = 0;
        absent_since_.reset();
        return;
    }
    if (!absent_since_) absent_since_ = now;
    ++evidence_.absences;
    evidence_.absent_for = std::chrono::duration_cast<milliseconds>(now - *absent_since_);
}

Status ComfyWatch::note_failure(const Error& error) {
    const auto now = steady_clock::now();
    if (!silent_since_) silent_since_ = now;
    // What was seen before the silence proves nothing about a server that was restarted in it.
    evidence_.absences = 0;
    absent_since_.reset();
    if (now - *silent_since_ >= client_.times().patience)
        return Error{
            ErrorKind::Indeterminate,
            fmt::format("ComfyUI has been silent for too long; the picture may still be made there. {}",
                        error.message)};
    next_look_ = now + std::max(backoff(++failures_, random_part()), client_.times().quick_poll);
    return {};
}

void ComfyWatch::tell_place(const ComfyQueue& queue) {
    if (evidence_.place == ComfyPlace::Running) {
        running_ = running_ || !ended_;
        if (!told_ || told_->steps == 0)
            tell({.step = 0, .steps = 0, .note = node_.empty() ? "Running" : told_->note});
    }
    if (evidence_.place != ComfyPlace::Pending) return;
    const auto ours = std::ranges::find(queue.pending, prompt_id_, &ComfyQueueEntry::prompt_id);
    const auto before = static_cast<std::size_t>(ours - queue.pending.begin()) + queue.running.size();
    tell({.step = 0, .steps = 0, .note = fmt::format("Waiting in ComfyUI's queue, {} before it", before)});
}

void ComfyWatch::tell(jobs::Progress progress) {
    const bool same = told_ && told_->step == progress.step && told_->steps == progress.steps &&
                      told_->note == progress.note;
    if (same) return;
    told_ = progress;
    report_(progress);
}

}  // namespace proofsheet::providers
