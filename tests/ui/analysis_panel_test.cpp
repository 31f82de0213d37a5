#include <doctest/doctest.h>

#include "app/analysis_command.h"
#include "screens.h"
#include "support/analysis_tables.h"
#include "ui/analysis_panel_state.h"

using namespace proofsheet;
using namespace proofsheet::ui;
using test::Frames;

namespace {

const app::AnalysisState& analysis(const Frames& frames) {
    return *frames.state.analysis;
}

std::string path_at_cursor(const Frames& frames) {
    return analysis(frames).view->table->pictures[analysis(frames).row].path;
}

/// Shows `count` pictures of two runs with scores; the answers come at once.
struct AnalysisFrames : Frames {
    explicit AnalysisFrames(int count, test::Window window = {1280, 720, 1}) : Frames(window) {
        test::open_analysis(*this, test::many_pictures(count));
        draw(3);
    }
    void settle() {
        draw(2);
        test::answer_looks(*this);
        draw(2);
    }
};

}  // namespace

TEST_CASE("of 100,000 rows only those that can be seen are drawn") {
    AnalysisFrames frames(100'000);
    const RowWindow& rows = frames.panel.analysis->rows;
    CHECK(rows.first == 0);
    CHECK(rows.last < 40);
    CHECK(frames.targets.find("analysis.row[0]") != nullptr);
    CHECK(frames.targets.find("analysis.row[60]") == nullptr);
    frames.press(Key::End, {.ctrl = true});
    frames.draw(2);
    CHECK(analysis(frames).cursor == 99'999);
    CHECK(rows.last == 99'999);
    CHECK(frames.targets.find("analysis.row[99999]") != nullptr);
    CHECK(frames.targets.find("analysis.row[0]") == nullptr);
}

TEST_CASE("arrows, pages and ends move the row, and the table follows") {
    AnalysisFrames frames(500);
    frames.press(Key::Down);
    frames.press(Key::Down);
    frames.press(Key::Up);
    CHECK(analysis(frames).cursor == 1);
    const int page = frames.panel.analysis->rows.page;
    REQUIRE(page > 5);
    frames.press(Key::PageDown);
    frames.press(Key::PageDown);
    frames.draw(2);
    CHECK(analysis(frames).cursor == 1 + 2 * page);
    CHECK(frames.panel.analysis->rows.first > 0);
    CHECK(frames.targets.find("analysis.row[" + std::to_string(analysis(frames).cursor) + "]") != nullptr);
    frames.press(Key::PageUp);
    CHECK(analysis(frames).cursor == 1 + page);
    frames.press(Key::End);
    CHECK(analysis(frames).cursor == 499);
    frames.press(Key::Home);
    CHECK(analysis(frames).cursor == 0);
}

TEST_CASE("a click on a header sorts, with Shift by this too") {
    AnalysisFrames frames(50);
    frames.click("analysis.header[steps]");
    frames.settle();
    CHECK(analysis(frames).query.sort.size() == 1);
    ImGui::GetIO().KeyShift = true;
    frames.click("analysis.header[overall_quality]");
    ImGui::GetIO().KeyShift = false;
    frames.settle();
    REQUIRE(analysis(frames).query.sort.size() == 2);
    CHECK(analysis(frames).query.sort[1].column == "overall_quality");
    CHECK(analysis(frames).query.sort[1].order == review::SortOrder::Descending);
}

TEST_CASE("a header that is dragged moves its column and does not sort") {
    AnalysisFrames frames(50);
    frames.point_at("analysis.header[overall_quality]");
    ImGui::GetIO().MouseDown[0] = true;
    frames.draw();
    const auto to = frames.target("analysis.header[run]").box;
    ImGui::GetIO().MousePos = ImVec2(static_cast<float>(to.min.x) + 2, static_cast<float>(to.center().y));
    frames.draw(2);
    ImGui::GetIO().MouseDown[0] = false;
    frames.draw(3);
    CHECK(app::shown_columns(analysis(frames)).front()->key == "overall_quality");
    CHECK(analysis(frames).query.sort.empty());
}

TEST_CASE("the slash goes to the search, what is typed filters, Escape gives the arrows back") {
    AnalysisFrames frames(50);
    frames.type("/");
    REQUIRE(frames.panel.keyboard.typing == "analysis.search");
    frames.type("flux");
    frames.settle();
    CHECK(analysis(frames).query.search == "flux");
    CHECK(analysis(frames).view->rows.size() == 25);
    frames.press(Key::Escape);
    frames.draw(2);
    frames.press(Key::Down);
    CHECK(analysis(frames).cursor == 1);
}

TEST_CASE("a search that finds nothing offers to clear the filters") {
    AnalysisFrames frames(50);
    frames.apply(app::on_analysis(app::SearchTable{"no such words"}));
    frames.settle();
    CHECK(frames.targets.find("analysis.row[0]") == nullptr);
    frames.click("analysis.clear.all");
    frames.settle();
    CHECK(analysis(frames).view->rows.size() == 50);
    frames.draw(2);
    CHECK(frames.panel.analysis->search.empty());
}

TEST_CASE("Enter and a double click wish to see the picture of the row") {
    AnalysisFrames frames(50);
    frames.press(Key::Down);
    frames.press(Key::Enter);
    const auto looked_for = [&] { return analysis(frames).sought; };
    CHECK(looked_for() == path_at_cursor(frames));
    frames.click("analysis.view[4]");
    CHECK(analysis(frames).cursor == 4);
    CHECK(looked_for() == path_at_cursor(frames));
    frames.click("analysis.thumb[2]");
    CHECK(analysis(frames).cursor == 2);
    CHECK(looked_for() == path_at_cursor(frames));
}

TEST_CASE("thumbnails of visible rows are wanted, others are not") {
    AnalysisFrames frames(1000);
    frames.load_all();
    CHECK(frames.source->loads.size() > 5);
    CHECK(frames.source->loads.size() < 60);
}

TEST_CASE("lists filter, and close when they are left") {
    AnalysisFrames frames(50);
    frames.click("analysis.run");
    CHECK(frames.panel.open_list == "analysis.run");
    frames.click("analysis.run[1]");
    frames.settle();
    CHECK(analysis(frames).query.run == "flux");
    CHECK(frames.panel.open_list.empty());
    frames.click("analysis.score");
    frames.press(Key::Escape);
    frames.draw(2);
    CHECK(frames.panel.open_list.empty());
    CHECK(frames.state.screen == app::Screen::Analysis);
}

TEST_CASE("a list is opened, walked and chosen from by keys alone") {
    AnalysisFrames frames(50);
    frames.panel.keyboard.target = "analysis.score";
    frames.press(Key::Enter);
    frames.draw(2);
    REQUIRE(frames.panel.open_list == "analysis.score");
    frames.press(Key::Tab);
    while (frames.panel.keyboard.target != "analysis.score[2]") frames.press(Key::Down);
    frames.press(Key::Enter);
    frames.settle();
    CHECK(analysis(frames).query.scored == review::ScoreFilter::Unscored);
    CHECK(frames.panel.keyboard.target == "analysis.score");
}

TEST_CASE("keys that filter elsewhere filter the table") {
    AnalysisFrames frames(50);
    frames.press(Key::N);
    frames.settle();
    CHECK(analysis(frames).query.scored == review::ScoreFilter::Unscored);
    frames.press(Key::N);
    frames.press(Key::Digit9, {.ctrl = true, .alt = true});
    frames.settle();
    CHECK(analysis(frames).query.least_score == 9);
}

TEST_CASE("the columns menu hides, sorts by several keys and moves") {
    AnalysisFrames frames(50);
    frames.click("analysis.columns");
    frames.click("analysis.column[0]");
    CHECK(app::shown_columns(analysis(frames)).front()->key != "run");
    frames.click("analysis.column[1].sort");
    frames.click("analysis.column[2].sort");
    CHECK(analysis(frames).query.sort.size() == 2);
    frames.click("analysis.column[1].up");
    CHECK(app::ordered_columns(analysis(frames)).front()->key == "checkpoint");
    frames.click("analysis.columns.reset");
    CHECK(app::shown_columns(analysis(frames)).front()->key == "run");
}

TEST_CASE("the export card writes what its form and its field say") {
    AnalysisFrames frames(50);
    frames.press(Key::E, {.ctrl = true});
    frames.draw(2);
    REQUIRE(frames.panel.open_list == "analysis.export");
    frames.click("analysis.export.form[2]");
    CHECK(frames.panel.analysis->target.ends_with(".json"));
    frames.click("analysis.export.save");
    CHECK(frames.panel.open_list.empty());
    const auto written = test::analysis_effects<app::WriteTable>(frames);
    REQUIRE(written.size() == 1);
    CHECK(written[0].form == app::TableForm::Json);
    CHECK(written[0].target == frames.panel.analysis->target);
}

TEST_CASE("ranking and chart show a group for each checkpoint, and the arrows go through them") {
    AnalysisFrames frames(50);
    for (const auto page : {app::AnalysisPage::Ranking, app::AnalysisPage::Chart}) {
        frames.apply(app::on_analysis(app::ShowPage{page}));
        frames.apply(app::on_analysis(app::MoveRankGroup{-99}));
        frames.draw(2);
        const auto count = analysis(frames).view->ranking.groups.size();
        REQUIRE(count > 2);
        CHECK(frames.targets.find("analysis.group[0]") != nullptr);
        frames.press(page == app::AnalysisPage::Chart ? Key::Right : Key::Down);
        CHECK(analysis(frames).group == 1);
        frames.press(Key::End);
        CHECK(analysis(frames).group == static_cast<int>(count) - 1);
    }
}

TEST_CASE("a chart of more groups than fit follows the cursor") {
    AnalysisFrames frames(3000, {900, 600, 1});
    frames.apply(app::on_analysis(app::RankTable{{"overall_quality", "prompt"}}));
    frames.apply(app::on_analysis(app::ShowPage{app::AnalysisPage::Chart}));
    frames.settle();
    const auto last = static_cast<int>(analysis(frames).view->ranking.groups.size()) - 1;
    REQUIRE(last > 100);
    frames.press(Key::End);
    frames.draw(2);
    CHECK(frames.targets.find("analysis.group[" + std::to_string(last) + "]") != nullptr);
    CHECK(frames.targets.find("analysis.group[0]") == nullptr);
}

TEST_CASE("the ranking is ordered by a click on its titles") {
    AnalysisFrames frames(50);
    frames.apply(app::on_analysis(app::ShowPage{app::AnalysisPage::Ranking}));
    frames.click("analysis.rank.Mean");
    CHECK(analysis(frames).rank_order == app::RankOrder::ByMean);
    frames.click("analysis.rank.value");
    CHECK(analysis(frames).rank_order == app::RankOrder::ByValue);
}

TEST_CASE("without a picture, without a score and while it is read the screen says what comes next") {
    Frames frames({1280, 720, 1});
    frames.apply(app::ShowScreen{app::Screen::Analysis});
    frames.draw(3);
    CHECK(frames.targets.find("analysis.header[run]") == nullptr);
    test::answer_table(frames, test::table_of({}));
    frames.draw(3);
    frames.click("analysis.open");
    CHECK(frames.state.overlay == app::Overlay::OpenFolder);
    frames.apply(app::CloseOverlay{});
    test::answer_table(frames, test::table_of({{{"run", "a"}, {"checkpoint", "1"}}}));
    frames.apply(app::on_analysis(app::ShowPage{app::AnalysisPage::Chart}));
    frames.draw(3);
    CHECK(frames.targets.find("analysis.group[0]") == nullptr);
}
