#include <doctest/doctest.h>

#include "app/analysis_command.h"
#include "app/analysis_state.h"
#include "app/remember.h"
#include "app_fixture.h"
#include "support/analysis_tables.h"

using namespace proofsheet;
using namespace proofsheet::app;

namespace {

/// A session whose effects of the Analysis screen are answered as the program does.
struct Analysis : test::Session {
    const AnalysisState& analysis() const { return *state.analysis; }

    template <typename T>
    std::vector<T> asked() const {
        std::vector<T> found;
        for (const WorkForAnalysis& work : effects_of<WorkForAnalysis>())
            if (const T* match = std::get_if<T>(&work.effect->content)) found.push_back(*match);
        return found;
    }
    template <typename T>
    void wish(T content) {
        apply(on_analysis(std::move(content)));
        answer_looks();
    }
    void answer_looks() {
        const auto looks = asked<LookAtTable>();
        if (looks.empty()) return;
        const LookAtTable& look = looks.back();
        apply(on_analysis(TableLookedAt{look.ticket, std::make_shared<const review::TableView>(
                                                         review::look_at(look.table, look.query))}));
    }
    void read(review::AnalysisTable table) {
        apply(on_analysis(TableRead{asked<ReadTable>().back().ticket,
                                    std::make_shared<const review::AnalysisTable>(std::move(table)),
                                    {}}));
        answer_looks();
    }
    void show() { apply(ShowScreen{Screen::Analysis}); }
    std::string path_at_cursor() const { return analysis().view->table->pictures[analysis().row].path; }
};

review::AnalysisTable three_pictures() {
    return test::table_of({{{"run", "lora"}, {"prompt", "lake"}, {"overall_quality", "3"}},
                           {{"run", "lora"}, {"prompt", "forest"}, {"overall_quality", "9"}},
                           {{"run", "flux"}, {"prompt", "forest"}}});
}

/// A table of the catalog's own files.
review::AnalysisTable table_of_catalog(const grid::Catalog& catalog) {
    std::vector<test::TableCells> rows(catalog.samples.size(), {{"run", catalog.run}});
    review::AnalysisTable table = test::table_of(rows);
    for (std::size_t i = 0; i < rows.size(); ++i)
        table.pictures[i].path = catalog.root + "/" + catalog.samples[i].path;
    return table;
}

}  // namespace

TEST_CASE("the table is read when the screen opens, with the runs opened since the start") {
    Analysis session;
    session.open(test::small_catalog(2));
    CHECK(session.asked<ReadTable>().empty());
    session.show();
    REQUIRE(session.asked<ReadTable>().size() == 1);
    CHECK(session.asked<ReadTable>()[0].catalogs.size() == 1);
    CHECK(session.analysis().reading);
    session.read(three_pictures());
    CHECK_FALSE(session.analysis().reading);
    REQUIRE(session.analysis().view);
    CHECK(session.analysis().view->rows.size() == 3);
}

TEST_CASE("scores that come while the table is read make one more reading, not one each") {
    Analysis session;
    session.open(test::small_catalog(1));
    session.show();
    for (int i = 0; i < 5; ++i) session.apply(PicturesRecognised{{}});
    CHECK(session.asked<ReadTable>().size() == 1);
    session.read(three_pictures());
    CHECK(session.asked<ReadTable>().size() == 2);
    session.read(three_pictures());
    CHECK(session.asked<ReadTable>().size() == 2);
}

TEST_CASE("a late table and a late view are not shown") {
    Analysis session;
    session.show();
    session.read(three_pictures());
    const auto view = session.analysis().view;
    session.apply(on_analysis(TableRead{99, std::make_shared<const review::AnalysisTable>(), {}}));
    session.apply(on_analysis(SearchTable{"lake"}));
    session.apply(on_analysis(SearchTable{"forest"}));
    const auto looks = session.asked<LookAtTable>();
    const auto late = std::make_shared<const review::TableView>(
        review::look_at(looks[looks.size() - 2].table, looks[looks.size() - 2].query));
    session.apply(on_analysis(TableLookedAt{looks[looks.size() - 2].ticket, late}));
    CHECK(session.analysis().view == view);
    session.answer_looks();
    CHECK(session.analysis().view->rows.size() == 2);
}

