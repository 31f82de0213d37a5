#include <imgui.h>

#include <algorithm>

#include "core/text.h"
#include "ui/format.h"
#include "ui/sampling_parts.h"
#include "ui/stroke.h"
#include "jobs/number_lists.h"

namespace proofsheet::ui {
namespace {

void pause_bars(const Context& context, ImDrawList& list, ImVec2 center, Colour colour) {
    const float half = context.px(5);
    for (const float x : {center.x - context.px(4), center.x + context.px(1.5f)})
        list.AddRectFilled({x, center.y - half}, {x + context.px(2.5f), center.y + half}, colour);
}

}  // namespace

void job_status_mark(const Context& context, ImVec2 center, jobs::JobStatus status) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Theme& theme = context.theme;
    switch (status) {
        case jobs::JobStatus::Pending:
            return list.AddCircle(center, context.px(5), theme.text_dim, 20, context.px(1.5f));
        case jobs::JobStatus::Running:
            return draw_icon(context, list, Icon::Play, center, theme.accent, 14);
        case jobs::JobStatus::Paused:
            return pause_bars(context, list, center, theme.warn);
        case jobs::JobStatus::Completed:
            return draw_icon(context, list, Icon::Check, center, theme.good, 14);
        case jobs::JobStatus::CompletedWithErrors:
            return draw_icon(context, list, Icon::Warning, center, theme.warn, 14);
        case jobs::JobStatus::Failed:
            return draw_icon(context, list, Icon::Close, center, theme.bad, 14);
    }
}

std::string_view status_word(const jobs::SampleJob& job) {
    switch (job.status) {
        case jobs::JobStatus::Pending:
            return "in line";
        case jobs::JobStatus::Running:
            return job.stop == jobs::StopWish::None ? "running" : "stopping";
        case jobs::JobStatus::Paused:
            return "stopped";
        case jobs::JobStatus::Completed:
            return "done";
        case jobs::JobStatus::CompletedWithErrors:
            return "done with errors";
        case jobs::JobStatus::Failed:
            return "failed";
    }
    return "";
}

std::string_view service_name(std::string_view provider) {
    return provider == "demo" ? "Demo generator" : "ComfyUI";
}

void progress_bar(const Context& context, const Rect& area, std::size_t done, std::size_t failed,
                  std::size_t total) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float radius = area.height() / 2;
    list.AddRectFilled(area.min, area.max, context.theme.line, radius);
    if (total == 0 || done == 0 || area.width() <= 0) return;
    const auto x_of = [&](std::size_t count) {
        return area.min.x +
               area.width() * static_cast<float>(std::min(count, total)) / static_cast<float>(total);
    };
    list.AddRectFilled(area.min, {x_of(done), area.max.y},
                       done >= total ? context.theme.good : context.theme.accent, radius);
    if (failed > 0)
        list.AddRectFilled({x_of(done - std::min(done, failed)), area.min.y}, {x_of(done), area.max.y},
                           context.theme.bad, radius);
}

std::string item_text(const jobs::JobItem& item) {
    const jobs::SampleParameters& with = item.parameters;
    std::string text = with.prompt_name + " · " + std::to_string(with.steps) + " steps · CFG " +
                       jobs::number_text(with.cfg) + " · " + with.sampler + " · " + with.scheduler +
                       " · seed " + std::to_string(with.seed);
    if (with.base_model)
        text += " · without the LoRA";
    else if (with.lora_strength)
        text += " · LoRA " + jobs::number_text(*with.lora_strength);
    return text;
}

std::string sampling_note(const app::AppState& app) {
    std::size_t waiting = 0;
    const app::JobView* running = nullptr;
    for (const app::JobView& view : app.sampling->jobs) {
        if (view.job.status == jobs::JobStatus::Running) running = &view;
        if (view.job.status == jobs::JobStatus::Pending) ++waiting;
    }
    if (running == nullptr && waiting == 0) return {};
    std::string text = "sampling";
    if (running != nullptr)
        text += " " + grouped(static_cast<std::int64_t>(running->job.counts.done())) + " of " +
                grouped(static_cast<std::int64_t>(running->job.counts.total()));
    if (waiting > 0) text += ", " + counted(static_cast<std::int64_t>(waiting), "job", "jobs") + " in line";
    return text;
}

}  // namespace proofsheet::ui
