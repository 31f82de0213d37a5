#include <imgui.h>

#include <algorithm>
#include <array>
#include <optional>

#include "app/sampling_command.h"
#include "core/text.h"
#include "ui/layer.h"
#include "ui/line_column.h"
#include "ui/panels.h"
#include "ui/sampling_panel_state.h"
#include "ui/sampling_parts.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

using jobs::PresetField;

constexpr float kWidestEditorPt = 760;
constexpr int kMostErrors = 3;

/// Draws the fields of a form that it changes; what is wrong stands below each.
class Editor {
public:
    Editor(const Context& context, const app::SamplingState& sampling, PanelState& panel, ImVec2 top,
           float width)
        : context_(context),
          sampling_(sampling),
          panel_(panel),
          form_(sampling.editor.form),
          column_(context, top, width) {}

    /// Returns the height in device pixels.
    float draw() {
        line("name", "Name", form_.name, "Name of the preset", PresetField::Name);
        prompts();
        line("negative", "Negative prompt", form_.negative_prompt, "Empty for none",
             PresetField::NegativePrompt);
        line("steps", "Steps", form_.steps, "20, 30", PresetField::Steps);
        line("cfgs", "CFG scales", form_.cfgs, "1, 3.5, 7", PresetField::Cfgs);
        samplers();
        line("seeds", "Seeds; a range is 420-423", form_.seeds, "420, 421", PresetField::Seeds);
        line("lora", "LoRA strengths", form_.lora_strengths, "Empty: the workflow's own",
             PresetField::LoraStrengths);
        base_model();
        size();
        errors(PresetField::Count);
        if (!(form_ == sampling_.editor.form))
            context_.emit(app::on_sampling(app::EditSamplePreset{std::move(form_)}));
        return column_.height();
    }

private:
    std::string named(std::string_view part) const { return "preset_editor." + std::string(part); }

    void errors(PresetField field) {
        int shown = 0;
        for (const jobs::PresetProblem& problem : sampling_.editor.checked.problems) {
            if (problem.field != field || shown++ >= kMostErrors) continue;
            column_.gap(2);
            column_.text(context_.theme.bad, problem.message);
        }
    }

    void field(std::string_view part, const Rect& area, std::string& text, std::string_view hint) {
        text_field(context_, named(part), area, text, hint, panel_.focus_text);
    }

    void line(std::string_view part, std::string_view caption, std::string& text, std::string_view hint,
              PresetField problem) {
        column_.caption(caption);
        field(part, column_.next(metric::kControl), text, hint);
        errors(problem);
        column_.gap(space::k12);
    }

    bool small_button(const std::string& name, Rect& row, Icon icon, std::string_view hint) {
        const float side = row.height();
        const Rect place = rect(row.max.x - side, row.min.y, side, side);
        row.max.x -= side;
        return icon_button(context_, name, place, icon, hint).clicked;
    }

    void prompts() {
        column_.caption("Prompts: a name for the grid, and the text");
        std::optional<std::size_t> removed, raised;
        for (std::size_t i = 0; i < form_.prompts.size(); ++i) {
            const std::string part = "prompt[" + std::to_string(i) + "]";
            Rect row = column_.next(metric::kControl);
            if (small_button(named(part + ".remove"), row, Icon::Delete, "Take it out")) removed = i;
            if (i > 0 && small_button(named(part + ".up"), row, Icon::Up, "Move up")) raised = i;
            row.max.x -= context_.px(space::k4);
            prompt_fields(part, row, form_.prompts[i]);
            column_.gap(space::k4);
        }
        if (raised) std::swap(form_.prompts[*raised], form_.prompts[*raised - 1]);
        if (removed) form_.prompts.erase(form_.prompts.begin() + static_cast<std::ptrdiff_t>(*removed));
        if (text_button(context_, named("prompt.add"), half_line(), "Add a prompt").clicked)
            form_.prompts.push_back({});
        errors(PresetField::Prompts);
        column_.gap(space::k12);
    }

