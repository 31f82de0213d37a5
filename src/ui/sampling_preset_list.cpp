#include <imgui.h>

#include "app/sampling_command.h"
#include "core/text.h"
#include "ui/card.h"
#include "ui/layer.h"
#include "ui/panels.h"
#include "ui/sampling_panel_state.h"
#include "ui/sampling_parts.h"
#include "ui/text_field.h"
#include "ui/widgets.h"

namespace proofsheet::ui {
namespace {

constexpr float kSamplePresetRowPt = 30;

void row_buttons(const Context& context, PanelState& panel, const jobs::SamplePreset& preset,
                 const std::string& name, Rect& row) {
    std::string& doubted = panel.sampling->preset_doubted;
    if (doubted == preset.id) {
        const Rect sure = {{row.max.x - context.px(72), row.min.y + context.px(2)},
                           {row.max.x, row.max.y - context.px(2)}};
        row.max.x -= context.px(76);
        const Press press = text_button(context, name + ".confirm", sure, "Delete?", ButtonLook::Accent);
        if (press.clicked) context.emit(app::on_sampling(app::DeleteSamplePreset{preset.id}));
        const bool elsewhere = ImGui::IsMouseClicked(0) && !press.hovered;
        if (press.clicked || elsewhere) doubted.clear();
        return;
    }
    if (icon_button(context, name + ".delete", take_button(context, row), Icon::Delete, "Delete this preset")
            .clicked)
        doubted = preset.id;
    if (icon_button(context, name + ".copy", take_button(context, row), Icon::Copy, "Duplicate").clicked)
        context.emit(app::on_sampling(app::DuplicateSamplePreset{preset.id}));
}

void preset_row(const Context& context, const app::SamplingState& sampling, PanelState& panel,
                const jobs::SamplePreset& preset, const std::string& name, Rect row) {
    const app::PresetEditor& editor = sampling.editor;
    const bool chosen = editor.is_open && editor.form.id == preset.id;
    const bool typed = chosen ? editor.is_changed() : editor.drafts.contains(preset.id);
    row_buttons(context, panel, preset, name, row);
    const std::string label = to_display(preset.name) + (typed ? " (not saved)" : "");
    if (list_row(context, name, row, label, chosen).clicked)
        context.emit(app::on_sampling(app::ChooseSamplePreset{preset.id}));
}

/// A field for the file, with what can be done with it.
void file_section(const Context& context, const app::SamplingState& sampling, PanelState& panel,
                  const Rect& area) {
    std::string& path = panel.sampling->file_path;
    const float y = heading(context, area.min.x, area.min.y, "JSON file");
    const float height = context.px(metric::kControl);
    text_field(context, "sample_preset.file", rect(area.min.x, y, area.width(), height), path,
               "/path/of/preset.json", panel.focus_text);
    const float half = (area.width() - context.px(space::k8)) / 2;
    const float buttons = y + height + context.px(space::k8);
    if (text_button(context, "sample_preset.import", rect(area.min.x, buttons, half, height), "Import")
            .clicked)
        context.emit(app::on_sampling(app::ImportSamplePreset{path}));
    if (!sampling.editor.is_open) return;
    if (text_button(context, "sample_preset.export", rect(area.max.x - half, buttons, half, height), "Export")
            .clicked)
        context.emit(app::on_sampling(app::ExportSamplePreset{path}));
}

}  // namespace

void sample_preset_list(const Context& context, const app::AppState& app, PanelState& panel,
                        const Rect& area) {
    const app::SamplingState& sampling = *app.sampling;
    const float file = context.px(20 + 2 * metric::kControl + space::k8 + space::k12);
    const Rect rows = {area.min, {area.max.x, area.max.y - file}};
    {
        const ScrollArea scroll(context, "sample presets", rows);
        const float height = context.px(kSamplePresetRowPt);
        float top = scroll.origin().y;
        const auto next = [&] {
            const Rect row = rect(scroll.origin().x, top, scroll.width(), height - context.px(2));
            top += height;
            return row;
        };
        for (std::size_t i = 0; i < sampling.presets.size(); ++i)
            preset_row(context, sampling, panel, sampling.presets[i],
                       "sample_preset[" + std::to_string(i) + "]", next());
        const app::PresetEditor& editor = sampling.editor;
        const bool typing_new = editor.drafts.contains("") || (editor.is_open && editor.form.id.empty());
        if (text_button(context, "sample_preset.new", next(),
                        typing_new ? "New preset (not saved)" : "New preset",
                        editor.is_open && editor.form.id.empty() ? ButtonLook::Selected : ButtonLook::Control)
                .clicked)
            context.emit(app::on_sampling(app::NewSamplePreset{}));
        scroll.set_content_height(top - scroll.origin().y);
    }
    file_section(context, sampling, panel, {{area.min.x, rows.max.y + context.px(space::k12)}, area.max});
}

}  // namespace proofsheet::ui
