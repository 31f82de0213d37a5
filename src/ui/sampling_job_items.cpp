#include <imgui.h>

#include "app/sampling_command.h"
#include "core/text.h"
#include "ui/sampling_parts.h"

namespace proofsheet::ui {
namespace {

constexpr float kJobItemRowPt = 28;

bool is_listed(const jobs::JobItem& item) {
    return item.status == jobs::ItemStatus::Failed || item.status == jobs::ItemStatus::Skipped;
}

void item_row(const Context& context, const app::JobView& view, const jobs::JobItem& item,
              const std::string& name, Rect row) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool failed = item.status == jobs::ItemStatus::Failed;
    if (failed) {
        const float width = context.px(128);
        const Rect again = {{row.max.x - width, row.min.y + context.px(2)},
                            {row.max.x, row.max.y - context.px(2)}};
        row.max.x -= width + context.px(space::k8);
        if (text_button(context, name + ".again", again, "Generate again").clicked)
            context.emit(app::on_sampling(app::RetryJobItem{view.job.id, item.id}));
    }
    draw_icon(context, list, failed ? Icon::Close : Icon::Missing,
              {row.min.x + context.px(9), row.center().y},
              failed ? context.theme.bad : context.theme.text_dim, 12);
    const float left = row.min.x + context.px(space::k24);
    const float middle = left + (row.max.x - left) * 0.45f;
    draw_text_in(context, list, Type::Small, {left, row.min.y}, {middle - context.px(space::k8), row.max.y},
                 context.theme.text, to_display(item.checkpoint + " · " + item_text(item)));
    const std::string reason = (failed ? "Failed: " : "Skipped: ") + to_display(item.message);
    const bool cut = draw_text_in(context, list, Type::Small, {middle, row.min.y}, row.max,
                                  context.theme.text_dim, reason);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (cut && ImGui::IsWindowHovered() && box_of(row).contains({mouse.x, mouse.y})) tooltip(context, reason);
}

}  // namespace

float job_item_rows_height(const Context& context, const app::SamplingState& sampling,
                           const app::JobView& view) {
    if (sampling.opened_job != view.job.id) return 0;
    const std::size_t rows = view.items_read ? view.progress.counts.failed + view.progress.counts.skipped : 1;
    return context.px(kJobItemRowPt) * static_cast<float>(rows) + context.px(space::k8);
}

void job_item_rows(const Context& context, const app::JobView& view, std::string_view name, const Rect& area,
                   const Rect& seen) {
    const float height = context.px(kJobItemRowPt);
    if (!view.items_read)
        return (void)draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Small, area.min,
                                  {area.max.x, area.min.y + height}, context.theme.text_dim,
                                  "Reading the list…");
    float y = area.min.y;
    int number = 0;
    for (const jobs::JobItem& item : view.items) {
        if (!is_listed(item)) continue;
        const Rect row = rect(area.min.x, y, area.width(), height);
        y += height;
        const std::string target = std::string(name) + ".item[" + std::to_string(number++) + "]";
        // One more on both sides, so that the keyboard can go on there.
        if (row.max.y < seen.min.y - height || row.min.y > seen.max.y + height) continue;
        item_row(context, view, item, target, row);
    }
}

}  // namespace proofsheet::ui
