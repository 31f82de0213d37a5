#include "jobs/experiment_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace proofsheet::jobs {
namespace {

using std::chrono::milliseconds;

constexpr int kJournalTries = 3;

/// Doubles with every try, from `first` on.
milliseconds wait_before(int tries, milliseconds first, milliseconds longest) {
    milliseconds wait = first;
    for (int i = 1; i < tries && wait < longest; ++i) wait *= 2;
    return std::min(wait, longest);
}

/// The same picture without the init image.
std::optional<CallConfig> fallback_of(const CallConfig& call) {
    if (call.mode != ImageMode::Img2Img || !call.fallback_to_text2img) return std::nullopt;
    CallConfig instead = call;
    instead.mode = ImageMode::Fallback;
    instead.controlnet = ControlNet::None;
    instead.fallback_to_text2img = false;
    return instead;
}

bool may_arrive_later(ErrorKind kind) {
    return kind == ErrorKind::Network || kind == ErrorKind::Indeterminate || kind == ErrorKind::InvalidInput;
}

/// The pictures are paid; whoever reads this can still save them.
Error unsaved(const Error& error, const ServiceAnswer& answer) {
    return with_context(error, fmt::format("A paid answer could not be saved. Its pictures are at {}",
                                           fmt::join(answer.urls, " ")));
}

}  // namespace

ExperimentRunner::ExperimentRunner(const Parts& parts, const Budget& budget, Tell tell,
                                   const Patience& patience)
    : parts_(parts), budget_(budget), tell_(std::move(tell)), patience_(patience) {}

Result<int> ExperimentRunner::recover() {
    const Result<int> lost = parts_.calls.recover();
    if (!lost) return lost.error();
    const auto missing = parts_.pictures.missing(Missing::Untried);
    if (!missing) return missing.error();
    add_fetches(*missing);
    return *lost;
}

Status ExperimentRunner::begin(int calls) {
    Status cleared = parts_.calls.clear_paused();
    if (!cleared) return cleared;
    calls_left_ = calls;
    refusals_ = 0;
    call_tries_ = 0;
    call_not_before_ = {};
    return {};
}

Status ExperimentRunner::run_next() {
    return begin(1);
}

Status ExperimentRunner::run_all() {
    return begin(std::numeric_limits<int>::max());
}

Status ExperimentRunner::pause() {
    calls_left_ = 0;
    return parts_.calls.set_paused({});
}

Status ExperimentRunner::fetch_missing() {
    const auto missing = parts_.pictures.missing(Missing::All);
    if (!missing) return missing.error();
    add_fetches(*missing);
    return {};
}

void ExperimentRunner::add_fetches(const std::vector<PictureToFetch>& pictures) {
    for (const PictureToFetch& picture : pictures) {
        const bool is_there = std::any_of(fetches_.begin(), fetches_.end(), [&](const Fetch& each) {
            return each.picture.image_id == picture.image_id;
        });
        if (!is_there) fetches_.push_back({picture});
    }
}

Turn ExperimentRunner::turn(Time now, std::stop_token stop) {
    if (stop.stop_requested()) return Idle{};
    const auto due = std::find_if(fetches_.begin(), fetches_.end(),
                                  [&](const Fetch& each) { return each.not_before <= now; });
    if (due == fetches_.end()) return turn_call(now, stop);
    Fetch fetch = std::move(*due);
    fetches_.erase(due);
    return turn_fetch(std::move(fetch), now, stop);
}

Turn ExperimentRunner::rest(Time now) const {
    std::optional<Time> next;
    for (const Fetch& each : fetches_) next = std::min(next.value_or(each.not_before), each.not_before);
    if (calls_left_ > 0) next = std::min(next.value_or(call_not_before_), call_not_before_);
    if (!next) return Idle{};
    return Wait{std::max(*next, now)};
}

/// Pictures that are on their way are still fetched.
Turn ExperimentRunner::stop_with(Error why) {
    calls_left_ = 0;
    if (Status paused = parts_.calls.set_paused(why.message); !paused) return Stopped{paused.error()};
    return Stopped{std::move(why)};
}