TEST_CASE("when the table cannot be read, the old one stays and a toast says why") {
    Analysis session;
    session.show();
    session.read(three_pictures());
    session.show();
    session.apply(
        on_analysis(TableRead{session.asked<ReadTable>().back().ticket, nullptr, "The disk is full"}));
    CHECK(session.analysis().view->rows.size() == 3);
    CHECK(session.state.toasts.back().text == "The disk is full");
    CHECK_FALSE(session.analysis().reading);
}

TEST_CASE("one click sorts, the next one the other way, Shift adds a column and takes it away") {
    using review::SortOrder;
    Analysis session;
    session.show();
    session.read(three_pictures());
    session.wish(SortTable{"prompt", SortStep::Only});
    CHECK(session.analysis().query.sort == std::vector<review::SortKey>{{"prompt", SortOrder::Ascending}});
    session.wish(SortTable{"overall_quality", SortStep::Add});
    CHECK(session.analysis().query.sort.back() == review::SortKey{"overall_quality", SortOrder::Descending});
    CHECK(session.analysis().view->rows == std::vector<std::uint32_t>{1, 2, 0});
    session.wish(SortTable{"overall_quality", SortStep::Add});
    CHECK(session.analysis().query.sort.back().order == SortOrder::Ascending);
    session.wish(SortTable{"overall_quality", SortStep::Add});
    CHECK(session.analysis().query.sort.size() == 1);
    session.wish(SortTable{"prompt", SortStep::Only});
    CHECK(session.analysis().query.sort[0].order == SortOrder::Descending);
    session.wish(SortTable{"overall_quality", SortStep::Only});
    CHECK(session.analysis().query.sort ==
          std::vector<review::SortKey>{{"overall_quality", SortOrder::Descending}});
}

TEST_CASE("the cursor stays on its picture when the table is sorted, filtered or read anew") {
    Analysis session;
    session.show();
    session.read(three_pictures());
    session.wish(GoToTableRow{1});
    CHECK(session.path_at_cursor() == "/pictures/1.png");
    session.wish(SortTable{"overall_quality", SortStep::Only});
    CHECK(session.analysis().cursor == 0);
    CHECK(session.path_at_cursor() == "/pictures/1.png");
    auto changed = three_pictures();
    std::swap(changed.pictures[0], changed.pictures[1]);
    session.show();
    session.read(std::move(changed));
    CHECK(session.path_at_cursor() == "/pictures/1.png");
    session.wish(SearchTable{"lake"});
    CHECK(session.analysis().cursor == 0);
    session.wish(SearchTable{"nothing"});
    CHECK(session.analysis().view->rows.empty());
    session.wish(MoveTableRow{1});
    session.wish(ClearTableFilters{});
    CHECK(session.analysis().view->rows.size() == 3);
}

TEST_CASE("moving beyond the ends stops there") {
    Analysis session;
    session.show();
    session.read(three_pictures());
    session.wish(MoveTableRow{100});
    CHECK(session.analysis().cursor == 2);
    session.wish(MoveTableRow{-100});
    CHECK(session.analysis().cursor == 0);
}

TEST_CASE("columns are hidden, moved and put back") {
    Analysis session;
    session.show();
    session.read(three_pictures());
    const auto keys = [&] {
        std::vector<std::string> found;
        for (const review::TableColumn* column : shown_columns(session.analysis()))
            found.push_back(column->key);
        return found;
    };
    CHECK(keys() == std::vector<std::string>{"run", "prompt", "overall_quality"});
    session.wish(ToggleColumn{"prompt"});
    CHECK(keys() == std::vector<std::string>{"run", "overall_quality"});
    session.wish(ToggleColumn{"prompt"});
    session.wish(MoveColumn{"overall_quality", "run"});
    CHECK(keys() == std::vector<std::string>{"overall_quality", "run", "prompt"});
    session.wish(MoveColumn{"overall_quality", ""});
    CHECK(keys() == std::vector<std::string>{"run", "prompt", "overall_quality"});
    session.wish(MoveColumn{"no_such_column", "run"});
    session.wish(ToggleColumn{"run"});
    session.wish(ResetColumns{});
    CHECK(keys() == std::vector<std::string>{"run", "prompt", "overall_quality"});
}

