#include "review/table_query.h"

#include <doctest/doctest.h>

#include "support/analysis_tables.h"

using namespace proofsheet;
using namespace proofsheet::review;

namespace {

using Rows = std::vector<std::uint32_t>;

AnalysisTable sample_table() {
    return test::table_of(
        {{{"run", "lora"}, {"prompt", "a forest, 100% green"}, {"overall_quality", "9"}},
         {{"run", "lora"}, {"prompt", "Лес и река"}, {"overall_quality", "3"}, {"flag", "reject"}},
         {{"run", "flux"}, {"prompt", "a_forest"}, {"flag", "pick"}},
         {{"run", "flux"}, {"prompt", "森の中の猫"}, {"overall_quality", "9"}, {"favourite", "yes"}},
         {{"run", "flux"}, {"model", "Dream's \"best\" \\ model"}, {"steps", "8"}}});
}

Rows found(const std::string& search) {
    TableQuery query;
    query.search = search;
    return select_rows(sample_table(), query);
}

Rows sorted(const std::vector<SortKey>& keys) {
    TableQuery query;
    query.sort = keys;
    return select_rows(sample_table(), query);
}

}  // namespace

TEST_CASE("without a wish all rows come in the order of the table") {
    CHECK(select_rows(sample_table(), {}) == Rows{0, 1, 2, 3, 4});
    CHECK(select_rows(test::table_of({}), {}).empty());
}

TEST_CASE("words are found in any of the searched columns, and all of them have to be") {
    CHECK(found("forest") == Rows{0, 2});
    CHECK(found("flux forest") == Rows{2});
    CHECK(found("  FOREST  lora ") == Rows{0});
    CHECK(found("dream's") == Rows{4});
    CHECK(found("nothing like it").empty());
}

TEST_CASE("text that is not Latin is found, whatever its case") {
    CHECK(found("лес") == Rows{1});
    CHECK(found("ЛЕС") == Rows{1});
    CHECK(found("猫") == Rows{3});
}

TEST_CASE("characters that are wildcards elsewhere stand for themselves") {
    CHECK(found("%") == Rows{0});
    CHECK(found("_") == Rows{2});
    CHECK(found("a_f") == Rows{2});
    CHECK(found("*").empty());
    CHECK(found("?").empty());
    CHECK(found("[a-z]").empty());
    CHECK(found("\\") == Rows{4});
    CHECK(found("\"best\"") == Rows{4});
    CHECK(found("'; DROP TABLE images; --").empty());
}

TEST_CASE("sorting goes by the first column that tells two rows apart") {
    const SortKey run{"run", SortOrder::Ascending};
    const SortKey best{"overall_quality", SortOrder::Descending};
    CHECK(sorted({run, best}) == Rows{3, 2, 4, 0, 1});
    CHECK(sorted({best, run}) == Rows{3, 0, 1, 2, 4});
}

TEST_CASE("what a cell lacks comes last, whichever way it is sorted") {
    CHECK(sorted({{"overall_quality", SortOrder::Ascending}}) == Rows{1, 0, 3, 2, 4});
    CHECK(sorted({{"overall_quality", SortOrder::Descending}}) == Rows{0, 3, 1, 2, 4});
}

TEST_CASE("a column that the table lacks does not sort it") {
    CHECK(sorted({{"dim.gone", SortOrder::Ascending}}) == Rows{0, 1, 2, 3, 4});
}

TEST_CASE("filters by run, flag and score hold together") {
    TableQuery query;
    query.run = "lora";
    CHECK(select_rows(sample_table(), query) == Rows{0, 1});
    query.flag = FlagFilter::NotRejected;
    CHECK(select_rows(sample_table(), query) == Rows{0});
    query = {};
    query.least_score = 9;
    CHECK(select_rows(sample_table(), query) == Rows{0, 3});
    query.flag = FlagFilter::Favourite;
    CHECK(select_rows(sample_table(), query) == Rows{3});
    query = {};
    query.scored = ScoreFilter::Unscored;
    CHECK(select_rows(sample_table(), query) == Rows{2, 4});
    query.flag = FlagFilter::None;
    CHECK(select_rows(sample_table(), query) == Rows{4});
    query = {};
    query.run = "no such run";
    CHECK(select_rows(sample_table(), query).empty());
}

TEST_CASE("a view ranks what its filters let through") {
    TableQuery query;
    query.ranking.dimension = "run";
    query.flag = FlagFilter::NotRejected;
    const TableView view = look_at(std::make_shared<const AnalysisTable>(sample_table()), query);
    REQUIRE(view.ranking.groups.size() == 2);
    CHECK(view.ranking.groups[0].label == "flux");
    CHECK(view.ranking.groups[1].spread.mean == 9);
}
