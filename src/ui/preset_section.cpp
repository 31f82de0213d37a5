#include <imgui.h>

#include <algorithm>

#include "ui/card.h"
#include "ui/layer.h"
#include "ui/panels.h"
#include "ui/text_field.h"
#include "ui/widgets.h"

namespace proofsheet::ui {
namespace {

constexpr float kPresetRowPt = 30;
constexpr std::string_view kNew = "new";

bool is_applied(const app::AppState& app, const grid::Preset& preset) {
    return preset.mapping == app.query.mapping && preset.filters == app.query.filters;
}

void begin_edit(PanelState& panel, std::string_view id, std::string_view text) {
    panel.preset_edited = id;
    panel.preset_text = text;
    panel.focus_text = "preset.name";
}

/// The field in which a preset gets its name; Enter takes it, leaving the field or Escape does not.
void name_field(const Context& context, PanelState& panel, const Rect& place) {
    const TextEdit edit =
        text_field(context, "preset.name", place, panel.preset_text, "Name of the preset", panel.focus_text);
    if (edit.submitted && !panel.preset_text.empty()) {
        if (panel.preset_edited == kNew)
            context.emit(app::SavePreset{panel.preset_text});
        else
            context.emit(app::RenamePreset{panel.preset_edited, panel.preset_text});
    }
    if (edit.submitted || edit.left) panel.preset_edited.clear();
}

void preset_buttons(const Context& context, PanelState& panel, const grid::Preset& preset,
                    const std::string& name, Rect& row) {
    if (panel.preset_doubted == preset.id) {
        const Rect sure = {{row.max.x - context.px(72), row.min.y + context.px(2)},
                           {row.max.x, row.max.y - context.px(2)}};
        row.max.x -= context.px(76);
        const Press press = text_button(context, name + ".confirm", sure, "Delete?", ButtonLook::Accent);
        if (press.clicked) context.emit(app::DeletePreset{preset.id});
        const bool elsewhere = ImGui::IsMouseClicked(0) && !press.hovered;
        if (press.clicked || elsewhere) panel.preset_doubted.clear();
        return;
    }
    if (icon_button(context, name + ".delete", take_button(context, row), Icon::Delete, "Delete this preset")
            .clicked)
        panel.preset_doubted = preset.id;
    if (icon_button(context, name + ".rename", take_button(context, row), Icon::Edit, "Rename").clicked)
        begin_edit(panel, preset.id, preset.name);
    if (icon_button(context, name + ".overwrite", take_button(context, row), Icon::Save,
                    "Put the current mapping and filters into this preset")
            .clicked)
        context.emit(app::OverwritePreset{preset.id});
}

void preset_row(const Context& context, const app::AppState& app, PanelState& panel,
                const grid::Preset& preset, const std::string& name, Rect row) {
    if (panel.preset_edited == preset.id) return name_field(context, panel, row);
    preset_buttons(context, panel, preset, name, row);
    if (list_row(context, name, row, preset.name, is_applied(app, preset)).clicked)
        context.emit(app::LoadPreset{preset.id});
}

}  // namespace

float preset_section_height(const Context& context, const app::AppState& app, float most) {
    const float rows = static_cast<float>(app.stored.presets.size() + 1);
    return context.px(20) + std::clamp(rows * context.px(kPresetRowPt), context.px(kPresetRowPt), most);
}

void preset_section(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    const float y = heading(context, area.min.x, area.min.y, "Presets");
    const Rect rows = {{area.min.x, y}, area.max};
    const ScrollArea scroll(context, "presets", rows);
    const float height = context.px(kPresetRowPt);
    float top = scroll.origin().y;
    const auto next = [&] {
        const Rect row = rect(scroll.origin().x, top, scroll.width(), height - context.px(2));
        top += height;
        return row;
    };
    for (std::size_t i = 0; i < app.stored.presets.size(); ++i)
        preset_row(context, app, panel, app.stored.presets[i], "preset[" + std::to_string(i) + "]", next());
    const Rect last = next();
    if (panel.preset_edited == kNew)
        name_field(context, panel, last);
    else if (text_button(context, "preset.save", last, "Save as a preset…").clicked)
        begin_edit(panel, kNew, "");
    scroll.set_content_height(top - scroll.origin().y);
}

}  // namespace proofsheet::ui
