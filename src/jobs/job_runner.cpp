#include "jobs/job_runner.h"

#include <fmt/format.h>

#include <algorithm>

#include "jobs/output_place.h"
#include "jobs/side_car.h"

namespace proofsheet::jobs {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstWait{1000};
constexpr milliseconds kLongestWait{30'000};
/// How often the journal is asked for a stop while a picture is made.
constexpr milliseconds kBetweenLooks{300};

milliseconds wait_after(int failures) {
    const int doublings = std::min(failures - 1, 5);
    return std::min(kFirstWait * (1 << std::max(doublings, 0)), kLongestWait);
}

bool is_readable_job(const SampleJob& job) {
    return check_preset(job.preset).empty();
}

}  // namespace

/// One item while it is made.
struct JobRunner::Work {
    JobItem item;
    Ask next = Ask::Generate;
    bool needs_attempt = true;  ///< before it can be sent
    int attempts = 0;           ///< that began in this process
    std::chrono::steady_clock::time_point began{};
    std::chrono::steady_clock::time_point looked{};  ///< for a stop wish
    std::optional<Finished> finished{};
    Status journalled{};           ///< the first error of the journal
    std::stop_source interrupt{};  ///< for this item
};

Status JobRunner::start(const std::string& job_id) {
    Result<SampleJob> started = parts_.journal.advance(job_id, JobEvent::Started, "");
    if (!started) return started.error();
    job_ = std::move(*started);
    failures_ = 0;
    tell(JobChanged{job_});
    if (is_readable_job(job_)) return {};
    const std::string why = "What the preset of the job said cannot be read. Start a new job";
    Result<SampleJob> broken = parts_.journal.advance(job_id, JobEvent::Broke, why);
    if (broken) tell(JobChanged{*broken});
    return Error{ErrorKind::InvalidInput, why};
}

Result<SampleJob> JobRunner::run(const std::string& job_id, const std::stop_token& stop) {
    if (Status started = start(job_id); !started) return started.error();
    while (true) {
        const Result<Turn> taken = turn(stop);
        if (!taken) return taken.error();
        if (*taken != Turn::Goes) return parts_.journal.job(job_id);
    }
}

Result<JobRunner::Turn> JobRunner::turn(const std::stop_token& stop) {
    const Result<StopWish> wish = parts_.journal.stop_wish(job_.id);
    if (!wish) return wish.error();
    if (*wish != StopWish::None) return pause("");
    if (stop.stop_requested()) return Turn::Left;
    const Result<std::vector<ItemState>> states = parts_.journal.item_states(job_.id);
    if (!states) return states.error();
    const std::optional<std::size_t> next = next_item(*states);
    if (!next) return finish();
    Result<JobItem> item = parts_.journal.item((*states)[*next].id);
    if (!item) return item.error();
    return work_on(std::move(*item), stop);
}

Result<JobRunner::Turn> JobRunner::pause(const std::string& why) {
    const Result<SampleJob> paused = parts_.journal.advance(job_.id, JobEvent::Stopped, why);
    if (!paused) return paused.error();
    tell(JobChanged{*paused});
    return Turn::Ended;
}

/// Nothing is left to make: looks whether every picture is really there.
Result<JobRunner::Turn> JobRunner::finish() {
    const Result<std::vector<JobItem>> items = parts_.journal.items(job_.id);
    if (!items) return items.error();
    std::string first_reason;
    for (const JobItem& item : *items) {
        if (item.status != ItemStatus::Completed && first_reason.empty()) first_reason = item.message;
        if (item.status != ItemStatus::Completed || parts_.files.is_there(path_in(job_, item.output_path)))
            continue;
        const std::string why =
            fmt::format("The picture is gone. Retry to make it again: {}", item.output_path);
        if (Status noted = parts_.journal.give_up(item.id, ItemEvent::Vanished, why); !noted)
            return noted.error();
        if (first_reason.empty()) first_reason = why;
        tell_item(item.id);
    }
    const Result<SampleJob> counted = parts_.journal.job(job_.id);
    if (!counted) return counted.error();
    const ItemCounts& counts = counted->counts;
    if (counts.done() < counts.total()) return Turn::Goes;  // somebody has just retried one
    const JobEvent ending = ending_of(counts);
    const std::string message = ending == JobEvent::Finished
                                    ? std::string()
                                    : fmt::format("{} of {} pictures are missing: {} failed, {} skipped. {}",
                                                  counts.failed + counts.skipped, counts.total(),
                                                  counts.failed, counts.skipped, first_reason);
    const Result<SampleJob> ended = parts_.journal.advance(job_.id, ending, message);
    if (!ended) return ended.error();
    tell(JobChanged{*ended});
    return Turn::Ended;
}

Result<JobRunner::Turn> JobRunner::work_on(JobItem item, const std::stop_token& stop) {
    const bool cut_off = item.status == ItemStatus::Running && !item.attempt_id.empty();
    const Result<bool> made_already = cut_off ? is_made_already(item) : copy_twin(item);
    if (!made_already) return made_already.error();
    if (*made_already) return Turn::Goes;
    Work work{std::move(item)};
    work.next = cut_off ? Ask::Find : Ask::Generate;
    const std::stop_callback pass_on(stop, [&] { work.interrupt.request_stop(); });
    while (true) {
        const Status asked = ask(work);
        if (!work.journalled) return work.journalled.error();
        if (asked && work.finished) return made(work);
        const Error error =
            asked ? Error{ErrorKind::Io, "The service ended without a picture. Retry, or look at its log"}
                  : asked.error();
        const Result<std::optional<Turn>> turn = after_error(error, work);
        if (!turn) return turn.error();
        if (*turn) return **turn;
    }
}

/// Recognises a picture that got its name in an attempt that was cut off before it was journalled.
Result<bool> JobRunner::is_made_already(const JobItem& item) {
    if (item.output_path.empty() || item.attempt_id.empty()) return false;
    const auto picture = path_in(job_, item.output_path);
    if (!parts_.files.is_there(picture)) return false;
    const auto side_car = parts_.files.read(side_car_path(picture));
    if (!side_car || !is_side_car_of(*side_car, item.id, item.attempt_id)) return false;
    if (Status noted = parts_.journal.complete(item.id, std::nullopt); !noted) return noted.error();
    tell_item(item.id);
    return true;
}

/// The base model's picture is the same for every checkpoint, so the first one serves the others.
Result<bool> JobRunner::copy_twin(const JobItem& item) {
    if (!item.parameters.base_model) return false;
    const Result<std::vector<JobItem>> items = parts_.journal.items(job_.id);
    if (!items) return items.error();
    const auto twin = std::find_if(items->begin(), items->end(), [&](const JobItem& each) {
        return each.status == ItemStatus::Completed && each.parameters == item.parameters;
    });
    if (twin == items->end()) return false;
    auto picture = parts_.files.read(path_in(job_, twin->output_path));
    if (!picture) return false;
    Work work{item};
    if (Status begun = begin(work); !begun) return begun.error();
    work.finished = Finished{std::move(*picture), "", ""};
    const Result<Turn> saved = made(work);
    if (!saved) return saved.error();
    return true;
}

/// A new attempt, journalled before anything is sent.
Status JobRunner::begin(Work& work) {
    JobItem& item = work.item;
    item.attempt_id = parts_.new_id();
    item.remote_id.clear();
    item.output_path = free_output_path(parts_.files, job_, item);
    work.journalled = parts_.journal.begin_attempt(item.id, item.attempt_id, item.output_path);
    if (!work.journalled) return work.journalled;
    work.needs_attempt = false;
    tell_item(item.id);
    return {};
}

Status JobRunner::ask(Work& work) {
    work.finished.reset();
    const std::stop_token stop = work.interrupt.get_token();
    const ReportEvent report = [&](const GenerationEvent& event) { take_event(event, work); };
    if (work.next == Ask::Find)
        return parts_.provider.find(request_for(work.item), work.item.remote_id, report, stop);
    if (work.needs_attempt) {
        if (Status begun = begin(work); !begun) return begun;
        ++work.attempts;
    }
    if (Status ready = parts_.files.prepare(job_.sample_dir, work.item.folder); !ready) return ready;
    work.began = parts_.clock();
    return parts_.provider.generate(request_for(work.item), report, stop);
}

void JobRunner::take_event(const GenerationEvent& event, Work& work) {
    JobItem& item = work.item;
    if (const auto* accepted = std::get_if<Accepted>(&event)) {
        item.remote_id = accepted->remote_id;
        const Status noted = parts_.journal.accepted(item.id, item.attempt_id, item.remote_id);
        if (!noted && work.journalled) work.journalled = noted;
        tell(JobWaits{job_.id, ""});
    } else if (const auto* progress = std::get_if<Progress>(&event)) {
        tell(StepProgress{job_.id, item.id, progress->step, progress->steps, progress->note});
    } else if (const auto* preview = std::get_if<Preview>(&event)) {
        tell(PreviewArrived{job_.id, item.id, preview->picture});
    } else if (const auto* finished = std::get_if<Finished>(&event)) {
        work.finished = *finished;
    }
    const auto now = parts_.clock();
    if (now - work.looked < kBetweenLooks) return;
    work.looked = now;
    const Result<StopWish> wish = parts_.journal.stop_wish(job_.id);
    if (wish && *wish == StopWish::Now) work.interrupt.request_stop();
}

Result<JobRunner::Turn> JobRunner::made(Work& work) {
    if (Status saved = save(work); !saved) return failed(work.item, saved.error().message);
    std::optional<milliseconds> took;  // of what was made from its beginning
    if (work.attempts > 0) took = std::chrono::duration_cast<milliseconds>(parts_.clock() - work.began);
    const Status noted = parts_.journal.complete(work.item.id, took);
    if (!noted) return noted.error();
    failures_ = 0;
    tell_item(work.item.id);
    return Turn::Goes;
}

/// Saves where the attempt said, or elsewhere if something of that name came meanwhile.
Status JobRunner::save(Work& work) {
    constexpr int kTries = 5;
    Status saved;
    for (int i = 0; i < kTries; ++i) {
        saved = save_at(work.item, *work.finished);
        if (saved || saved.error().kind != ErrorKind::Conflict) return saved;
        work.item.output_path = free_output_path(parts_.files, job_, work.item);
        const Status noted = parts_.journal.redirect(work.item.id, work.item.output_path);
        if (!noted) return noted;
    }
    return saved;
}

/// The side-car first: where the picture is, it can be told whose it is.
Status JobRunner::save_at(const JobItem& item, const Finished& finished) {
    const std::filesystem::path picture = path_in(job_, item.output_path);
    const std::filesystem::path side_car = side_car_path(picture);
    if (Status ready = parts_.files.prepare(job_.sample_dir, item.folder); !ready) return ready;
    if (parts_.files.is_there(picture))
        return Error{ErrorKind::Conflict, "Something of the picture's name is there already"};
    const std::string text = side_car_text(
        job_, item, {parts_.now_text(), finished.workflow_hash, finished.service, parts_.version});
    const auto bytes = std::as_bytes(std::span(text));
    if (parts_.files.is_there(side_car)) {
        const auto before = parts_.files.read(side_car);
        if (!before || !is_side_car_of_a_job(*before))
            return Error{ErrorKind::Conflict, "Something of the side-car's name is there already"};
        if (Status written = parts_.files.write_over(side_car, bytes); !written) return written;
    } else if (Status written = parts_.files.write_new(side_car, bytes); !written) {
        return written;
    }
    return parts_.files.write_new(picture, finished.picture);
}

Result<JobRunner::Turn> JobRunner::failed(const JobItem& item, const std::string& why) {
    if (Status noted = parts_.journal.give_up(item.id, ItemEvent::Failed, why); !noted) return noted.error();
    tell_item(item.id);
    if (++failures_ < kFailuresThatPause) return Turn::Goes;
    return pause(fmt::format("Paused after {} failures in a row. The last one: {}", failures_, why));
}

/// Ends the turn before the picture is made: Paused where the journal has a wish, else Left.
Result<JobRunner::Turn> JobRunner::stopped() {
    const Result<StopWish> wish = parts_.journal.stop_wish(job_.id);
    if (!wish) return wish.error();
    return *wish == StopWish::None ? Turn::Left : pause("");
}

/// The item is as new. Only for what the service has not, or has given up.
Status JobRunner::put_back(const JobItem& item) {
    Status noted = parts_.journal.give_up(item.id, ItemEvent::Interrupted, "");
    if (noted) tell_item(item.id);
    return noted;
}

/// What an error means for the item: the turn that ends with it, or nothing and what to do `next`.
Result<std::optional<JobRunner::Turn>> JobRunner::after_error(const Error& error, Work& work) {
    using Answer = std::optional<Turn>;
    const auto ended = [](const Result<Turn>& turn) -> Result<Answer> {
        return turn ? Result<Answer>(Answer(*turn)) : Result<Answer>(turn.error());
    };
    const bool silent = error.kind == ErrorKind::Network || error.kind == ErrorKind::Indeterminate;
    if (error.kind == ErrorKind::Cancelled) {
        if (Status back = put_back(work.item); !back) return back.error();
        return ended(stopped());
    }
    if (error.kind == ErrorKind::NotFound) {
        if (work.attempts >= kAttemptsAtLost) return ended(failed(work.item, error.message));
        work.next = Ask::Generate;
        work.needs_attempt = true;
        return Answer();
    }
    if (!silent) return ended(failed(work.item, error.message));
    if (error.kind == ErrorKind::Indeterminate) work.next = Ask::Find;
    return after_silence(error, work);
}

/// The service does not answer: waits and goes on, or pauses the job. What it may have accepted stays
/// Running, so that it is looked for when the job goes on.
Result<std::optional<JobRunner::Turn>> JobRunner::after_silence(const Error& error, Work& work) {
    using Answer = std::optional<Turn>;
    const std::stop_token stop = work.interrupt.get_token();
    const bool gives_up = ++failures_ >= kFailuresThatPause;
    if (!gives_up && !stop.stop_requested()) {
        tell(JobWaits{job_.id, error.message});
        parts_.wait(wait_after(failures_), stop);
        const Result<StopWish> wish = parts_.journal.stop_wish(job_.id);
        if (!wish) return wish.error();
        if (*wish == StopWish::None && !stop.stop_requested()) return Answer();
    }
    if (work.next == Ask::Generate)
        if (Status back = put_back(work.item); !back) return back.error();
    const Result<Turn> turn = gives_up
                                  ? pause(fmt::format("Paused after {} failures in a row. The last one: {}",
                                                      failures_, error.message))
                                  : stopped();
    if (!turn) return turn.error();
    return Answer(*turn);
}

GenerationRequest JobRunner::request_for(const JobItem& item) const {
    const SampleParameters& wanted = item.parameters;
    GenerationRequest request;
    request.attempt_id = item.attempt_id;
    request.checkpoint_file = item.checkpoint;
    request.checkpoint_number = item.checkpoint_number;
    request.model_path = item.model_path;
    request.workflow_json = job_.workflow_json;
    request.prompt = wanted.prompt_text;
    request.negative_prompt = job_.preset.negative_prompt;
    request.steps = wanted.steps;
    request.cfg = wanted.cfg;
    request.sampler = wanted.sampler;
    request.scheduler = wanted.scheduler;
    request.seed = wanted.seed;
    request.width = job_.preset.width;
    request.height = job_.preset.height;
    request.vae = job_.vae;
    request.clip = job_.clip;
    request.shift = job_.shift;
    request.lora_strength = wanted.lora_strength;
    request.base_model = wanted.base_model;
    return request;
}

void JobRunner::tell(const JobNews& news) const {
    if (parts_.tell) parts_.tell(news);
}

/// The item and its job, whose counts follow from it.
void JobRunner::tell_item(const std::string& item_id) const {
    if (!parts_.tell) return;
    if (Result<JobItem> item = parts_.journal.item(item_id)) tell(ItemChanged{job_.id, std::move(*item)});
    if (Result<SampleJob> job = parts_.journal.job(job_.id)) tell(JobChanged{std::move(*job)});
}

}  // namespace proofsheet::jobs
