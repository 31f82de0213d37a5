#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "ui/experiments_parts.h"
#include "ui/format.h"
#include "ui/layer.h"
#include "ui/palette.h"
#include "ui/stroke.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

constexpr float kWidestModelListPt = 460, kHighestPt = 420;

struct ModelRow {
    std::string label;
    jobs::ServiceModel model;
};

std::string label_of(const jobs::ServiceModel& model) {
    std::string label = model.name.empty() ? model.id : model.name + " · " + model.id;
    for (std::size_t i = 0; i < std::min<std::size_t>(model.tags.size(), 3); ++i)
        label += " · " + model.tags[i];
    return to_display(label);
}

/// What answers the search, and what was typed as an id of its own.
std::vector<ModelRow> rows_of(const app::ExperimentsState& experiments, const PanelState& panel, bool loras) {
    std::vector<ModelRow> rows;
    const std::string& search = panel.list_search;
    if (loras && search.empty()) rows.push_back({"None", {}});
    bool is_id = false;
    if (experiments.models)
        for (const jobs::ServiceModel& model :
             loras ? experiments.models->loras : experiments.models->models) {
            const std::string label = label_of(model);
            if (!search.empty() && !match_score(label, search)) continue;
            is_id = is_id || model.id == search;
            rows.push_back({label, model});
        }
    if (!search.empty() && !is_id) rows.push_back({"Use “" + search + "” as the id", {search, {}, {}, {}}});
    return rows;
}

void choose(const Context& context, const ModelRow& row, bool loras) {
    if (loras)
        wish(context, app::EditField{"lora", row.model.id});
    else
        wish(context, app::ChooseModel{row.model});
}

std::string age_text(const app::ExperimentsState& experiments) {
    if (experiments.models_loading) return "Asking SinkIn…";
    if (!experiments.models_error.empty()) return experiments.models_error;
    if (!experiments.models || experiments.models->fetched_at.empty()) return "Not asked yet";
    return "As of " + experiments.models->fetched_at.substr(0, 10);
}

/// How old the list is, and a button that asks again.
void head(const Context& context, const app::AppState& app, const Rect& area) {
    const bool has_token = !app.configuration->config.sinkin.token.empty();
    const float width = has_token ? area.height() : 0;
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Small,
                 {area.min.x + context.px(space::k8), area.min.y}, {area.max.x - width, area.max.y},
                 context.theme.text_dim,
                 has_token ? age_text(*app.experiments)
                           : "Without a token the list cannot be asked for: type the id of a model");
    if (has_token && icon_button(context, "experiment.models.refresh",
                                 rect(area.max.x - width, area.min.y, width, area.height()), Icon::Refresh,
                                 "Ask SinkIn for its models again")
                         .clicked)
        ask(context, jobs::RefreshModels{});
}

void list_rows(const Context& context, const app::AppState& app, PanelState& panel, const Rect& area,
               bool accept) {
    const bool loras = panel.open_list == kLoraList;
    const std::vector<ModelRow> rows = rows_of(*app.experiments, panel, loras);
    const std::string& now = loras ? app.experiments->form.lora : app.experiments->form.model_id;
    const std::string name = panel.open_list;
    const ScrollArea scroll(context, "models", area);
    const float row = context.px(metric::kControl);
    const int count = static_cast<int>(rows.size());
    const float top = ImGui::GetScrollY();
    const int first = std::max(0, static_cast<int>(top / row) - 1);
    const int last = std::min(count - 1, static_cast<int>((top + area.height()) / row) + 1);
    const ModelRow* chosen = accept && count > 0 ? &rows.front() : nullptr;
    for (int i = first; i <= last; ++i) {
        const ModelRow& each = rows[static_cast<std::size_t>(i)];
        const Rect place =
            rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(i), scroll.width(), row);
        if (list_row(context, name + "[" + std::to_string(i) + "]", place, each.label,
                     !now.empty() && each.model.id == now)
                .clicked)
            chosen = &each;
    }
    scroll.set_content_height(row * static_cast<float>(count));
    if (chosen == nullptr) return;
    choose(context, *chosen, loras);
    panel.open_list.clear();
}

Rect plate_at(const Context& context, const app::Box& field, const Rect& screen) {
    const float margin = context.px(space::k8);
    const float width = std::min(context.px(kWidestModelListPt), screen.width() - 2 * margin);
    const float height = std::min(context.px(kHighestPt), screen.height() - 2 * margin);
    const float x = std::clamp(static_cast<float>(field.min.x), screen.min.x + margin,
                               std::max(screen.min.x + margin, screen.max.x - width - margin));
    const float y =
        std::clamp(static_cast<float>(field.min.y + field.size.y) + context.px(space::k4),
                   screen.min.y + margin, std::max(screen.min.y + margin, screen.max.y - height - margin));
    return rect(std::round(x), std::round(y), width, height);
}

}  // namespace

void experiment_list_panel(const Context& context, const app::AppState& app, PanelState& panel,
                           const Rect& screen) {
    if (panel.open_list != kModelList && panel.open_list != kLoraList) return;
    const Target* field = context.targets.find(panel.open_list);
    if (field == nullptr) return panel.open_list.clear();
    const Rect area = plate_at(context, field->box, screen);
    const Layer layer(context, "models", screen, Layer::Order::Modal);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface, context.px(metric::kCardRadius));
    outline(list, area.min, area.max, context.theme.line, context.px(metric::kCardRadius), 1);
    Rect inner = area.inset(context.px(space::k4), context.px(space::k4));
    const float row = context.px(metric::kControl);
    const TextEdit edit =
        text_field(context, panel.open_list + ".search", rect(inner.min.x, inner.min.y, inner.width(), row),
                   panel.list_search, "Search, or type an id", panel.focus_text);
    inner.min.y += row + context.px(space::k4);
    head(context, app, rect(inner.min.x, inner.min.y, inner.width(), row));
    inner.min.y += row + context.px(space::k4);
    list_rows(context, app, panel, inner, edit.submitted);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (ImGui::IsMouseClicked(0) && !box_of(area).contains({mouse.x, mouse.y})) panel.open_list.clear();
}

}  // namespace proofsheet::ui
