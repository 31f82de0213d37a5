#include "review/ranking.h"

#include <doctest/doctest.h>

#include <numeric>

#include "support/analysis_tables.h"

using namespace proofsheet;
using namespace proofsheet::review;

namespace {

/// Pictures by score from 1 to 10.
ScoreSpread spread(const std::vector<int>& counts) {
    return spread_of(counts, 1);
}

std::vector<std::uint32_t> all_rows(const AnalysisTable& table) {
    std::vector<std::uint32_t> rows(table.size());
    std::iota(rows.begin(), rows.end(), 0u);
    return rows;
}

test::TableCells scored(const std::string& checkpoint, const std::string& score,
                        const std::string& run = "a") {
    return {{"run", run}, {"checkpoint", checkpoint}, {"overall_quality", score}};
}

std::vector<std::string> labels(const Ranking& ranking) {
    std::vector<std::string> found;
    for (const RankGroup& group : ranking.groups) found.push_back(group.label);
    return found;
}

}  // namespace

TEST_CASE("no score has no mean, and a single one has no deviation") {
    CHECK(spread({0, 0, 0}) == ScoreSpread{});
    const ScoreSpread one = spread({0, 0, 1});
    CHECK(one.n == 1);
    CHECK(one.mean == 3);
    CHECK(one.median == 3);
    CHECK(one.deviation == 0);
    CHECK(one.lower_quartile == 3);
    CHECK(one.upper_quartile == 3);
}

TEST_CASE("mean, median, deviation and quartiles are those of R for 2 4 4 4 5 5 7 9") {
    const ScoreSpread known = spread({0, 1, 0, 3, 2, 0, 1, 0, 1, 0});
    CHECK(known.n == 8);
    CHECK(known.mean == doctest::Approx(5));
    CHECK(known.median == doctest::Approx(4.5));
    CHECK(known.deviation == doctest::Approx(2.13809));
    CHECK(known.lower_quartile == doctest::Approx(4));
    CHECK(known.upper_quartile == doctest::Approx(5.5));
}

TEST_CASE("an even number of scores has the middle between the two in the middle as its median") {
    CHECK(spread({1, 0, 0, 1}).median == 2.5);
    CHECK(spread({1, 1, 0, 1}).median == 2);
    CHECK(spread({0, 0, 0, 0, 0, 0, 0, 0, 0, 4}).median == 10);
}

TEST_CASE("groups stand in the order of the dimension, each with its n and what is unscored") {
    const auto table = test::table_of({scored("1000", "8"), scored("500", "4"), scored("1000", "6"),
                                       scored("500", ""), scored("1500", ""), scored("", "10")});
    const Ranking ranking = rank(table, all_rows(table), {});
    CHECK(labels(ranking) == std::vector<std::string>{"500", "1000"});
    CHECK(ranking.groups[0].spread.n == 1);
    CHECK(ranking.groups[0].unscored == 1);
    CHECK(ranking.groups[1].spread.mean == 7);
    CHECK(ranking.groups[1].counts[5] == 1);
    CHECK(ranking.scored == 3);
    CHECK(ranking.unscored == 2);
}

TEST_CASE("only the rows that are asked for count") {
    const auto table = test::table_of({scored("500", "2"), scored("500", "10")});
    const std::vector<std::uint32_t> rows{1};
    CHECK(rank(table, rows, {}).groups[0].spread.mean == 10);
}

TEST_CASE("checkpoints of the same name in several runs are not thrown together") {
    const auto table = test::table_of({scored("500", "2", "a"), scored("500", "10", "b")});
    CHECK(labels(rank(table, all_rows(table), {})) == std::vector<std::string>{"a · 500", "b · 500"});
    const std::vector<std::uint32_t> first{0};
    CHECK(labels(rank(table, first, {})) == std::vector<std::string>{"500"});
}

TEST_CASE("copies of one picture count once in a group") {
    auto table = test::table_of({scored("500", "2"), scored("500", "2"), scored("500", "8")});
    table.pictures[1].content = table.pictures[0].content;
    const Ranking ranking = rank(table, all_rows(table), {});
    CHECK(ranking.groups[0].spread.n == 2);
    CHECK(ranking.groups[0].spread.mean == 5);
}

TEST_CASE("a column that is not there ranks nothing") {
    const auto table = test::table_of({scored("500", "2")});
    CHECK(rank(table, all_rows(table), {"no_such_score", "checkpoint"}).groups.empty());
    CHECK(rank(table, all_rows(table), {"overall_quality", "dim.gone"}).groups.empty());
}
