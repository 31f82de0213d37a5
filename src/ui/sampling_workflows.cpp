#include <imgui.h>

#include <algorithm>
#include <array>

#include "app/sampling_command.h"
#include "core/text.h"
#include "ui/card.h"
#include "ui/layer.h"
#include "ui/line_column.h"
#include "ui/panels.h"
#include "ui/sampling_panel_state.h"
#include "ui/sampling_parts.h"

namespace proofsheet::ui {
namespace {

constexpr float kRoleRowPt = 30;

/// What a role lets the user set, in the order in which it is listed.
constexpr std::array kWorkflowRoles{
    std::pair{std::string_view("unet_loader"), std::string_view("loads each checkpoint of the run")},
    std::pair{std::string_view("lora_loader"),
              std::string_view("loads each LoRA of the run, with its strength")},
    std::pair{std::string_view("clip_loader"), std::string_view("text encoder, chosen for the job")},
    std::pair{std::string_view("vae_loader"), std::string_view("VAE, chosen for the job")},
    std::pair{std::string_view("sampler"),
              std::string_view("steps, CFG, sampler, scheduler and seed of the preset")},
    std::pair{std::string_view("positive_prompt"), std::string_view("prompts of the preset")},
    std::pair{std::string_view("negative_prompt"), std::string_view("negative prompt of the preset")},
    std::pair{std::string_view("shift"), std::string_view("shift, chosen for the job")},
    std::pair{std::string_view("latent_image"), std::string_view("width and height of the preset")},
    std::pair{std::string_view("save_image"), std::string_view("where the picture comes out")},
};

void workflow_rows(const Context& context, const app::SamplingState& sampling, const Rect& area) {
    const ScrollArea scroll(context, "workflows", area);
    const float row = context.px(kRoleRowPt);
    for (std::size_t i = 0; i < sampling.workflows.size(); ++i) {
        const app::WorkflowTemplate& workflow = sampling.workflows[i];
        const Rect place = rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(i),
                                scroll.width(), row - context.px(2));
        const bool usable = workflow.fault.empty();
        const std::string label = (usable ? "" : "      ") + to_display(workflow.file);
        if (list_row(context, "workflow[" + std::to_string(i) + "]", place, label,
                     workflow.file == sampling.workflow)
                .clicked)
            context.emit(app::on_sampling(app::ChooseWorkflow{workflow.file}));
        if (!usable)
            draw_icon(context, *ImGui::GetWindowDrawList(), Icon::Warning,
                      {place.min.x + context.px(20), place.center().y}, context.theme.warn, 13);
    }
    scroll.set_content_height(row * static_cast<float>(sampling.workflows.size()));
}

void role_rows(const Context& context, const app::WorkflowTemplate& workflow, LineColumn& column) {
    if (workflow.roles.empty()) return;
    column.caption("What is set in it");
    for (const auto& [role, meaning] : kWorkflowRoles) {
        if (!workflow.has_role(role)) continue;
        const Rect row = column.next(22);
        ImDrawList& list = *ImGui::GetWindowDrawList();
        draw_icon(context, list, Icon::Check, {row.min.x + context.px(8), row.center().y}, context.theme.good,
                  12);
        const float left = row.min.x + context.px(space::k24);
        const float middle = left + context.px(140);
        draw_text_in(context, list, Type::Mono, {left, row.min.y}, {middle, row.max.y}, context.theme.text,
                     role);
        draw_text_in(context, list, Type::Small, {middle, row.min.y}, row.max, context.theme.text_dim,
                     meaning);
    }
    column.gap(space::k12);
}

/// Roles that the nodes of an untagged file probably have; those that are left ticked are saved in a copy.
void proposal_rows(const Context& context, const app::WorkflowTemplate& workflow, SamplingPanelState& panel,
                   LineColumn& column) {
    if (workflow.proposal.empty()) return;
    if (panel.tagged_file != workflow.file) {
        panel.tagged_file = workflow.file;
        panel.left_out.clear();
    }
    column.caption("Roles that its nodes probably have. Leave out what is wrong; your file stays as it is.");
    std::vector<app::RoleProposal> wanted;
    for (std::size_t i = 0; i < workflow.proposal.size(); ++i) {
        const app::RoleProposal& proposal = workflow.proposal[i];
        const std::string key = proposal.node_id + " " + proposal.role;
        const bool ticked = !panel.left_out.contains(key);
        const std::string label =
            to_display("Node " + proposal.node_id + ", " + proposal.class_type + ": " + proposal.role);
        if (check_row(context, "workflow.role[" + std::to_string(i) + "]", column.next(metric::kControl),
                      label, ticked)
                .clicked) {
            if (ticked)
                panel.left_out.insert(key);
            else
                panel.left_out.erase(key);
        }
        if (ticked) wanted.push_back(proposal);
    }
    column.gap(space::k8);
    const Rect line = column.next(metric::kControl);
    const Rect save = rect(line.min.x, line.min.y, std::min(line.width(), context.px(220)), line.height());
    if (text_button(context, "workflow.tag", save, "Save a copy with these roles", ButtonLook::Accent)
            .clicked)
        context.emit(app::on_sampling(app::TagWorkflow{workflow.file, wanted}));
}

void workflow_detail(const Context& context, const app::WorkflowTemplate& workflow, PanelState& panel,
                     const Rect& area) {
    const ScrollArea scroll(context, "workflow", area);
    LineColumn column(context, scroll.origin(), std::min(scroll.width(), context.px(720)));
    const Rect title = column.next(metric::kControl);
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Title, title.min, title.max, context.theme.text,
                 to_display(workflow.file));
    column.gap(space::k8);
    if (!workflow.fault.empty()) {
        column.text(context.theme.bad, "Cannot be used: " + to_display(workflow.fault));
        column.gap(space::k12);
    }
    for (const std::string& warning : workflow.warnings) {
        column.text(context.theme.warn, to_display(warning));
        column.gap(space::k4);
    }
    role_rows(context, workflow, column);
    proposal_rows(context, workflow, *panel.sampling, column);
    scroll.set_content_height(column.height());
}