    void prompt_fields(const std::string& part, const Rect& row, jobs::NamedPrompt& prompt) {
        const float name = std::min(context_.px(150), row.width() * 0.35f);
        const Rect left = {row.min, {row.min.x + name, row.max.y}};
        const Rect right = {{left.max.x + context_.px(space::k4), row.min.y}, row.max};
        field(part + ".name", left, prompt.name, "Name");
        field(part + ".text", right, prompt.text, "What the picture shows");
        const float room = right.width() - context_.px(space::k16);
        if (text_size(context_, Type::Body, prompt.text).x <= room) return;
        column_.gap(2);
        column_.text(context_.theme.text_dim, to_display(prompt.text));
    }

    Rect half_line() {
        const Rect line = column_.next(metric::kControl);
        return rect(line.min.x, line.min.y, std::min(line.width(), context_.px(160)), line.height());
    }

    void samplers() {
        constexpr std::array<std::string_view, 2> kChoices{"Each sampler with each scheduler", "Pairs"};
        column_.caption("Samplers and schedulers");
        const Rect line = column_.next(metric::kControl);
        const Rect places =
            rect(line.min.x, line.min.y, std::min(line.width(), context_.px(440)), line.height());
        if (const auto chosen =
                segmented(context_, named("choice"), places, kChoices, static_cast<int>(form_.choice)))
            form_.choice = static_cast<app::SamplerChoice>(*chosen);
        column_.gap(space::k4);
        if (form_.choice == app::SamplerChoice::Pairs) return pairs();
        names("samplers", form_.samplers, "euler, dpmpp_2m", sampling_.models.samplers,
              PresetField::Samplers);
        names("schedulers", form_.schedulers, "normal, karras", sampling_.models.schedulers,
              PresetField::Schedulers);
        column_.gap(space::k8);
    }

    /// Names with commas between; ComfyUI's own can be chosen from a list.
    void names(std::string_view part, std::string& text, std::string_view hint,
               const std::vector<std::string>& known, PresetField problem) {
        Rect row = column_.next(metric::kControl);
        if (!known.empty()) {
            const float width = context_.px(100);
            const Rect pick = {{row.max.x - width, row.min.y}, row.max};
            row.max.x -= width + context_.px(space::k4);
            const auto chosen =
                choice_button(context_, panel_, named(std::string(part) + ".choose"), pick, "Choose…", known);
            if (chosen) toggle_name(text, known[static_cast<std::size_t>(*chosen)]);
        }
        field(part, row, text, hint);
        errors(problem);
        column_.gap(space::k4);
    }

    static void toggle_name(std::string& text, const std::string& name) {
        std::vector<std::string> names = app::split_names(text);
        if (std::erase(names, name) == 0) names.push_back(name);
        text = app::join_names(names);
    }

    void pairs() {
        std::optional<std::size_t> removed;
        for (std::size_t i = 0; i < form_.pairs.size(); ++i) {
            const std::string part = "pair[" + std::to_string(i) + "]";
            Rect row = column_.next(metric::kControl);
            if (small_button(named(part + ".remove"), row, Icon::Delete, "Take it out")) removed = i;
            const float half = (row.width() - context_.px(space::k8)) / 2;
            pair_field(part + ".sampler", rect(row.min.x, row.min.y, half, row.height()),
                       form_.pairs[i].sampler, "Sampler", sampling_.models.samplers);
            pair_field(part + ".scheduler",
                       rect(row.min.x + half + context_.px(space::k4), row.min.y, half, row.height()),
                       form_.pairs[i].scheduler, "Scheduler", sampling_.models.schedulers);
            column_.gap(space::k4);
        }
        if (removed) form_.pairs.erase(form_.pairs.begin() + static_cast<std::ptrdiff_t>(*removed));
        if (text_button(context_, named("pair.add"), half_line(), "Add a pair").clicked)
            form_.pairs.push_back({});
        errors(PresetField::Pairs);
        column_.gap(space::k12);
    }

