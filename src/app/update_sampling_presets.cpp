#include "app/sampling_parts.h"

namespace proofsheet::app {
namespace {

/// What was typed and not saved before stays as a draft, and the preset's own draft comes back.
void open_editor(SamplingState& sampling, const jobs::SamplePreset& preset) {
    PresetEditor& editor = sampling.editor;
    if (editor.is_open && editor.is_changed()) editor.drafts[editor.form.id] = editor.form;
    editor.form = editor.saved = form_of(preset);
    if (const auto draft = editor.drafts.extract(preset.id)) editor.form = draft.mapped();
    editor.checked = check_form(editor.form);
    editor.is_open = true;
}

void forget_typed(PresetEditor& editor) {
    editor.form = editor.saved;
    editor.checked = check_form(editor.form);
}

}  // namespace

void take_sample_presets(AppState& state, std::vector<Effect>& effects, const SamplePresetsRead& news) {
    SamplingState& sampling = state.sampling.edit();
    sampling.presets = news.presets;
    sampling.presets_read = true;
    if (const jobs::SamplePreset* chosen = find_preset(sampling, news.chosen)) {
        sampling.editor.drafts.erase(chosen->id);
        // What was saved is what was typed, under its id or without one yet.
        if (sampling.editor.form.id.empty() || sampling.editor.form.id == chosen->id)
            forget_typed(sampling.editor);
        open_editor(sampling, *chosen);
        sampling.launch.form.form.preset_id = chosen->id;
    } else if (!sampling.editor.form.id.empty() &&
               find_preset(sampling, sampling.editor.form.id) == nullptr) {
        sampling.editor.is_open = false;
    }
    if (!sampling.editor.is_open && !sampling.presets.empty())
        open_editor(sampling, sampling.presets.front());
    plan_launch(state, effects);
}

void edit_preset(AppState& state, PresetForm form) {
    PresetEditor& editor = state.sampling.edit().editor;
    editor.form = std::move(form);
    editor.checked = check_form(editor.form);
}

void choose_preset(AppState& state, const std::string& id) {
    SamplingState& sampling = state.sampling.edit();
    const jobs::SamplePreset* preset = find_preset(sampling, id);
    if (preset == nullptr || (sampling.editor.is_open && sampling.editor.form.id == id)) return;
    open_editor(sampling, *preset);
}

void new_preset(AppState& state) {
    SamplingState& sampling = state.sampling.edit();
    PresetEditor& editor = sampling.editor;
    if (editor.is_open && editor.form.id.empty()) return;
    open_editor(sampling, starter_preset());
    if (editor.is_changed()) return;  // a draft came back
    editor.form.name.clear();
    editor.checked = check_form(editor.form);
}

void revert_preset(AppState& state) {
    SamplingState& sampling = state.sampling.edit();
    PresetEditor& editor = sampling.editor;
    forget_typed(editor);
    if (!editor.form.id.empty()) return;
    editor.is_open = false;  // a new one that nobody wants
    if (!sampling.presets.empty()) open_editor(sampling, sampling.presets.front());
}

void save_sample_preset(AppState& state, std::vector<Effect>& effects) {
    const PresetEditor& editor = state.sampling->editor;
    if (!editor.is_open) return;
    if (!editor.checked.problems.empty())
        return add_toast(state, ToastKind::Warning,
                         "The preset was not saved: " + editor.checked.problems.front().message);
    effects.push_back(for_sampling(KeepSamplePreset{editor.checked.preset}));
}

void export_preset(AppState& state, std::vector<Effect>& effects, const std::string& path) {
    const PresetEditor& editor = state.sampling->editor;
    if (!editor.is_open || path.empty()) return;
    effects.push_back(for_sampling(WriteSamplePresetFile{path, editor.checked.preset}));
}

}  // namespace proofsheet::app
