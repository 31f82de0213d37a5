#include <imgui.h>

#include "ui/card.h"
#include "ui/layer.h"
#include "ui/panels.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

review::ReviewValue value_of(const app::AppState& app, review::CriterionId criterion) {
    const auto sample = app::focused_sample(app);
    return sample ? app::committed_value(app, app::path_of(app, *sample), criterion) : review::ReviewValue();
}

/// Choices side by side; the one that is set clears itself.
void choice_row(const Context& context, const app::AppState& app, const review::Criterion& criterion,
                const Rect& area) {
    std::vector<std::string> names;
    for (std::string name : criterion.choices) {
        for (char& c : name)
            if (c == '_') c = ' ';
        names.push_back(std::move(name));
    }
    const std::vector<std::string_view> labels(names.begin(), names.end());
    const review::ReviewValue value = value_of(app, criterion.id);
    const int* chosen = std::get_if<int>(&value);
    if (const auto index =
            segmented(context, "card." + criterion.key, area, labels, chosen == nullptr ? -1 : *chosen - 1))
        context.emit(app::SetValue{criterion.id, *index + 1});
}

void note_field(const Context& context, const app::AppState& app, PanelState& panel,
                const review::Criterion& criterion, const Rect& area) {
    const auto sample = app::focused_sample(app);
    const std::string path = sample ? app::path_of(app, *sample) : std::string();
    if (path != panel.note_path) {
        const review::ReviewValue value = value_of(app, criterion.id);
        const std::string* text = std::get_if<std::string>(&value);
        panel.note_path = path;
        panel.note_text = text == nullptr ? std::string() : *text;
    }
    const TextEdit edit =
        text_field(context, "card.note", area, panel.note_text, "Add a note", panel.focus_text);
    if (!edit.submitted && !edit.left) return;
    review::ReviewValue value;
    if (!panel.note_text.empty()) value = panel.note_text;
    if (value != value_of(app, criterion.id)) context.emit(app::SetValue{criterion.id, value});
}

void draw_criterion(const Context& context, const app::AppState& app, PanelState& panel,
                    const review::Criterion& criterion, const Rect& area) {
    switch (criterion.scale) {
        case review::Scale::Score:
            return criterion_row(context, app, criterion, area);
        case review::Scale::Choice:
            return choice_row(context, app, criterion, area);
        case review::Scale::Tag: {
            const review::ReviewValue value = value_of(app, criterion.id);
            const bool set = std::holds_alternative<int>(value);
            if (check_row(context, "card." + criterion.key, area, criterion.name, set).clicked)
                context.emit(app::SetValue{criterion.id, 1});
            return;
        }
        case review::Scale::Note:
            return note_field(context, app, panel, criterion, area);
    }
}

}  // namespace

void review_card(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface);
    list.AddLine(area.min, {area.min.x, area.max.y}, context.theme.line, 1);
    const Rect inner = area.inset(context.px(space::k12), context.px(space::k12));
    const ScrollArea scroll(context, "criteria", inner);
    float y = scroll.origin().y;
    const auto scores = app::score_criteria(app);
    for (const review::Criterion& criterion : app.review.criteria) {
        if (!criterion.active) continue;
        if (criterion.scale != review::Scale::Tag) {
            const bool filled =
                !scores.empty() &&
                scores[static_cast<std::size_t>(
                    std::min<int>(app.review.criterion, static_cast<int>(scores.size()) - 1))] == &criterion;
            draw_text(context, *ImGui::GetWindowDrawList(), Type::Small, {scroll.origin().x, y},
                      filled ? context.theme.accent : context.theme.text_dim,
                      filled ? criterion.name + " · digits go here" : criterion.name);
            y += context.px(20);
        }
        const Rect row = rect(scroll.origin().x, y, scroll.width(), context.px(metric::kControl));
        draw_criterion(context, app, panel, criterion, row);
        y = row.max.y + context.px(space::k12);
    }
    scroll.set_content_height(y - scroll.origin().y);
}

}  // namespace proofsheet::ui