Turn ExperimentRunner::turn_fetch(Fetch fetch, Time now, std::stop_token stop) {
    const Result<KeptPicture> kept = parts_.keeper.keep(fetch.picture, stop);
    if (kept) {
        if (Status noted = parts_.pictures.fetched(fetch.picture.image_id, *kept); !noted)
            return stop_with(noted.error());
        tell_(PictureKept{fetch.picture.image_id, kept->file});
        return Worked{};
    }
    if (kept.error().kind == ErrorKind::Cancelled) return Idle{};
    if (may_arrive_later(kept.error().kind) && ++fetch.tries < patience_.fetch_tries) {
        fetch.not_before = now + wait_before(fetch.tries, patience_.first_fetch_wait, patience_.longest_wait);
        fetches_.push_back(std::move(fetch));
        return Worked{};
    }
    if (Status noted = parts_.pictures.fetch_failed(fetch.picture.image_id, kept.error().message); !noted)
        return stop_with(noted.error());
    tell_(PictureGivenUp{fetch.picture.image_id, kept.error().message});
    if (kept.error().kind == ErrorKind::Io) return stop_with(kept.error());
    return Worked{};
}

Turn ExperimentRunner::turn_call(Time now, std::stop_token stop) {
    if (calls_left_ == 0 || call_not_before_ > now) return rest(now);
    const Result<bool> paused = parts_.calls.is_paused();
    if (!paused) return stop_with(paused.error());
    const auto next = parts_.calls.next_call();
    if (!next) return stop_with(next.error());
    if (*paused || !*next) {
        calls_left_ = 0;
        return rest(now);
    }
    return send(**next, now, stop);
}

Turn ExperimentRunner::send(const WaitingCall& call, Time now, std::stop_token stop) {
    const Result<PriceBook> prices = parts_.calls.prices();
    if (!prices) return stop_with(prices.error());
    const Credits most = prices->of(call.config).most;
    const Status started = parts_.calls.start(call.id, most, budget_, parts_.service.payload_of(call.config));
    if (!started && started.error().kind == ErrorKind::NotFound) return Worked{};
    if (!started) return stop_with(started.error());
    tell_(CallStarted{call.id});
    const CallOutcome outcome = parts_.service.send(call.config, call.init_image, stop);
    return std::visit([&](const auto& each) { return take(call, each, now); }, outcome);
}

void ExperimentRunner::call_is_over() {
    if (calls_left_ != std::numeric_limits<int>::max()) --calls_left_;
    call_tries_ = 0;
    call_not_before_ = {};
}

Turn ExperimentRunner::take(const WaitingCall& call, const ServiceAnswer& answer, Time) {
    call_is_over();
    refusals_ = 0;
    auto pictures = parts_.calls.answered(call.id, answer);
    for (int tries = 1; !pictures && tries < kJournalTries; ++tries)
        pictures = parts_.calls.answered(call.id, answer);
    if (!pictures) return stop_with(unsaved(pictures.error(), answer));
    add_fetches(*pictures);
    tell_(CallEnded{call.id, CallStatus::Completed, {}, answer.cost});
    return Worked{};
}

Turn ExperimentRunner::take(const WaitingCall& call, const ServiceRefusal& refusal, Time) {
    const std::optional<CallConfig> instead = fallback_of(call.config);
    if (!instead) call_is_over();
    if (Status noted = parts_.calls.refused(call.id, refusal, instead); !noted)
        return stop_with(noted.error());
    tell_(CallEnded{call.id, CallStatus::Failed, refusal.message, std::nullopt});
    if (instead || ++refusals_ < patience_.refusals) return Worked{};
    return stop_with({ErrorKind::InvalidInput,
                      fmt::format("The queue is paused, because {} calls in a row were refused: {}",
                                  refusals_, refusal.message)});
}

Turn ExperimentRunner::take(const WaitingCall& call, const NotAccepted& outcome, Time now) {
    if (Status noted = parts_.calls.not_accepted(call.id, outcome.message); !noted)
        return stop_with(noted.error());
    tell_(CallEnded{call.id, CallStatus::Queued, outcome.message, std::nullopt});
    ++call_tries_;
    const bool too_long = outcome.retry_after && *outcome.retry_after > patience_.longest_retry_after;
    if (call_tries_ >= patience_.call_tries || too_long)
        return stop_with({ErrorKind::Network, fmt::format("The queue is paused. {}", outcome.message)});
    const milliseconds wait = wait_before(call_tries_, patience_.first_wait, patience_.longest_wait);
    call_not_before_ =
        now + std::max<milliseconds>(wait, outcome.retry_after.value_or(std::chrono::seconds{0}));
    return Worked{};
}

Turn ExperimentRunner::take(const WaitingCall& call, const OutcomeUnknown& outcome, Time) {
    call_is_over();
    if (Status noted = parts_.calls.unknown(call.id, outcome); !noted) return stop_with(noted.error());
    tell_(CallEnded{call.id, CallStatus::Indeterminate, outcome.message, std::nullopt});
    return Worked{};
}

}  // namespace proofsheet::jobs
