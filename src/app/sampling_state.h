#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/panels.h"
#include "app/preset_form.h"
#include "grid/planned_values.h"
#include "jobs/job_progress.h"
#include "jobs/sample_form.h"
#include "jobs/sample_job.h"

namespace proofsheet::app {

enum class SamplingTab : std::uint8_t { Jobs, Presets, Workflows };

/// What the process that works on a job tells beside the database.
struct LiveItem {
    std::string item_id;  ///< empty while nothing is told
    int step = 0;
    int steps = 0;
    std::string note;
    std::uint64_t preview = 0;  ///< number of its newest preview; 0 for none
    bool operator==(const LiveItem&) const = default;
};

/// A sample job as the screen shows it.
struct JobView {
    jobs::SampleJob job;
    bool items_read = false;
    std::vector<jobs::JobItem> items;  ///< by position; empty until they are read
    jobs::JobProgress progress;        ///< of `items`
    std::string waits;                 ///< why nothing happens at the moment; empty otherwise
    LiveItem live;
    bool operator==(const JobView&) const = default;
};

enum class ConnectionKind : std::uint8_t { Off, Connecting, Connected, Failed };
/// "off", "connecting", "connected", "failed".
std::string_view name_of(ConnectionKind kind);

struct ServiceConnection {
    ConnectionKind kind = ConnectionKind::Off;
    std::string address;  ///< without user, password and token
    std::string version;
    std::string problem;  ///< a sentence; empty unless Failed
    bool operator==(const ServiceConnection&) const = default;
};

/// What ComfyUI has to choose from, byte for byte as it names it. Empty lists where a node is not there.
struct ServiceModels {
    std::vector<std::string> vaes, text_encoders, samplers, schedulers;
    bool operator==(const ServiceModels&) const = default;
};

/// A role that an untagged node probably has.
struct RoleProposal {
    std::string node_id;
    std::string class_type;
    std::string role;
    bool operator==(const RoleProposal&) const = default;
};

/// A file of the workflow folder.
struct WorkflowTemplate {
    std::string file;  ///< file name, native bytes
    std::shared_ptr<const std::string> json;
    std::vector<std::string> roles;  ///< "sampler", "vae_loader" ..., each once
    std::string fault;               ///< why it cannot be used, as a sentence; empty when it can
    std::vector<std::string> warnings;
    std::vector<RoleProposal> proposal;  ///< for files without roles; empty where nothing can be proposed
    bool has_role(std::string_view role) const;
};

/// The card that starts a job.
struct LaunchForm {
    jobs::SampleForm form;
    std::string shift;  ///< as it is typed
    bool operator==(const LaunchForm&) const = default;
};

/// What the form would start.
struct LaunchPlan {
    jobs::Expansion expansion;  ///< without its items
    std::string error;          ///< why it could not be made, as a sentence; empty when it was
    std::string summary;
    std::optional<std::chrono::milliseconds> estimate;  ///< nullopt while nothing was made by this service
};

struct LaunchCard {
    LaunchForm form;
    std::uint64_t ticket = 0;  ///< of the latest plan that was asked for
    bool planning = false;
    bool starting = false;
    std::vector<std::string> problems;       ///< what keeps the form from being planned
    std::shared_ptr<const LaunchPlan> plan;  ///< null until it is made
};

/// The preset that is being edited.
struct PresetEditor {
    PresetForm form;
    PresetForm saved;  ///< as it was when it was chosen or saved
    CheckedForm checked;
    bool is_open = false;
    std::map<std::string, PresetForm> drafts;  ///< of others, typed and not saved; by id
    bool is_changed() const { return !(form == saved); }
};

/// What the Sampling screen shows.
struct SamplingState {
    SamplingTab tab = SamplingTab::Jobs;
    bool jobs_read = false;
    std::vector<JobView> jobs;         ///< the newest first
    std::string opened_job;            ///< the items of which are listed; empty for none
    std::uint64_t items_revision = 0;  ///< another number whenever an item or a job changed
    bool presets_read = false;
    std::vector<jobs::SamplePreset> presets;  ///< by name
    PresetEditor editor;
    bool workflows_read = false;
    std::string workflow_folder;
    std::vector<WorkflowTemplate> workflows;       ///< by name
    std::string workflow;                          ///< the chosen one
    std::shared_ptr<const grid::Catalog> scanned;  ///< of the open run, without what is planned; may be null
    std::vector<grid::PlannedValues> planned;      ///< that its grid shows places for
    ServiceConnection comfyui;
    ServiceModels models;
    LaunchCard launch;
};

const JobView* find_job(const SamplingState& sampling, std::string_view id);
const WorkflowTemplate* find_workflow(const SamplingState& sampling, std::string_view file);
const jobs::SamplePreset* find_preset(const SamplingState& sampling, std::string_view id);
/// The preset that the launch form names, else the first one; the starter preset while there is none.
jobs::SamplePreset chosen_preset(const SamplingState& sampling);
/// Pending or running: something happens without anybody's doing.
bool is_open(const jobs::SampleJob& job);
/// The item that is being made; nullptr for none.
const jobs::JobItem* current_item(const JobView& view);

}  // namespace proofsheet::app
