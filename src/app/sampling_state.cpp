#include "app/sampling_state.h"

#include <algorithm>

namespace proofsheet::app {

std::string_view name_of(ConnectionKind kind) {
    switch (kind) {
        case ConnectionKind::Off:
            return "off";
        case ConnectionKind::Connecting:
            return "connecting";
        case ConnectionKind::Connected:
            return "connected";
        case ConnectionKind::Failed:
            return "failed";
    }
    return "off";
}

bool WorkflowTemplate::has_role(std::string_view role) const {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

const JobView* find_job(const SamplingState& sampling, std::string_view id) {
    const auto found = std::find_if(sampling.jobs.begin(), sampling.jobs.end(),
                                    [&](const JobView& view) { return view.job.id == id; });
    return found == sampling.jobs.end() ? nullptr : &*found;
}

const WorkflowTemplate* find_workflow(const SamplingState& sampling, std::string_view file) {
    const auto found = std::find_if(sampling.workflows.begin(), sampling.workflows.end(),
                                    [&](const WorkflowTemplate& workflow) { return workflow.file == file; });
    return found == sampling.workflows.end() ? nullptr : &*found;
}

const jobs::SamplePreset* find_preset(const SamplingState& sampling, std::string_view id) {
    const auto found = std::find_if(sampling.presets.begin(), sampling.presets.end(),
                                    [&](const jobs::SamplePreset& preset) { return preset.id == id; });
    return found == sampling.presets.end() ? nullptr : &*found;
}

jobs::SamplePreset chosen_preset(const SamplingState& sampling) {
    if (const jobs::SamplePreset* preset = find_preset(sampling, sampling.launch.form.form.preset_id))
        return *preset;
    return sampling.presets.empty() ? starter_preset() : sampling.presets.front();
}

bool is_open(const jobs::SampleJob& job) {
    return job.status == jobs::JobStatus::Pending || job.status == jobs::JobStatus::Running;
}

const jobs::JobItem* current_item(const JobView& view) {
    const auto found = std::find_if(view.items.begin(), view.items.end(), [](const jobs::JobItem& item) {
        return item.status == jobs::ItemStatus::Running;
    });
    return found == view.items.end() ? nullptr : &*found;
}

}  // namespace proofsheet::app
