#include <imgui.h>

#include <algorithm>

#include "ui/card.h"
#include "ui/dispatch.h"
#include "ui/keyboard.h"
#include "ui/layer.h"
#include "ui/palette.h"
#include "ui/panels.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

void run_entry(const Context& context, const app::AppState& app, PanelState& panel,
               const PaletteEntry& entry) {
    context.emit(app::CloseOverlay{});
    if (entry.command) return context.emit(*entry.command);
    prepare_panel(*entry.action, context.targets, panel);
    const auto command = screen_command(*entry.action, app, panel, {});
    if (command) context.emit(*command);
}

bool entry_row(const Context& context, const PaletteEntry& entry, int index, bool selected,
               const Rect& place) {
    const Press press =
        list_row(context, "palette[" + std::to_string(index) + "]", place, entry.title, selected);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Rect inner = place.inset(context.px(space::k12), 0);
    const std::string& side = entry.hint.empty() ? entry.kind : entry.hint;
    draw_text_in(context, list, entry.hint.empty() ? Type::Small : Type::Mono, inner.min, inner.max,
                 context.theme.text_dim, side, Align::Right);
    return press.clicked;
}

}  // namespace

void palette_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen) {
    if (app.overlay != app::Overlay::Palette) return;
    const Layer layer(context, "palette", screen, Layer::Order::Modal);
    const Rect area = card(context, "palette", "What do you want to do?", screen, {620, 480});
    const Rect field = rect(area.min.x, area.min.y, area.width(), context.px(32));
    ListCursor& cursor = panel.cursor;
    if (text_field(context, "palette.text", field, panel.palette_text,
                   "A command, run, preset or slider value", panel.focus_text)
            .changed)
        cursor.index = 0;
    const auto entries = palette_entries(app, panel, context.keymap, panel.palette_text);
    const int count = static_cast<int>(entries.size());
    cursor.index = std::clamp(cursor.index, 0, std::max(0, count - 1));
    const Rect rows = {{area.min.x, field.max.y + context.px(space::k8)}, area.max};
    if (count == 0)
        draw_text(context, *ImGui::GetWindowDrawList(), Type::Body, rows.min, context.theme.text_dim,
                  "Nothing answers to this. Try another word.");
    const ScrollArea scroll(context, "entries", rows);
    const float row = context.px(metric::kControl);
    if (std::exchange(cursor.reveal, false)) scroll.show(row * static_cast<float>(cursor.index), row);
    std::optional<int> chosen;
    for (int i = 0; i < count; ++i) {
        const Rect place =
            rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(i), scroll.width(), row);
        if (place.max.y < rows.min.y - row || place.min.y > rows.max.y + row) continue;
        if (entry_row(context, entries[i], i, i == cursor.index, place)) chosen = i;
    }
    scroll.set_content_height(row * static_cast<float>(count));
    cursor.enter = false;
    if (std::exchange(cursor.accept, false) && count > 0) chosen = cursor.index;
    if (chosen) run_entry(context, app, panel, entries[*chosen]);
}

}  // namespace proofsheet::ui
