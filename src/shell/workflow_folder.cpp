#include "shell/workflow_folder.h"

#include <span>
#include <utility>

#include "core/file_bytes.h"
#include "core/text.h"
#include "jobs/output_files.h"
#include "providers/comfy_propose.h"
#include "providers/comfy_workflows.h"

namespace proofsheet::shell {
namespace {

constexpr int kMostCopies = 1000;

std::string joined(const std::vector<std::string>& sentences) {
    std::string text;
    for (const std::string& sentence : sentences) text += (text.empty() ? "" : " ") + sentence;
    return text;
}

std::vector<std::string> role_names(const providers::ComfyTemplate& workflow) {
    std::vector<std::string> names;
    for (const providers::ComfyRole role : providers::comfy_roles())
        if (workflow.has(role)) names.emplace_back(providers::name_of(role));
    return names;
}

app::WorkflowTemplate to_template(const providers::WorkflowFile& file, std::string json) {
    app::WorkflowTemplate workflow;
    workflow.file = file.file;
    workflow.roles = role_names(file.workflow);
    workflow.fault = joined(file.workflow.errors);
    workflow.warnings = file.workflow.warnings;
    if (file.workflow.untagged)
        for (const providers::ComfyProposal& proposal : providers::propose_comfy_roles(json))
            workflow.proposal.push_back(
                {proposal.node, proposal.class_type, std::string(providers::name_of(proposal.role))});
    workflow.json = std::make_shared<const std::string>(std::move(json));
    return workflow;
}

Result<std::vector<providers::ComfyTag>> tags_of(const std::vector<app::RoleProposal>& roles) {
    std::vector<providers::ComfyTag> tags;
    for (const app::RoleProposal& role : roles) {
        const auto known = providers::comfy_role(role.role);
        if (!known) return Error{ErrorKind::InvalidInput, "There is no role of the name " + role.role + "."};
        tags.push_back({role.node_id, *known});
    }
    return tags;
}

}  // namespace

app::WorkflowsRead read_workflow_folder(const std::filesystem::path& folder) {
    app::WorkflowsRead read;
    read.folder = folder.native();
    if (!providers::ensure_workflow_dir(folder)) return read;
    const auto files = providers::list_workflows(folder);
    if (!files) return read;
    for (const providers::WorkflowFile& file : *files) {
        auto json = providers::read_workflow(folder, file.file);
        read.workflows.push_back(to_template(file, json ? std::move(*json) : std::string()));
    }
    return read;
}

Result<std::string> save_tagged_workflow(const std::filesystem::path& folder,
                                         const app::WriteTaggedWorkflow& wanted) {
    const auto json = providers::read_workflow(folder, wanted.file);
    if (!json) return json.error();
    const auto tags = tags_of(wanted.roles);
    if (!tags) return tags.error();
    const auto tagged = providers::with_comfy_roles(*json, *tags);
    if (!tagged) return tagged.error();
    jobs::DiskOutputFiles files;
    const std::string stem = std::filesystem::path(wanted.file).stem().native();
    for (int number = 1; number < kMostCopies; ++number) {
        const std::string name =
            stem + " tagged" + (number == 1 ? "" : " " + std::to_string(number)) + ".json";
        const auto bytes = std::as_bytes(std::span(tagged->data(), tagged->size()));
        const Status written = files.write_new(folder / name, bytes);
        if (written) return name;
        if (written.error().kind != ErrorKind::Conflict) return written.error();
    }
    return Error{ErrorKind::Conflict,
                 "There are too many copies of " + to_display(wanted.file) + " already."};
}

}  // namespace proofsheet::shell
