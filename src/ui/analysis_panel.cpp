#include <imgui.h>

#include <algorithm>
#include <array>

#include "ui/analysis_overlay.h"
#include "ui/analysis_parts.h"
#include "ui/card.h"
#include "ui/format.h"

namespace proofsheet::ui {
namespace {

constexpr float kFilterBarPt = 40, kFootPt = 22;

enum class NextStep : std::uint8_t { None, ReadAgain, OpenFolder, ClearFilters, Review };

/// The button of a step: its name and what stands on it.
struct StepButton {
    std::string_view name, label;
};
constexpr std::array<StepButton, 5> kStepButtons{{{"", ""},
                                                  {"analysis.again", "Try again"},
                                                  {"analysis.open", "Open a folder…"},
                                                  {"analysis.clear.all", "Clear filters"},
                                                  {"analysis.review", "Review pictures"}}};

void take_step(const Context& context, NextStep step) {
    switch (step) {
        case NextStep::None:
            return;
        case NextStep::ReadAgain:
            return context.emit(app::ShowScreen{app::Screen::Analysis});
        case NextStep::OpenFolder:
            return context.emit(app::ToggleOverlay{app::Overlay::OpenFolder});
        case NextStep::ClearFilters:
            return context.emit(app::on_analysis(app::ClearTableFilters{}));
        case NextStep::Review:
            return context.emit(app::ShowScreen{app::Screen::Review});
    }
}

/// What is missing, and the one next step.
struct EmptyState {
    std::string_view title;
    std::string advice;
    NextStep step = NextStep::None;
};

std::optional<EmptyState> without_pictures(const app::AnalysisState& analysis) {
    if (!analysis.view && !analysis.error.empty())
        return EmptyState{"The pictures could not be read", analysis.error, NextStep::ReadAgain};
    if (!analysis.view)
        return EmptyState{"Reading all pictures…", "Scores of all runs are put together.", NextStep::None};
    const auto count = static_cast<std::int64_t>(analysis.view->table->size());
    if (count == 0)
        return EmptyState{"No pictures yet",
                          "Open a folder with samples. Every picture of it comes here, and every picture "
                          "that gets a score stays.",
                          NextStep::OpenFolder};
    if (analysis.view->rows.empty())
        return EmptyState{
            "No picture passes the filters",
            counted(count, "picture is", "pictures are") + " hidden by the search or the filters above.",
            NextStep::ClearFilters};
    return std::nullopt;
}

std::optional<EmptyState> empty_state(const app::AppState& app) {
    const app::AnalysisState& analysis = *app.analysis;
    if (auto empty = without_pictures(analysis)) return empty;
    if (analysis.page == app::AnalysisPage::Table || !analysis.view->ranking.groups.empty())
        return std::nullopt;
    return EmptyState{"No scores to rank",
                      "The keys 1 to 0 score a picture; the means of " +
                          title_of(analysis, analysis.query.ranking.criterion) + " come here, by " +
                          title_of(analysis, analysis.query.ranking.dimension) + ".",
                      app.view->samples.empty() ? NextStep::None : NextStep::Review};
}

void draw_empty(const Context& context, const EmptyState& empty, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const float y = area.center().y - context.px(50);
    draw_icon(context, list, Icon::Analysis, {area.center().x, y - context.px(24)}, context.theme.text_dim,
              32);
    draw_text_in(context, list, Type::Title, {area.min.x, y}, {area.max.x, y + context.px(28)},
                 context.theme.text, empty.title, Align::Center);
    const float width = std::min(context.px(520), area.width() - context.px(space::k32));
    float line = y + context.px(34);
    for (const std::string_view words : wrap_lines(context, Type::Body, empty.advice, width)) {
        draw_text_in(context, list, Type::Body, {area.min.x, line}, {area.max.x, line + context.px(20)},
                     context.theme.text_dim, words, Align::Center);
        line += context.px(20);
    }
    if (empty.step == NextStep::None) return;
    const Rect area_of_button = rect(area.center().x - context.px(80), line + context.px(space::k12),
                                     context.px(160), context.px(metric::kControl));
    const StepButton& button = kStepButtons[static_cast<std::size_t>(empty.step)];
    if (text_button(context, button.name, area_of_button, button.label, ButtonLook::Accent).clicked)
        take_step(context, empty.step);
}

/// Which pictures these are.
void foot(const Context& context, const app::AnalysisState& analysis, const Rect& area) {
    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.AddRectFilled(area.min, area.max, context.theme.surface);
    const auto runs = static_cast<std::int64_t>(analysis.opened.size());
    std::string text = "Pictures that were scored or made by an experiment, of all runs";
    if (runs > 0)
        text += "; and all pictures of the " + counted(runs, "run", "runs") + " opened since the start";
    const Rect inner = area.inset(context.px(space::k12), 0);
    draw_text_cut(context, list, Type::Small, inner.min, inner.max, context.theme.text_dim, text);
}

void page(const Context& context, const app::AppState& app, PanelState& panel, cache::TextureCache& textures,
          const Rect& area) {
    if (const auto empty = empty_state(app)) return draw_empty(context, *empty, area);
    switch (app.analysis->page) {
        case app::AnalysisPage::Table:
            return analysis_table(context, app, panel, textures, area);
        case app::AnalysisPage::Ranking:
            return analysis_ranking(context, app, panel, area);
        case app::AnalysisPage::Chart:
            return analysis_chart(context, app, panel, area);
    }
}

std::optional<app::OnAnalysis> row_command(Action action, const AnalysisPanelState& own,
                                           const app::AnalysisState& analysis) {
    const int last = analysis.view ? static_cast<int>(analysis.view->rows.size()) - 1 : 0;
    const auto move = [](int rows) { return app::on_analysis(app::MoveTableRow{rows}); };
    switch (action) {
        case Action::FocusUp:
            return move(-1);
        case Action::FocusDown:
            return move(1);
        case Action::StepPrevious:
            return move(-own.rows.page);
        case Action::StepNext:
            return move(own.rows.page);
        case Action::FocusRowStart:
        case Action::FocusFirst:
            return app::on_analysis(app::GoToTableRow{0});
        case Action::FocusRowEnd:
        case Action::FocusLast:
            return app::on_analysis(app::GoToTableRow{last});
        case Action::FocusLeft:
            return app::on_analysis(app::ScrollColumns{-1});
        case Action::FocusRight:
            return app::on_analysis(app::ScrollColumns{1});
        case Action::OpenLightbox:
            return app::on_analysis(app::ViewTablePicture{});
        default:
            return std::nullopt;
    }
}

std::optional<app::OnAnalysis> group_command(Action action, const AnalysisPanelState& own,
                                             const app::AnalysisState& analysis) {
    const int count = analysis.view ? static_cast<int>(analysis.view->ranking.groups.size()) : 0;
    const auto move = [](int groups) { return app::on_analysis(app::MoveRankGroup{groups}); };
    switch (action) {
        case Action::FocusUp:
        case Action::FocusLeft:
            return move(-1);
        case Action::FocusDown:
        case Action::FocusRight:
            return move(1);
        case Action::StepPrevious:
            return move(-own.groups.page);
        case Action::StepNext:
            return move(own.groups.page);
        case Action::FocusRowStart:
        case Action::FocusFirst:
            return move(-count);
        case Action::FocusRowEnd:
        case Action::FocusLast:
            return move(count);
        default:
            return std::nullopt;
    }
}

/// Filters and pages by the keys that filter and step on other screens.
std::optional<app::OnAnalysis> table_command(Action action, const app::AnalysisState& analysis) {
    using review::ScoreFilter;
    if (action >= Action::LeastScore0 && action <= Action::LeastScore9)
        return app::on_analysis(app::FilterTableScore{
            ScoreFilter::Any, static_cast<int>(action) - static_cast<int>(Action::LeastScore0)});
    switch (action) {
        case Action::UnscoredOnly: {
            const bool unscored = analysis.query.scored == ScoreFilter::Unscored;
            return app::on_analysis(
                app::FilterTableScore{unscored ? ScoreFilter::Any : ScoreFilter::Unscored, 0});
        }
        case Action::NextWay:
            return app::on_analysis(
                app::ShowPage{static_cast<app::AnalysisPage>((static_cast<int>(analysis.page) + 1) % 3)});
        case Action::SearchRuns:
        case Action::SaveSheet:
            return app::on_analysis(app::ShowPage{analysis.page});  // the rest is the panel's
        default:
            return std::nullopt;
    }
}

}  // namespace

void analysis_panel(const Context& context, const app::AppState& app, PanelState& panel,
                    cache::TextureCache& textures, const Rect& area) {
    const float top = context.px(metric::kTopBar);
    const float filters = context.px(kFilterBarPt);
    const Rect bar = {area.min, {area.max.x, area.min.y + top}};
    const Rect filter_bar = {{area.min.x, bar.max.y}, {area.max.x, bar.max.y + filters}};
    const Rect footer = {{area.min.x, area.max.y - context.px(kFootPt)}, area.max};
    analysis_top_bar(context, app, panel, bar);
    analysis_filter_bar(context, app, panel, filter_bar);
    page(context, app, panel, textures, {{area.min.x, filter_bar.max.y}, {area.max.x, footer.min.y}});
    foot(context, *app.analysis, footer);
}

void analysis_overlay(const Context& context, const app::AppState& app, PanelState& panel,
                      const Rect& screen) {
    analysis_lists(context, app, panel, screen);
    analysis_columns(context, app, panel, screen);
    analysis_export(context, app, panel, screen);
}

std::optional<app::Command> analysis_command(Action action, const app::AppState& app,
                                             const PanelState& panel) {
    const app::AnalysisState& analysis = *app.analysis;
    std::optional<app::OnAnalysis> wish = table_command(action, analysis);
    if (!wish)
        wish = analysis.page == app::AnalysisPage::Table ? row_command(action, *panel.analysis, analysis)
                                                         : group_command(action, *panel.analysis, analysis);
    if (!wish) return std::nullopt;
    return *wish;
}

}  // namespace proofsheet::ui