TEST_CASE("columns and sorting come back at the next start") {
    Analysis session;
    session.show();
    session.read(three_pictures());
    session.wish(ToggleColumn{"prompt"});
    session.wish(MoveColumn{"overall_quality", "run"});
    session.wish(SortTable{"prompt", SortStep::Only});
    session.wish(SetRowSize{RowSize::Large});
    AppState next;
    restore_settings(next, remembered_settings(session.state));
    CHECK(next.analysis->columns == session.analysis().columns);
    CHECK(next.analysis->query.sort == session.analysis().query.sort);
    CHECK(next.analysis->row_size == RowSize::Large);
    restore_settings(next,
                     {{"analysis.columns", "garbage\n+\n\n+run\n+run\n-prompt"}, {"analysis.rows", "7"}});
    CHECK(next.analysis->columns == std::vector<ColumnPlace>{{"run", true}, {"prompt", false}});
}

TEST_CASE("View opens the picture in Review, and Escape comes back to the same row") {
    Analysis session;
    const auto catalog = test::small_catalog(2);
    session.open(catalog);
    session.show();
    session.read(table_of_catalog(*catalog));
    session.wish(GoToTableRow{20});
    const std::string path = session.path_at_cursor();
    session.wish(ViewTablePicture{});
    CHECK(session.state.screen == Screen::Review);
    CHECK(path_of(session.state, *focused_sample(session.state)) == path);
    session.apply(GoBack{});
    CHECK(session.state.screen == Screen::Analysis);
    CHECK(session.analysis().cursor == 20);
    session.read(table_of_catalog(*catalog));
    CHECK(session.analysis().cursor == 20);
    CHECK(session.path_at_cursor() == path);
}

TEST_CASE("Backspace comes back to the table too, unless a picture was scored meanwhile") {
    Analysis session;
    const auto catalog = test::small_catalog(2);
    session.open(catalog);
    session.apply(CriteriaRead{
        {{{1}, "overall_quality", "Overall", "", review::Scale::Score, 1, 10, {}, "standard", 1, true}}});
    session.show();
    session.read(table_of_catalog(*catalog));
    session.wish(ViewTablePicture{});
    session.apply(GoToLastScored{});
    CHECK(session.state.screen == Screen::Analysis);
    session.wish(ViewTablePicture{});
    session.apply(Rate{7});
    session.apply(GoToLastScored{});
    CHECK(session.state.screen == Screen::Review);
    session.apply(GoBack{});
    CHECK(session.state.screen == Screen::Analysis);
}

TEST_CASE("after another screen was opened, Escape goes where it always goes") {
    Analysis session;
    const auto catalog = test::small_catalog(2);
    session.open(catalog);
    session.show();
    session.read(table_of_catalog(*catalog));
    session.wish(ViewTablePicture{});
    session.apply(ShowScreen{Screen::Grid});
    session.apply(ShowScreen{Screen::Review});
    session.apply(GoBack{});
    CHECK(session.state.screen == Screen::Grid);
}

TEST_CASE("filters of the grid and of the queue do not hide the picture that is viewed") {
    Analysis session;
    const auto catalog = test::small_catalog(2);
    session.open(catalog);
    session.apply(SoloValue{"checkpoint", "1000"});
    session.apply(SetQueue{{review::QueueOrder::Grid, 1, false, 5}});
    session.show();
    session.read(table_of_catalog(*catalog));
    session.wish(GoToTableRow{static_cast<int>(catalog->samples.size()) - 1});
    const std::string path = session.path_at_cursor();
    session.wish(ViewTablePicture{});
    const auto sample = focused_sample(session.state);
    REQUIRE(sample);
    CHECK(path_of(session.state, *sample) == path);
    CHECK(is_let_through(session.state, *sample));
}

