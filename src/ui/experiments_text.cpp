#include "ui/experiments_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "jobs/number_lists.h"
#include "ui/format.h"

namespace proofsheet::ui {
namespace {

constexpr const char* kDot = " · ";
constexpr const char* kTimesSign = " × ";

std::string pictures_of(const app::FormPreview& preview) {
    const auto [least, most] = std::minmax_element(
        preview.combinations.begin(), preview.combinations.end(),
        [](const jobs::Combination& a, const jobs::Combination& b) { return a.images < b.images; });
    if (least->images == most->images) return counted(most->images, "picture", "pictures");
    return grouped(least->images) + " to " + counted(most->images, "picture", "pictures");
}

std::string upscale_text(const jobs::CallConfig& call) {
    if (call.upscale_type == jobs::UpscaleType::Esrgan)
        return "Upscale with ESRGAN, " + std::to_string(call.upscale_scale) + "×";
    return "Upscale with Hires fix, strength " + jobs::number_text(call.upscale_strength);
}

std::string budget_text(jobs::Credits spent, const std::optional<jobs::Credits>& budget,
                        std::string_view when) {
    std::string text = credits_number(spent);
    if (budget) text += " of " + credits_number(*budget);
    return text + " " + std::string(when);
}

}  // namespace

std::string credits_number(jobs::Credits credits) {
    const std::int64_t tenths = (credits.micro + 50'000) / 100'000;
    return grouped(tenths / 10) + "." + std::to_string(std::abs(tenths % 10));
}

std::string credits_text(jobs::Credits credits) {
    return credits_number(credits) + " credits";
}

std::string plan_text(const app::FormPreview& preview) {
    if (preview.combinations.empty()) return "Nothing to make yet";
    std::string text =
        counted(static_cast<std::int64_t>(preview.combinations.size()), "combination", "combinations") +
        kTimesSign + pictures_of(preview);
    if (preview.variations > 1) text += kTimesSign + counted(preview.variations, "variation", "variations");
    return text + " = " + counted(preview.pictures, "picture", "pictures") + kDot +
           counted(preview.calls, "call", "calls") + kDot + "about " + credits_text(preview.cost.expected);
}

std::string queue_button_text(const app::FormPreview& preview) {
    if (preview.calls == 0) return "Queue";
    return "Queue " + counted(preview.pictures, "picture", "pictures") + " in " +
           counted(preview.calls, "call", "calls") + " for about " + credits_text(preview.cost.expected);
}

std::string call_text(const jobs::CallConfig& call) {
    if (call.kind == jobs::CallKind::Upscale) return upscale_text(call);
    std::string text = call.scheduler + kDot + counted(call.steps, "step", "steps") + kDot + "scale " +
                       jobs::number_text(call.scale) + kDot + std::to_string(call.width) + kTimesSign +
                       std::to_string(call.height) + kDot + counted(call.num_images, "picture", "pictures") +
                       kDot + "seed " + std::to_string(call.seed);
    if (call.mode == jobs::ImageMode::Img2Img) text += std::string(kDot) + "from an init image";
    if (call.mode == jobs::ImageMode::Fallback) text += std::string(kDot) + "fallback to text";
    if (!call.lora.empty()) text += kDot + ("LoRA " + call.lora);
    return text;
}

std::string cost_text(const jobs::CallRow& row) {
    if (row.cost) return credits_number(*row.cost);
    switch (row.status) {
        case jobs::CallStatus::Queued:
        case jobs::CallStatus::Running:
            return "about " + credits_number(row.expected);
        case jobs::CallStatus::Indeterminate:
            return "perhaps " + credits_number(row.expected);
        default:
            return "nothing";
    }
}

StatusLook look_of(const Theme& theme, jobs::CallStatus status) {
    switch (status) {
        case jobs::CallStatus::Queued:
            return {"Queued", Icon::Clock, theme.text_dim};
        case jobs::CallStatus::Running:
            return {"Running", Icon::Play, theme.accent};
        case jobs::CallStatus::Completed:
            return {"Completed", Icon::Check, theme.good};
        case jobs::CallStatus::Failed:
            return {"Failed", Icon::Warning, theme.bad};
        case jobs::CallStatus::Cancelled:
            return {"Cancelled", Icon::Close, theme.text_dim};
        case jobs::CallStatus::Indeterminate:
            break;
    }
    return {"Unknown outcome", Icon::Help, theme.warn};
}

std::string spending_text(const app::ExperimentsState& experiments) {
    if (!experiments.overview) return {};
    const jobs::ExperimentOverview& overview = *experiments.overview;
    const jobs::Credits session = overview.spending.session.counted();
    const jobs::Credits day = overview.spending.day.counted();
    const bool limited = overview.budget.session || overview.budget.day;
    if (overview.runs.empty() && session.micro == 0 && day.micro == 0 && !limited) return {};
    if (!limited && session == day) return credits_text(session);
    std::string text = overview.budget.session ? budget_text(session, overview.budget.session, "credits")
                                               : credits_text(session);
    if (day != session || overview.budget.day) text += kDot + budget_text(day, overview.budget.day, "today");
    return text;
}

std::string queue_text(const app::ExperimentsState& experiments) {
    const jobs::CallCounts counts = queue_counts(experiments);
    if (experiments.status.activity == app::QueueActivity::Waiting)
        return experiments.status.note.empty() ? "Waiting for the service" : experiments.status.note;
    if (experiments.status.activity == app::QueueActivity::Working)
        return counts.running > 0 ? "Sending a call, " + grouped(counts.queued) + " wait behind it"
                                  : "Fetching pictures";
    if (experiments.status.activity == app::QueueActivity::Stopped) return experiments.status.note;
    if (experiments.overview && experiments.overview->is_paused && counts.queued > 0)
        return experiments.overview->pause_reason.empty() ? "Paused" : experiments.overview->pause_reason;
    if (counts.queued > 0) return counted(counts.queued, "call waits", "calls wait");
    return "Nothing waits";
}

}  // namespace proofsheet::ui
