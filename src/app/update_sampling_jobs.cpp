#include <algorithm>

#include "app/sampling_parts.h"

namespace proofsheet::app {
namespace {

JobView* view_of(SamplingState& sampling, const std::string& job_id) {
    const auto found = std::find_if(sampling.jobs.begin(), sampling.jobs.end(),
                                    [&](const JobView& view) { return view.job.id == job_id; });
    return found == sampling.jobs.end() ? nullptr : &*found;
}

/// Finished jobs without failures are only counted until somebody opens them.
bool wants_items(const SamplingState& sampling, const jobs::SampleJob& job) {
    return job.status != jobs::JobStatus::Completed || sampling.opened_job == job.id;
}

/// The items that are known are not those that the database has now.
bool is_stale(const JobView& view) {
    return !view.items_read || !(view.progress.counts == view.job.counts);
}

void count_items(JobView& view) {
    view.progress = jobs::progress_of(view.items);
    const jobs::JobItem* item = current_item(view);
    if (item == nullptr || item->id != view.live.item_id) view.live = {};
}

void announce_end(AppState& state, const jobs::SampleJob& before, const jobs::SampleJob& now) {
    if (before.status == now.status || is_open(now)) return;
    const std::string name = "“" + now.run + "”";
    const std::string made = std::to_string(now.counts.completed) + " of " +
                             std::to_string(now.counts.total()) + " pictures are there";
    switch (now.status) {
        case jobs::JobStatus::Completed:
            return add_toast(state, ToastKind::Good, "The job of " + name + " is done: " + made);
        case jobs::JobStatus::CompletedWithErrors:
            return add_toast(state, ToastKind::Warning,
                             "The job of " + name + " is done: " + made + ". The job says why of the others");
        case jobs::JobStatus::Failed:
            return add_toast(state, ToastKind::Error, "The job of " + name + " ended: " + now.message);
        default:
            if (!now.message.empty())
                add_toast(state, ToastKind::Warning, "The job of " + name + " was paused: " + now.message);
    }
}

void replace_job(AppState& state, JobView& view, const jobs::SampleJob& job) {
    announce_end(state, view.job, job);
    view.job = job;
    if (is_open(job)) return;
    view.waits.clear();
    view.live = {};
}

}  // namespace

void take_jobs(AppState& state, std::vector<Effect>& effects, const JobsRead& news) {
    SamplingState& sampling = state.sampling.edit();
    std::vector<JobView> views;
    for (const jobs::SampleJob& job : news.jobs) {
        JobView view;
        if (JobView* known = view_of(sampling, job.id)) {
            view = std::move(*known);
            replace_job(state, view, job);
        } else {
            view.job = job;
        }
        views.push_back(std::move(view));
    }
    sampling.jobs = std::move(views);
    sampling.jobs_read = true;
    ++sampling.items_revision;
    if (find_job(sampling, sampling.opened_job) == nullptr) sampling.opened_job.clear();
    for (const JobView& view : sampling.jobs)
        if (wants_items(sampling, view.job) && is_stale(view))
            effects.push_back(for_sampling(ReadJobItems{view.job.id}));
    follow_plans(state);
}

void take_items(AppState& state, const JobItemsRead& news) {
    SamplingState& sampling = state.sampling.edit();
    JobView* view = view_of(sampling, news.job_id);
    if (view == nullptr) return;
    view->items = news.items;
    view->items_read = true;
    ++sampling.items_revision;
    count_items(*view);
    follow_plans(state);
}

void take_job(AppState& state, std::vector<Effect>& effects, const jobs::SampleJob& job) {
    SamplingState& sampling = state.sampling.edit();
    ++sampling.items_revision;
    JobView* view = view_of(sampling, job.id);
    if (view == nullptr) return effects.push_back(for_sampling(ReadJobs{}));
    const bool ends = is_open(view->job) && !is_open(job);
    replace_job(state, *view, job);
    if (ends) follow_plans(state);
    if (wants_items(sampling, job) && is_stale(*view)) effects.push_back(for_sampling(ReadJobItems{job.id}));
}

void take_item(AppState& state, const JobItemChanged& news) {
    SamplingState& sampling = state.sampling.edit();
    JobView* view = view_of(sampling, news.job_id);
    if (view == nullptr || !view->items_read) return;
    const auto item = std::find_if(view->items.begin(), view->items.end(),
                                   [&](const jobs::JobItem& known) { return known.id == news.item.id; });
    if (item == view->items.end()) return;
    *item = news.item;
    ++sampling.items_revision;
    count_items(*view);
    view->job.counts = view->progress.counts;
}

void take_step(AppState& state, const jobs::StepProgress& step) {
    JobView* view = view_of(state.sampling.edit(), step.job_id);
    if (view == nullptr) return;
    if (view->live.item_id != step.item_id) view->live = {};
    view->live.item_id = step.item_id;
    view->live.step = step.step;
    view->live.steps = step.steps;
    view->live.note = step.note;
}

void take_wait(AppState& state, const JobWaits& news) {
    if (JobView* view = view_of(state.sampling.edit(), news.job_id)) view->waits = news.reason;
}

void take_preview(AppState& state, const PreviewReady& news) {
    JobView* view = view_of(state.sampling.edit(), news.job_id);
    if (view == nullptr) return;
    if (view->live.item_id != news.item_id) view->live = {};
    view->live.item_id = news.item_id;
    view->live.preview = news.number;
}

void toggle_items(AppState& state, std::vector<Effect>& effects, const std::string& job_id) {
    SamplingState& sampling = state.sampling.edit();
    sampling.opened_job = sampling.opened_job == job_id ? std::string() : job_id;
    const JobView* view = find_job(sampling, sampling.opened_job);
    if (view != nullptr && is_stale(*view)) effects.push_back(for_sampling(ReadJobItems{job_id}));
}

}  // namespace proofsheet::app
