#pragma once

#include <string>
#include <vector>

#include "app/sampling_command.h"
#include "screens.h"

namespace proofsheet::test {

template <typename Content>
void tell(Frames& frames, Content content) {
    frames.apply(app::on_sampling(std::move(content)));
}

/// What panels and keys asked of the Sampling screen so far, of this kind.
template <typename T>
std::vector<T> sampling_wishes(const Frames& frames) {
    std::vector<T> found;
    for (const app::Command& wish : frames.wishes)
        if (const auto* on = std::get_if<app::OnSampling>(&wish))
            if (const T* match = std::get_if<T>(&on->command->content)) found.push_back(*match);
    return found;
}

inline jobs::JobItem item_of(int position, jobs::ItemStatus status) {
    jobs::JobItem item;
    item.id = "item " + std::to_string(position);
    item.position = position;
    item.checkpoint = "run-" + std::to_string(500 + position / 4 * 500) + ".safetensors";
    item.parameters.prompt_name = "p" + std::to_string(position % 4);
    item.parameters.steps = 20;
    item.parameters.cfg = 7;
    item.parameters.sampler = "euler";
    item.parameters.scheduler = "normal";
    item.parameters.seed = 1;
    item.status = status;
    if (status == jobs::ItemStatus::Failed) item.message = "The service ran out of memory";
    return item;
}

/// A job of eight items of which `statuses` are the first.
inline jobs::SampleJob job_of(Frames& frames, const std::string& id, jobs::JobStatus status,
                              const std::vector<jobs::ItemStatus>& statuses) {
    std::vector<jobs::JobItem> items;
    for (int i = 0; i < 8; ++i)
        items.push_back(item_of(i, i < static_cast<int>(statuses.size())
                                       ? statuses[static_cast<std::size_t>(i)]
                                       : jobs::ItemStatus::Pending));
    jobs::SampleJob job;
    job.id = id;
    job.run = "run";
    job.provider = "demo";
    job.preset = app::starter_preset();
    job.status = status;
    job.counts = jobs::progress_of(items).counts;
    job.created_at = "2026-01-31T12:00:00.123Z";
    tell(frames, app::JobsRead{{job}});
    tell(frames, app::JobItemsRead{id, items});
    return job;
}

inline void show_jobs(Frames& frames, jobs::JobStatus status,
                      const std::vector<jobs::ItemStatus>& statuses = {}) {
    job_of(frames, "a", status, statuses);
    frames.apply(app::ShowScreen{app::Screen::Sampling});
    tell(frames, app::ShowSamplingTab{app::SamplingTab::Jobs});
}

inline void show_presets(Frames& frames) {
    jobs::SamplePreset first = app::starter_preset(), second = first;
    first.id = "1";
    second.id = "2";
    second.name = "Wide";
    second.samplers.clear();
    second.schedulers.clear();
    second.pairs = {{"euler", "normal"}, {"dpmpp_2m", "karras"}};
    frames.apply(app::ShowScreen{app::Screen::Sampling});
    tell(frames, app::ShowSamplingTab{app::SamplingTab::Presets});
    tell(frames, app::SamplePresetsRead{{first, second}, ""});
    tell(frames, app::ServiceModelsRead{{{"vae.safetensors"}, {}, {"euler", "heun"}, {"normal", "karras"}}});
}

inline void show_workflows(Frames& frames) {
    app::WorkflowTemplate good, bad, untagged;
    good.file = "flux.json";
    good.json = bad.json = untagged.json = std::make_shared<const std::string>("{}");
    good.roles = {"unet_loader", "vae_loader", "clip_loader", "shift", "sampler", "save_image"};
    bad.file = "broken.json";
    bad.fault = "It is no JSON";
    untagged.file = "plain.json";
    untagged.fault = "No node has a role";
    untagged.proposal = {{"3", "KSampler", "sampler"}, {"9", "SaveImage", "save_image"}};
    frames.apply(app::ShowScreen{app::Screen::Sampling});
    tell(frames, app::ShowSamplingTab{app::SamplingTab::Workflows});
    tell(frames, app::WorkflowsRead{"/home/ann/workflows", {bad, good, untagged}, "plain.json"});
}

inline void answer_plan(Frames& frames, std::size_t to_make) {
    auto plan = std::make_shared<app::LaunchPlan>();
    plan->expansion.to_make = to_make;
    plan->expansion.unknown = {{"run-500.safetensors", "The service does not know it"}};
    plan->summary = "8 checkpoints x 6 pictures = 48: 40 to make, 8 there already";
    tell(frames, app::LaunchPlanned{frames.state.sampling->launch.ticket, plan});
}

inline void open_launch(Frames& frames) {
    tell(frames, app::OpenLaunch{});
    answer_plan(frames, 40);
}

inline std::vector<ScreenState> sampling_states() {
    using jobs::ItemStatus;
    using jobs::JobStatus;
    const auto jobs = [](JobStatus status, std::vector<ItemStatus> statuses) {
        return [=](Frames& f) { show_jobs(f, status, statuses); };
    };
    return {
        {"no jobs",
         [](Frames& f) {
             f.apply(app::ShowScreen{app::Screen::Sampling});
             tell(f, app::JobsRead{});
         }},
        {"running job", jobs(JobStatus::Running, {ItemStatus::Completed, ItemStatus::Running})},
        {"stopped job", jobs(JobStatus::Paused, {ItemStatus::Completed})},
        {"failures",
         [](Frames& f) {
             show_jobs(f, JobStatus::CompletedWithErrors, {ItemStatus::Failed, ItemStatus::Failed});
             tell(f, app::ToggleJobItems{"a"});
         }},
        {"deleting a job",
         [](Frames& f) {
             show_jobs(f, JobStatus::Completed);
             f.click("job[0].delete");
             f.point_nowhere();
         }},
        {"presets", show_presets},
        {"pairs",
         [](Frames& f) {
             show_presets(f);
             tell(f, app::ChooseSamplePreset{"2"});
         }},
        {"choosing a sampler",
         [](Frames& f) {
             show_presets(f);
             f.click("preset_editor.samplers.choose");
             f.point_nowhere();
         }},
        {"workflows", show_workflows},
        {"ComfyUI gone",
         [](Frames& f) {
             show_workflows(f);
             tell(f, app::ComfyConnectionChanged{
                         {app::ConnectionKind::Failed, "http://localhost:8188", "", "Nobody answers."}});
         }},
        {"launch card", open_launch},
        {"launch card with chosen checkpoints", [](Frames& f) {
             show_workflows(f);
             tell(f, app::ComfyConnectionChanged{{app::ConnectionKind::Connected, "http://h", "0.3", ""}});
             open_launch(f);
             app::LaunchForm form = f.state.sampling->launch.form;
             form.form.checkpoints = {"run-500.safetensors"};
             tell(f, app::ChangeLaunch{form});
             answer_plan(f, 5);
         }}};
}

}  // namespace proofsheet::test