void list_foot(const Context& context, const app::SamplingState& sampling, const Rect& area) {
    const float half = (area.width() - context.px(space::k8)) / 2;
    const float height = context.px(metric::kControl);
    if (text_button(context, "workflow.reload", rect(area.min.x, area.max.y - height, half, height), "Reload")
            .clicked)
        context.emit(app::on_sampling(app::ReloadWorkflows{}));
    if (text_button(context, "workflow.copy_folder",
                    rect(area.max.x - half, area.max.y - height, half, height), "Copy folder")
            .clicked)
        context.emit(app::CopyText{sampling.workflow_folder});
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Small, area.min,
                 {area.max.x, area.min.y + context.px(20)}, context.theme.text_dim,
                 to_display(sampling.workflow_folder));
}

}  // namespace

void workflow_list(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    const app::SamplingState& sampling = *app.sampling;
    const float left = std::min(context.px(300), area.width() * 0.38f);
    const float foot = context.px(20 + metric::kControl + space::k8);
    workflow_rows(context, sampling,
                  {area.min, {area.min.x + left, area.max.y - foot - context.px(space::k8)}});
    list_foot(context, sampling, {{area.min.x, area.max.y - foot}, {area.min.x + left, area.max.y}});
    const Rect right = {{area.min.x + left + context.px(space::k24), area.min.y}, area.max};
    if (const app::WorkflowTemplate* workflow = app::find_workflow(sampling, sampling.workflow))
        return workflow_detail(context, *workflow, panel, right);
    draw_wrapped(context, *ImGui::GetWindowDrawList(), Type::Body, right.min,
                 std::min(right.width(), context.px(720)), context.theme.text_dim,
                 sampling.workflows_read
                     ? "No workflows yet. Save one in ComfyUI with Export (API) into this folder and reload."
                     : "Reading the workflows…");
}

}  // namespace proofsheet::ui
