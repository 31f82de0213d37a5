#include <imgui.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "ui/analysis_parts.h"
#include "ui/layer.h"
#include "ui/stroke.h"

namespace proofsheet::ui {
namespace {

constexpr int kMostChoices = 14;

/// One row of a list and the wish that it stands for.
struct ListChoice {
    std::string label;
    bool is_chosen = false;
    app::OnAnalysis wish;
};

std::vector<ListChoice> run_choices(const app::AnalysisState& analysis) {
    std::vector<ListChoice> choices{
        {"all runs", !analysis.query.run, app::on_analysis(app::FilterTableRun{std::nullopt})}};
    const review::TableColumn* runs = analysis.view->table->find("run");
    if (runs == nullptr) return choices;
    for (const std::string& run : runs->values)
        choices.push_back({run, analysis.query.run == run, app::on_analysis(app::FilterTableRun{run})});
    return choices;
}

std::vector<ListChoice> flag_choices(const app::AnalysisState& analysis) {
    std::vector<ListChoice> choices;
    for (int i = 0; i <= static_cast<int>(review::FlagFilter::None); ++i) {
        const auto flag = static_cast<review::FlagFilter>(i);
        choices.push_back({std::string(label_of(flag)), analysis.query.flag == flag,
                           app::on_analysis(app::FilterTableFlag{flag})});
    }
    return choices;
}

std::vector<ListChoice> score_choices(const app::AnalysisState& analysis) {
    using review::ScoreFilter;
    const review::TableQuery& query = analysis.query;
    std::vector<ListChoice> choices;
    const auto add = [&](std::string label, ScoreFilter scored, int least) {
        choices.push_back({std::move(label), query.scored == scored && query.least_score == least,
                           app::on_analysis(app::FilterTableScore{scored, least})});
    };
    add("any", ScoreFilter::Any, 0);
    add("scored", ScoreFilter::Scored, 0);
    add("unscored", ScoreFilter::Unscored, 0);
    const review::TableColumn* criterion = analysis.view->table->find(query.ranking.criterion);
    const int most = criterion == nullptr ? 10 : criterion->most;
    for (int least = most; least > 1; --least)
        add("at least " + std::to_string(least), ScoreFilter::Any, least);
    return choices;
}

std::vector<ListChoice> criterion_choices(const app::AnalysisState& analysis) {
    std::vector<ListChoice> choices;
    review::RankQuery ranking = analysis.query.ranking;
    for (const review::TableColumn* column : app::score_columns(analysis)) {
        ranking.criterion = column->key;
        choices.push_back(
            {column->title, ranking == analysis.query.ranking, app::on_analysis(app::RankTable{ranking})});
    }
    return choices;
}

std::vector<ListChoice> dimension_choices(const app::AnalysisState& analysis) {
    std::vector<ListChoice> choices;
    review::RankQuery ranking = analysis.query.ranking;
    for (const review::TableColumn* column : app::dimension_columns(analysis)) {
        ranking.dimension = column->key;
        choices.push_back({column->title + " · " + std::to_string(column->values.size()),
                           ranking == analysis.query.ranking, app::on_analysis(app::RankTable{ranking})});
    }
    return choices;
}

std::vector<ListChoice> choices_of(const app::AnalysisState& analysis, const std::string& list) {
    if (list == "analysis.run") return run_choices(analysis);
    if (list == "analysis.flag") return flag_choices(analysis);
    if (list == "analysis.score") return score_choices(analysis);
    if (list == "analysis.criterion") return criterion_choices(analysis);
    if (list == "analysis.dimension") return dimension_choices(analysis);
    return {};
}

}  // namespace

Rect list_plate(const Context& context, PanelState& panel, const Target& field, ImVec2 size,
                const Rect& screen) {
    const float gap = context.px(4);
    const float top = static_cast<float>(field.box.min.y + field.box.size.y) + gap;
    const float height =
        std::min(size.y, std::max(context.px(120), screen.max.y - top - context.px(space::k16)));
    const float x = std::clamp(static_cast<float>(field.box.min.x), screen.min.x + gap,
                               std::max(screen.min.x + gap, screen.max.x - size.x - gap));
    const Rect plate = rect(x, top, std::min(size.x, screen.width() - 2 * gap), height);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(plate.min, plate.max, context.theme.surface, context.px(metric::kCardRadius));
    outline(list, plate.min, plate.max, context.theme.line, context.px(metric::kCardRadius), 1);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (ImGui::IsMouseClicked(0) && !box_of(plate).contains({mouse.x, mouse.y})) panel.open_list.clear();
    return plate;
}

void analysis_lists(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen) {
    if (!panel.open_list.starts_with("analysis.") || !app.analysis->view) return;
    const std::string name = panel.open_list;
    const std::vector<ListChoice> choices = choices_of(*app.analysis, name);
    const Target* found = context.targets.find(name);
    if (choices.empty() || found == nullptr) return;
    const Target field = *found;
    const Layer layer(context, "analysis list", screen, Layer::Order::Modal);
    const float row = context.px(metric::kControl);
    const int count = static_cast<int>(choices.size());
    const ImVec2 size(std::max(static_cast<float>(field.box.size.x), context.px(220)),
                      row * static_cast<float>(std::min(count, kMostChoices)) + context.px(space::k8));
    const Rect plate = list_plate(context, panel, field, size, screen);
    const Rect inner = plate.inset(context.px(4), context.px(4));
    const ScrollArea scroll(context, "analysis choices", inner);
    for (int i = 0; i < count; ++i) {
        const ListChoice& choice = choices[static_cast<std::size_t>(i)];
        const Rect place =
            rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(i), scroll.width(), row);
        const bool near = place.max.y >= inner.min.y - row && place.min.y <= inner.max.y + row;
        if (!near || !list_row(context, place_name(name, i), place, choice.label, choice.is_chosen).clicked)
            continue;
        context.emit(choice.wish);
        panel.open_list.clear();
        if (panel.keyboard.active()) panel.keyboard.target = name;
    }
    scroll.set_content_height(row * static_cast<float>(count));
}

}  // namespace proofsheet::ui