TEST_CASE("a picture of another run opens that run first") {
    Analysis session;
    session.discovered({test::run_named("run", true), test::run_named("other", true)});
    session.scanned(test::small_catalog(1));
    session.show();
    auto table = test::table_of({{{"run", "other"}}});
    table.pictures[0].path = "/samples/500/prompt_name=lake&seed=421.png";
    table.pictures[0].path.insert(8, "/elsewhere");
    session.read(std::move(table));
    session.wish(ViewTablePicture{});
    REQUIRE(session.asked<LookForPicture>().size() == 1);
    CHECK(session.state.screen == Screen::Analysis);
    session.apply(on_analysis(PictureLookedFor{session.asked<LookForPicture>()[0].path, true}));
    CHECK(session.state.library.selected_run == "other");
    CHECK(session.state.screen == Screen::Review);
    session.apply(GoBack{});
    CHECK(session.state.screen == Screen::Analysis);
}

TEST_CASE("a picture of no known run opens its folder; one that is gone is told") {
    Analysis session;
    session.show();
    session.read(test::table_of({{{"run", "first try"}}, {{"run", "first try"}}}));
    session.wish(ViewTablePicture{});
    session.apply(on_analysis(PictureLookedFor{"/pictures/0.png", false}));
    CHECK(session.state.screen == Screen::Analysis);
    CHECK(session.state.toasts.back().kind == ToastKind::Error);
    session.wish(GoToTableRow{1});
    session.wish(ViewTablePicture{});
    session.apply(on_analysis(PictureLookedFor{"/pictures/1.png", true}));
    CHECK(session.effects_of<LookAtPaths>().back().paths == std::vector<std::string>{"/pictures/1.png"});
    CHECK(session.state.screen == Screen::Review);
}

TEST_CASE("a picture without a file is not looked for") {
    Analysis session;
    session.show();
    auto table = test::table_of({{{"run", "first try"}}});
    table.pictures[0].path.clear();
    session.read(std::move(table));
    session.wish(ViewTablePicture{});
    CHECK(session.asked<LookForPicture>().empty());
    CHECK(session.state.toasts.size() == 1);
}

TEST_CASE("the ranking follows the filters, and its order the wish") {
    Analysis session;
    session.show();
    session.read(test::table_of({{{"run", "a"}, {"overall_quality", "3"}},
                                 {{"run", "a"}, {"overall_quality", "5"}},
                                 {{"run", "b"}, {"overall_quality", "9"}}}));
    session.wish(RankTable{{"overall_quality", "run"}});
    CHECK(session.analysis().view->ranking.groups.size() == 2);
    CHECK(ordered_groups(session.analysis()) == std::vector<std::size_t>{0, 1});
    session.wish(OrderRanking{RankOrder::ByMean});
    CHECK(ordered_groups(session.analysis()) == std::vector<std::size_t>{1, 0});
    session.wish(OrderRanking{RankOrder::ByCount});
    CHECK(ordered_groups(session.analysis()) == std::vector<std::size_t>{0, 1});
    session.wish(MoveRankGroup{9});
    CHECK(session.analysis().group == 1);
    session.wish(FilterTableScore{review::ScoreFilter::Any, 5});
    CHECK(session.analysis().view->ranking.groups[0].spread.mean == 5);
    session.wish(FilterTableRun{"a"});
    CHECK(session.analysis().group == 0);
}

TEST_CASE("an export names what the table shows") {
    Analysis session;
    session.wish(SaveTable{TableForm::Json, "/tmp/x.json"});
    CHECK(session.asked<WriteTable>().empty());
    session.show();
    session.read(three_pictures());
    session.wish(SearchTable{"lake"});
    session.wish(SaveTable{TableForm::LongCsv, ""});
    session.wish(SaveTable{TableForm::LongCsv, "/tmp/x.csv"});
    REQUIRE(session.asked<WriteTable>().size() == 1);
    CHECK(session.asked<WriteTable>()[0].view->rows.size() == 1);
}
