#include <utility>

#include "app/sampling_parts.h"

namespace proofsheet::app {
namespace {

struct ApplySampling {
    AppState& state;
    std::vector<Effect>& effects;

    template <typename Content>
    void ask(Content content) {
        effects.push_back(for_sampling(std::move(content)));
    }

    void operator()(const JobsRead& news) { take_jobs(state, effects, news); }
    void operator()(const JobItemsRead& news) { take_items(state, news); }
    void operator()(const JobChanged& news) { take_job(state, effects, news.job); }
    void operator()(const JobItemChanged& news) { take_item(state, news); }
    void operator()(const JobStepped& news) { take_step(state, news.step); }
    void operator()(const JobWaits& news) { take_wait(state, news); }
    void operator()(const PreviewReady& news) { take_preview(state, news); }
    void operator()(const JobStarted& news) {
        if (state.overlay == Overlay::Launch) state.overlay = Overlay::None;
        state.sampling.edit().launch.starting = false;
        state.sampling.edit().tab = SamplingTab::Jobs;
        add_toast(state, ToastKind::Good,
                  "The job is in line: " + std::to_string(news.pictures) + " pictures");
        ask(ReadJobs{});
    }
    void operator()(const JobRefused& news) {
        state.sampling.edit().launch.starting = false;
        add_toast(state, ToastKind::Error, news.message);
        ask(ReadJobs{});
    }
    void operator()(const SamplePresetsRead& news) { take_sample_presets(state, effects, news); }
    void operator()(const WorkflowsRead& news) {
        SamplingState& sampling = state.sampling.edit();
        sampling.workflow_folder = news.folder;
        sampling.workflows = news.workflows;
        sampling.workflows_read = true;
        if (!news.chosen.empty()) sampling.workflow = news.chosen;
        if (find_workflow(sampling, sampling.workflow) == nullptr)
            sampling.workflow = sampling.workflows.empty() ? std::string() : sampling.workflows.front().file;
        plan_launch(state, effects);
    }
    void operator()(const ComfyConnectionChanged& news) {
        state.sampling.edit().comfyui = news.connection;
        plan_launch(state, effects);
    }
    void operator()(const ServiceModelsRead& news) {
        state.sampling.edit().models = news.models;
        plan_launch(state, effects);
    }
    void operator()(const LaunchPlanned& news) { take_plan(state, news); }

    void operator()(const ShowSamplingTab& wish) { state.sampling.edit().tab = wish.tab; }
    void operator()(const ToggleJobItems& wish) { toggle_items(state, effects, wish.job_id); }
    void operator()(const StopJob& wish) { ask(RequestStop{wish.job_id}); }
    void operator()(const ResumeJob& wish) { ask(ResumeStoppedJob{wish.job_id}); }
    void operator()(const RetryJob& wish) { ask(RetryFailedItems{wish.job_id}); }
    void operator()(const RetryJobItem& wish) { ask(RetryOneItem{wish.job_id, wish.item_id}); }
    void operator()(const DeleteJob& wish) { ask(RemoveJob{wish.job_id, wish.pictures}); }
    void operator()(const NewSamplePreset&) { new_preset(state); }
    void operator()(const ChooseSamplePreset& wish) { choose_preset(state, wish.id); }
    void operator()(const EditSamplePreset& wish) { edit_preset(state, wish.form); }
    void operator()(const RevertSamplePreset&) { revert_preset(state); }
    void operator()(const SaveSamplePreset&) { save_sample_preset(state, effects); }
    void operator()(const DuplicateSamplePreset& wish) { ask(CopySamplePreset{wish.id}); }
    void operator()(const DeleteSamplePreset& wish) { ask(RemoveSamplePreset{wish.id}); }
    void operator()(const ImportSamplePreset& wish) {
        if (!wish.path.empty()) ask(ReadSamplePresetFile{wish.path});
    }
    void operator()(const ExportSamplePreset& wish) { export_preset(state, effects, wish.path); }
    void operator()(const ReloadWorkflows&) { ask(ReadWorkflows{}); }
    void operator()(const ChooseWorkflow& wish) { state.sampling.edit().workflow = wish.file; }
    void operator()(const TagWorkflow& wish) {
        if (!wish.roles.empty()) ask(WriteTaggedWorkflow{wish.file, wish.roles});
    }
    void operator()(const OpenLaunch& wish) { open_launch(state, effects, wish.run); }
    void operator()(const ChangeLaunch& wish) { change_launch(state, effects, wish.form); }
    void operator()(const ConfirmLaunch&) { confirm_launch(state, effects); }
    void operator()(const ReconnectComfy&) { ask(Reconnect{}); }
};

}  // namespace

void update_sampling(AppState& state, std::vector<Effect>& effects, const SamplingCommand& command) {
    std::visit(ApplySampling{state, effects}, command.content);
}

void begin_sampling(AppState&, std::vector<Effect>& effects) {
    effects.push_back(for_sampling(BeginSampling{}));
}

void show_sampling(AppState& state, std::vector<Effect>& effects) {
    effects.push_back(for_sampling(ReadJobs{}));
    if (!state.sampling->presets_read) effects.push_back(for_sampling(ReadSamplePresets{}));
    if (!state.sampling->workflows_read) effects.push_back(for_sampling(ReadWorkflows{}));
}

void follow_comfyui(const Config& before, const Config& now, std::vector<Effect>& effects) {
    if (before.comfyui == now.comfyui && before.workflow_dir == now.workflow_dir) return;
    effects.push_back(for_sampling(UseComfyUi{now.comfyui, now.workflow_dir}));
}

}  // namespace proofsheet::app
