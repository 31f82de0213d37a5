#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "app/command.h"
#include "app/config.h"
#include "app/effect.h"
#include "app/sampling_state.h"

namespace proofsheet::app {

// News, past tense.
/// All jobs of the database, the newest first.
struct JobsRead {
    std::vector<jobs::SampleJob> jobs;
};
struct JobItemsRead {
    std::string job_id;
    std::vector<jobs::JobItem> items;
};
struct JobChanged {
    jobs::SampleJob job;
};
struct JobItemChanged {
    std::string job_id;
    jobs::JobItem item;
};
struct JobStepped {
    jobs::StepProgress step;
};
struct JobWaits {
    std::string job_id;
    std::string reason;  ///< empty when it goes on
};
/// A preview can be loaded as `preview_path(job_id)` with this number.
struct PreviewReady {
    std::string job_id;
    std::string item_id;
    std::uint64_t number = 0;
};
struct JobStarted {
    std::string job_id;
    std::size_t pictures = 0;  ///< to make
};
/// A job could not be started, stopped or changed.
struct JobRefused {
    std::string message;
};
/// `chosen` is the preset that was just saved or read from a file; empty for none.
struct SamplePresetsRead {
    std::vector<jobs::SamplePreset> presets;
    std::string chosen;
};
struct WorkflowsRead {
    std::string folder;
    std::vector<WorkflowTemplate> workflows;
    std::string chosen;  ///< file that was just made; empty for none
};
struct ComfyConnectionChanged {
    ServiceConnection connection;
};
struct ServiceModelsRead {
    ServiceModels models;
};
struct LaunchPlanned {
    std::uint64_t ticket = 0;
    std::shared_ptr<const LaunchPlan> plan;
};

// Wishes, imperative.
struct ShowSamplingTab {
    SamplingTab tab = SamplingTab::Jobs;
};
/// Lists the items of a job; the same again closes the list.
struct ToggleJobItems {
    std::string job_id;
};
/// The first press lets the current picture finish, the second one interrupts it.
struct StopJob {
    std::string job_id;
};
struct ResumeJob {
    std::string job_id;
};
struct RetryJob {
    std::string job_id;
};
struct RetryJobItem {
    std::string job_id;
    std::string item_id;
};
enum class PicturesOfJob : std::uint8_t { Keep, MoveToTrash };
struct DeleteJob {
    std::string job_id;
    PicturesOfJob pictures = PicturesOfJob::Keep;
};
struct NewSamplePreset {};
struct ChooseSamplePreset {
    std::string id;
};
struct EditSamplePreset {
    PresetForm form;
};
/// Takes back what was typed since the preset was chosen or saved.
struct RevertSamplePreset {};
struct SaveSamplePreset {};
struct DuplicateSamplePreset {
    std::string id;
};
struct DeleteSamplePreset {
    std::string id;
};
struct ImportSamplePreset {
    std::string path;
};
struct ExportSamplePreset {
    std::string path;
};
struct ReloadWorkflows {};
struct ChooseWorkflow {
    std::string file;
};
/// Saves a copy of an untagged file with these roles.
struct TagWorkflow {
    std::string file;
    std::vector<RoleProposal> roles;
};
/// Opens the card; an empty run is the open one.
struct OpenLaunch {
    std::string run;
};
struct ChangeLaunch {
    LaunchForm form;
};
struct ConfirmLaunch {};
struct ReconnectComfy {};

/// What happens on the Sampling screen.
struct SamplingCommand {
    std::variant<JobsRead, JobItemsRead, JobChanged, JobItemChanged, JobStepped, JobWaits, PreviewReady,
                 JobStarted, JobRefused, SamplePresetsRead, WorkflowsRead, ComfyConnectionChanged,
                 ServiceModelsRead, LaunchPlanned, ShowSamplingTab, ToggleJobItems, StopJob, ResumeJob,
                 RetryJob, RetryJobItem, DeleteJob, NewSamplePreset, ChooseSamplePreset, EditSamplePreset,
                 RevertSamplePreset, SaveSamplePreset, DuplicateSamplePreset, DeleteSamplePreset,
                 ImportSamplePreset, ExportSamplePreset, ReloadWorkflows, ChooseWorkflow, TagWorkflow,
                 OpenLaunch, ChangeLaunch, ConfirmLaunch, ReconnectComfy>
        content;
};

// Work outside. What fails is answered with Noticed or JobRefused.
/// The database is open: look for jobs and connect to the services. Answers: JobsRead, WorkflowsRead,
/// ComfyConnectionChanged.
struct BeginSampling {};
/// Answer: JobsRead, and again whenever they change while one is open.
struct ReadJobs {};
/// Answer: JobItemsRead.
struct ReadJobItems {
    std::string job_id;
};
struct RequestStop {
    std::string job_id;
};
struct ResumeStoppedJob {
    std::string job_id;
};
struct RetryFailedItems {
    std::string job_id;
};
struct RetryOneItem {
    std::string job_id;
    std::string item_id;
};
struct RemoveJob {
    std::string job_id;
    PicturesOfJob pictures = PicturesOfJob::Keep;
};
/// Answer: SamplePresetsRead.
struct ReadSamplePresets {};
/// Answer: SamplePresetsRead with it chosen. A new one when it has no id.
struct KeepSamplePreset {
    jobs::SamplePreset preset;
};
struct CopySamplePreset {
    std::string id;
};
struct RemoveSamplePreset {
    std::string id;
};
struct ReadSamplePresetFile {
    std::string path;
};
struct WriteSamplePresetFile {
    std::string path;
    jobs::SamplePreset preset;
};
/// Answer: WorkflowsRead.
struct ReadWorkflows {};
/// Answer: WorkflowsRead with the copy chosen.
struct WriteTaggedWorkflow {
    std::string file;
    std::vector<RoleProposal> roles;
};
/// What a job is made from.
struct LaunchInput {
    jobs::SampleForm form;
    jobs::SamplePreset preset;
    std::shared_ptr<const std::string> workflow_json;  ///< null without a workflow
    grid::TrainingRun run;
    std::shared_ptr<const grid::Catalog> known;  ///< the run's pictures; null: they have to be listed
};
/// Answer: LaunchPlanned.
struct PlanLaunch {
    std::uint64_t ticket = 0;
    LaunchInput input;
};
/// Answer: JobStarted or JobRefused. Pictures are listed anew.
struct StartJob {
    LaunchInput input;
};
/// The configuration names another server or another folder of workflows. A picture under way is left and
/// made by the new one. Answers: ComfyConnectionChanged, WorkflowsRead.
struct UseComfyUi {
    ComfyUiConfig comfyui;
    std::filesystem::path workflow_dir;
};
/// Asks ComfyUI again at once. Answers: ComfyConnectionChanged, ServiceModelsRead.
struct Reconnect {};

/// Work outside for the Sampling screen.
struct SamplingEffect {
    std::variant<BeginSampling, ReadJobs, ReadJobItems, RequestStop, ResumeStoppedJob, RetryFailedItems,
                 RetryOneItem, RemoveJob, ReadSamplePresets, KeepSamplePreset, CopySamplePreset,
                 RemoveSamplePreset, ReadSamplePresetFile, WriteSamplePresetFile, ReadWorkflows,
                 WriteTaggedWorkflow, PlanLaunch, StartJob, UseComfyUi, Reconnect>
        content;
};

template <typename Content>
Command on_sampling(Content content) {
    return OnSampling{std::make_shared<const SamplingCommand>(SamplingCommand{std::move(content)})};
}

template <typename Content>
Effect for_sampling(Content content) {
    return WorkForSampling{std::make_shared<const SamplingEffect>(SamplingEffect{std::move(content)})};
}

}  // namespace proofsheet::app
