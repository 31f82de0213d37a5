#include <imgui.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/sampling_command.h"
#include "core/text.h"
#include "ui/card.h"
#include "ui/format.h"
#include "ui/layer.h"
#include "ui/line_column.h"
#include "ui/panels.h"
#include "ui/sampling_panel_state.h"
#include "ui/sampling_parts.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

constexpr std::size_t kMostUnknown = 4;
constexpr std::string_view kOwn = "The workflow's own";

int index_of(const std::vector<std::string>& names, std::string_view name) {
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

/// The fields of the card. A copy of the form is changed and asked for at the end.
class LaunchFields {
public:
    LaunchFields(const Context& context, const app::AppState& app, PanelState& panel, ImVec2 top, float width)
        : context_(context),
          app_(app),
          sampling_(*app.sampling),
          panel_(panel),
          launch_(app.sampling->launch.form),
          column_(context, top, width) {}

    float draw() {
        run();
        service();
        preset();
        settings_of_workflow();
        labelled_text("study", "Study", launch_.form.study, "Empty: no folder of its own");
        checkpoints();
        missing_only();
        ambiguous();
        unknown();
        for (const std::string& problem : sampling_.launch.problems) tell(context_.theme.bad, problem);
        if (sampling_.launch.plan && !sampling_.launch.plan->error.empty())
            tell(context_.theme.bad, sampling_.launch.plan->error);
        if (sampling_.launch.plan)
            for (const std::string& problem : sampling_.launch.plan->expansion.problems)
                tell(context_.theme.bad, problem);
        if (!(launch_ == sampling_.launch.form)) context_.emit(app::on_sampling(app::ChangeLaunch{launch_}));
        return column_.height();
    }

    bool was_submitted() const { return submitted_; }

private:
    static std::string named(std::string_view part) { return "dialog.launch." + std::string(part); }

    void tell(Colour colour, const std::string& text) {
        column_.gap(space::k4);
        column_.text(colour, to_display(text));
    }

    /// A caption on the left; returns the place of the field.
    Rect labelled(std::string_view caption) {
        const Rect line = column_.next(metric::kControl);
        column_.gap(space::k8);
        const float left = context_.px(110);
        draw_text_in(context_, *ImGui::GetWindowDrawList(), Type::Body, line.min,
                     {line.min.x + left, line.max.y}, context_.theme.text_dim, caption);
        return {{line.min.x + left, line.min.y}, line.max};
    }

    void labelled_text(std::string_view part, std::string_view caption, std::string& text,
                       std::string_view hint) {
        const TextEdit edit =
            text_field(context_, named(part), labelled(caption), text, hint, panel_.focus_text);
        submitted_ = submitted_ || edit.submitted;
    }

    void run() {
        std::vector<std::string> names, shown;
        for (const grid::TrainingRun& run : app_.library.runs) {
            names.push_back(run.name);
            shown.push_back(
                to_display(run.name) + " · " +
                counted(static_cast<std::int64_t>(run.checkpoints.size()), "checkpoint", "checkpoints"));
        }
        const int selected = index_of(names, launch_.form.run);
        const auto chosen =
            choice(context_, panel_, named("run"), labelled("Training run"), shown, selected,
                   selected < 0 ? std::string("No run") : shown[static_cast<std::size_t>(selected)]);
        if (chosen) launch_.form.run = names[static_cast<std::size_t>(*chosen)];
    }

    void service() {
        constexpr std::array<std::string_view, 2> kServices{"ComfyUI", "Demo generator"};
        const Rect line = labelled("Made by");
        const Rect place =
            rect(line.min.x, line.min.y, std::min(line.width(), context_.px(300)), line.height());
        const bool demo = launch_.form.provider == "demo";
        if (const auto chosen = segmented(context_, named("service"), place, kServices, demo ? 1 : 0))
            launch_.form.provider = *chosen == 1 ? "demo" : "comfyui";
        if (demo) return;
        std::vector<std::string> files, shown;
        for (const app::WorkflowTemplate& workflow : sampling_.workflows) {
            files.push_back(workflow.file);
            shown.push_back(to_display(workflow.file) + (workflow.fault.empty() ? "" : " (cannot be used)"));
        }
        const int selected = index_of(files, launch_.form.workflow);
        const auto chosen =
            choice(context_, panel_, named("workflow"), labelled("Workflow"), shown, selected,
                   selected < 0 ? std::string("No workflow") : shown[static_cast<std::size_t>(selected)]);
        if (chosen) launch_.form.workflow = files[static_cast<std::size_t>(*chosen)];
    }

    void preset() {
        Rect line = labelled("Preset");
        const float width = context_.px(110);
        const Rect edit = {{line.max.x - width, line.min.y}, line.max};
        line.max.x -= width + context_.px(space::k8);
        std::vector<std::string> ids, shown;
        for (const jobs::SamplePreset& preset : sampling_.presets) {
            ids.push_back(preset.id);
            shown.push_back(to_display(preset.name) + " · " + jobs::count_sentence(preset));
        }
        if (ids.empty()) {
            ids.emplace_back();
            shown.push_back("Starter · " + jobs::count_sentence(app::starter_preset()));
        }
        const int selected = std::max(0, index_of(ids, launch_.form.preset_id));
        const auto chosen = choice(context_, panel_, named("preset"), line, shown, selected,
                                   shown[static_cast<std::size_t>(selected)]);
        if (chosen) launch_.form.preset_id = ids[static_cast<std::size_t>(*chosen)];
        if (!text_button(context_, named("edit_presets"), edit, "Edit presets").clicked) return;
        context_.emit(app::ShowScreen{app::Screen::Sampling});
        context_.emit(app::on_sampling(app::ShowSamplingTab{app::SamplingTab::Presets}));
    }

    /// Only what the workflow has.
    void settings_of_workflow() {
        const app::WorkflowTemplate* workflow = app::find_workflow(sampling_, launch_.form.workflow);
        if (launch_.form.provider == "demo" || workflow == nullptr) return;
        if (workflow->has_role("vae_loader")) model("vae", "VAE", launch_.form.vae, sampling_.models.vaes);
        if (workflow->has_role("clip_loader"))
            model("clip", "Text encoder", launch_.form.clip, sampling_.models.text_encoders);
        if (workflow->has_role("shift")) labelled_text("shift", "Shift", launch_.shift, kOwn);
    }

    void model(std::string_view part, std::string_view caption, std::string& value,
               const std::vector<std::string>& known) {
        if (known.empty()) return labelled_text(part, caption, value, kOwn);
        std::vector<std::string> options{std::string(kOwn)};
        for (const std::string& name : known) options.push_back(to_display(name));
        const int selected = value.empty() ? 0 : index_of(known, value) + 1;
        const auto chosen = choice(context_, panel_, named(part), labelled(caption), options, selected,
                                   value.empty() ? std::string(kOwn) : to_display(value));
        if (chosen) value = *chosen == 0 ? std::string() : known[static_cast<std::size_t>(*chosen - 1)];
    }

    const grid::TrainingRun* chosen_run() const {
        for (const grid::TrainingRun& run : app_.library.runs)
            if (run.name == launch_.form.run) return &run;
        return nullptr;
    }

    void checkpoints() {
        const grid::TrainingRun* run = chosen_run();
        if (run == nullptr) return;
        constexpr std::array<std::string_view, 2> kExtents{"All", "Choose"};
        const Rect line = labelled("Checkpoints");
        const Rect place =
            rect(line.min.x, line.min.y, std::min(line.width(), context_.px(200)), line.height());
        auto& chosen = launch_.form.checkpoints;
        if (const auto extent = segmented(context_, named("extent"), place, kExtents, chosen ? 1 : 0)) {
            if (*extent == 0)
                chosen.reset();
            else if (!chosen)
                chosen = all_files(*run);
        }
        if (chosen) checkpoint_boxes(*run, *chosen);
    }

    static std::vector<std::string> all_files(const grid::TrainingRun& run) {
        std::vector<std::string> files;
        for (const jobs::CheckpointToSample& checkpoint : jobs::checkpoints_of(run))
            files.push_back(checkpoint.file);
        return files;
    }

    void checkpoint_boxes(const grid::TrainingRun& run, std::vector<std::string>& chosen) {
        const int columns = std::max(1, static_cast<int>(column_.next(0).width() / context_.px(170)));
        Rect row;
        int column = 0;
        for (std::size_t i = 0; i < run.checkpoints.size(); ++i) {
            const grid::Checkpoint& checkpoint = run.checkpoints[i];
            if (checkpoint.path.empty()) continue;
            if (column == 0) row = column_.next(metric::kControl);
            const float width = row.width() / static_cast<float>(columns);
            const Rect box =
                rect(row.min.x + width * static_cast<float>(column), row.min.y, width, row.height());
            column = (column + 1) % columns;
            const bool ticked = index_of(chosen, checkpoint.file) >= 0;
            if (!check_row(context_, named("checkpoint[" + std::to_string(i) + "]"), box,
                           to_display(checkpoint.label), ticked)
                     .clicked)
                continue;
            if (ticked)
                std::erase(chosen, checkpoint.file);
            else
                chosen.push_back(checkpoint.file);
        }
        column_.gap(space::k8);
    }

    void missing_only() {
        if (check_row(context_, named("missing_only"), column_.next(metric::kControl),
                      "Only pictures that are missing", launch_.form.missing_only)
                .clicked)
            launch_.form.missing_only = !launch_.form.missing_only;
    }

    void ambiguous() {
        if (!sampling_.launch.plan) return;
        int number = 0;
        for (const jobs::AmbiguousCheckpoint& checkpoint : sampling_.launch.plan->expansion.ambiguous) {
            tell(context_.theme.warn,
                 "ComfyUI has several models of the name " + checkpoint.checkpoint + ". Choose one:");
            std::vector<std::string> shown;
            for (const std::string& candidate : checkpoint.candidates) shown.push_back(to_display(candidate));
            const auto chosen = choice(context_, panel_, named("model[" + std::to_string(number++) + "]"),
                                       column_.next(metric::kControl), shown, -1, "Choose…");
            if (chosen)
                launch_.form.model_choices[checkpoint.checkpoint] =
                    checkpoint.candidates[static_cast<std::size_t>(*chosen)];
        }
    }

    void unknown() {
        if (!sampling_.launch.plan) return;
        const auto& unknown = sampling_.launch.plan->expansion.unknown;
        for (std::size_t i = 0; i < std::min(unknown.size(), kMostUnknown); ++i)
            tell(context_.theme.warn, "Skipped: " + unknown[i].checkpoint + ". " + unknown[i].reason);
        if (unknown.size() > kMostUnknown)
            tell(context_.theme.warn,
                 "Skipped too: " + counted(static_cast<std::int64_t>(unknown.size() - kMostUnknown),
                                           "checkpoint more", "checkpoints more"));
    }

    const Context& context_;
    const app::AppState& app_;
    const app::SamplingState& sampling_;
    PanelState& panel_;
    app::LaunchForm launch_;
    LineColumn column_;
    bool submitted_ = false;
};

std::string summary_text(const app::LaunchCard& card) {
    if (!card.problems.empty()) return "Something above has to be changed first.";
    if (!card.plan) return "Counting…";
    if (!card.plan->error.empty()) return "This cannot be started yet.";
    std::string text = card.plan->summary;
    const jobs::Expansion& expansion = card.plan->expansion;
    if (expansion.to_make == 0 && expansion.skipped == 0 && expansion.problems.empty())
        text += ". Nothing is missing";
    if (card.plan->estimate) text += ". It takes about " + jobs::duration_text(*card.plan->estimate);
    return text;
}

std::string confirm_label(const app::LaunchCard& card) {
    if (card.starting) return "Starting…";
    const std::size_t count = card.plan ? card.plan->expansion.to_make : 0;
    return count == 0 ? "Generate"
                      : "Generate " + counted(static_cast<std::int64_t>(count), "picture", "pictures");
}

/// Summary and buttons, always in sight.
void launch_foot(const Context& context, const app::LaunchCard& card, PanelState& panel, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddLine(area.min, {area.max.x, area.min.y}, context.theme.line, 1);
    const float height = context.px(32);
    draw_wrapped(context, list, Type::Body, {area.min.x, area.min.y + context.px(space::k8)}, area.width(),
                 context.theme.text, summary_text(card));
    const bool can_start = card.plan && card.plan->expansion.can_start() && !card.starting;
    const std::string label = confirm_label(card);
    const float width =
        std::max(context.px(150), text_size(context, Type::Body, label).x + context.px(space::k32));
    const Rect confirm = rect(area.max.x - width, area.max.y - height, width, height);
    const bool clicked = text_button(context, "dialog.launch.confirm", confirm, label,
                                     can_start ? ButtonLook::Accent : ButtonLook::Control)
                             .clicked;
    const float cancel = context.px(90);
    const Rect no = rect(confirm.min.x - cancel - context.px(space::k8), confirm.min.y, cancel, height);
    if (text_button(context, "dialog.launch.cancel", no, "Cancel").clicked) context.emit(app::CloseOverlay{});
    if (std::exchange(panel.sampling->confirm, false) || clicked)
        context.emit(app::on_sampling(app::ConfirmLaunch{}));
}

}  // namespace

void launch_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen) {
    if (app.overlay != app::Overlay::Launch) return;
    const Layer layer(context, "launch", screen, Layer::Order::Modal);
    const Rect inner = card(context, "dialog.launch", "Generate samples", screen, {720, 620});
    const float foot = context.px(88);
    const Rect fields = {inner.min, {inner.max.x, inner.max.y - foot - context.px(space::k8)}};
    {
        const ScrollArea scroll(context, "launch fields", fields);
        LaunchFields drawn(context, app, panel, scroll.origin(), scroll.width() - context.px(space::k4));
        scroll.set_content_height(drawn.draw());
        if (drawn.was_submitted()) panel.sampling->confirm = true;
    }
    launch_foot(context, app.sampling->launch, panel, {{inner.min.x, inner.max.y - foot}, inner.max});
}

}  // namespace proofsheet::ui