    void pair_field(const std::string& part, Rect area, std::string& text, std::string_view hint,
                    const std::vector<std::string>& known) {
        if (!known.empty()) {
            const float width = context_.px(100);
            const Rect pick = {{area.max.x - width, area.min.y}, area.max};
            area.max.x -= width + context_.px(space::k4);
            const auto chosen =
                choice_button(context_, panel_, named(part + ".choose"), pick, "Choose…", known);
            if (chosen) text = known[static_cast<std::size_t>(*chosen)];
        }
        field(part, area, text, hint);
    }

    void base_model() {
        if (check_row(context_, named("base_model"), column_.next(metric::kControl),
                      "Also once without the LoRA, as strength 0", form_.base_model_row)
                .clicked)
            form_.base_model_row = !form_.base_model_row;
        errors(PresetField::BaseModelRow);
        column_.gap(space::k12);
    }

    void size() {
        column_.caption("Width × height in pixels");
        const Rect line = column_.next(metric::kControl);
        const float width = context_.px(100);
        field("width", rect(line.min.x, line.min.y, width, line.height()), form_.width, "1024");
        const float gap = context_.px(space::k24);
        draw_text_in(context_, *ImGui::GetWindowDrawList(), Type::Body, {line.min.x + width, line.min.y},
                     {line.min.x + width + gap, line.max.y}, context_.theme.text_dim, "×", Align::Center);
        field("height", rect(line.min.x + width + gap, line.min.y, width, line.height()), form_.height,
              "1024");
        errors(PresetField::Size);
        column_.gap(space::k12);
    }

    const Context& context_;
    const app::SamplingState& sampling_;
    PanelState& panel_;
    app::PresetForm form_;
    LineColumn column_;
};

/// The count and the buttons, always in sight.
void editor_foot(const Context& context, const app::PresetEditor& editor, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddLine(area.min, {area.max.x, area.min.y}, context.theme.line, 1);
    Rect line = {{area.min.x, area.max.y - context.px(metric::kControl)}, area.max};
    const auto button = [&](std::string_view name, std::string_view label, ButtonLook look) {
        const float width = text_size(context, Type::Body, label).x + context.px(space::k32);
        const Rect place = {{line.max.x - width, line.min.y}, line.max};
        line.max.x -= width + context.px(space::k8);
        return text_button(context, name, place, label, look).clicked;
    };
    if (button("preset_editor.save", "Save", ButtonLook::Accent))
        context.emit(app::on_sampling(app::SaveSamplePreset{}));
    const bool may_discard = editor.is_changed() || editor.form.id.empty();
    if (may_discard && button("preset_editor.revert", "Discard changes", ButtonLook::Control))
        context.emit(app::on_sampling(app::RevertSamplePreset{}));
    const bool wrong = !editor.checked.problems.empty();
    const std::string text = wrong ? editor.checked.problems.front().message : editor.checked.count;
    draw_text_in(context, list, Type::Body, line.min, line.max,
                 wrong ? context.theme.bad : context.theme.text, text);
}

}  // namespace

void sample_preset_editor(const Context& context, const app::AppState& app, PanelState& panel,
                          const Rect& area) {
    const app::SamplingState& sampling = *app.sampling;
    if (!sampling.editor.is_open)
        return (void)draw_wrapped(context, *ImGui::GetWindowDrawList(), Type::Body, area.min,
                                  std::min(area.width(), context.px(kWidestEditorPt)), context.theme.text_dim,
                                  sampling.presets_read
                                      ? "A preset says which pictures a job makes with every checkpoint. "
                                        "Make the first one with “New preset”."
                                      : "Reading the presets…");
    const float foot = context.px(metric::kControl + space::k12);
    const Rect rest = {area.min,
                       {std::min(area.max.x, area.min.x + context.px(kWidestEditorPt)), area.max.y}};
    const Rect fields = {rest.min, {rest.max.x, rest.max.y - foot - context.px(space::k8)}};
    {
        const ScrollArea scroll(context, "preset editor", fields);
        Editor editor(context, sampling, panel, scroll.origin(), scroll.width() - context.px(space::k8));
        scroll.set_content_height(editor.draw());
    }
    editor_foot(context, sampling.editor, {{rest.min.x, rest.max.y - foot}, rest.max});
}

}  // namespace proofsheet::ui
